"""Filled-in papers, typed in one below the other."""

from dataclasses import replace

from django.http import QueryDict

from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in

FIELDS = ("words", "kind", "urgency", "contact_name", "contact_phone", "address")
CHOSEN = ("kind", "urgency")
"""Chosen from the start, so that they alone are no entry."""
LINES = 5
"""Papers on one page; whoever has more goes on with the next five."""


def blank_lines() -> list[Sheet]:
    return [Sheet() for _each in range(LINES)]


def lines_of(post: QueryDict) -> list[Sheet]:
    """One sheet a line, each with its own nonce and all that was typed into it; the community is that of the page."""
    whole = filled_in(post)
    found = []
    for line in range(LINES):
        values = {name: whole.get(f"{name}-{line}") for name in FIELDS}
        given = filled_in(_with_nonce(whole.get(f"nonce-{line}")))
        found.append(replace(given, values=values | {"place_path": whole.get("place_path")}))
    return found


def _with_nonce(nonce: str) -> QueryDict:
    post = QueryDict(mutable=True)
    post["nonce"] = nonce
    return post


def is_empty(sheet: Sheet) -> bool:
    """Nothing was typed into this line."""
    return not any(sheet.get(name).strip() for name in FIELDS if name not in CHOSEN)
