"""What somebody typed into a form of the console while their sign-in or their second factor ran out: kept in their
session, so that it can be sent once they have shown anew who they are."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

KEPT = "kept_form"
KEPT_FOR = 3600
"""Seconds. Afterwards the page may have become another, and what was typed should lie nowhere."""
LONGEST = 100_000
"""Characters of all values together."""
NEVER = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class KeptForm:
    """``action``: where it was to go. ``page``: where it was filled in. ``fields``: names and values, in order."""

    action: str
    page: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def words(self) -> list[str]:
        """The values that people type, not those that a page puts into its forms."""
        return [value for _name, value in self.fields if " " in value.strip() or not value.isascii()]


def page_before(request: HttpRequest) -> str:
    """The page of this console from which a form or a part of a page was asked for; empty if nobody says."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parts = urlsplit(said)
    if parts.netloc != request.get_host() or not parts.path.startswith("/console/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def keep_form(request: HttpRequest) -> bool:
    """Keep what this request brought. False: there is too much of it."""
    fields = [[name, value] for name, values in request.POST.lists() if name not in NEVER for value in values]
    if sum(len(value) for _name, value in fields) > LONGEST:
        return False
    request.session[KEPT] = {
        "at": int(time.time()),
        "action": request.get_full_path(),
        "page": page_before(request),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    return True


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What is kept, for an hour."""
    found: dict[str, Any] | None = request.session.get(KEPT)
    if found is None or not 0 <= time.time() - found["at"] < KEPT_FOR:
        request.session.pop(KEPT, None)
        return None
    fields = [(name, value) for name, value in found["fields"]]
    return KeptForm(found["action"], found["page"] or "/console/", fields, found["had_files"])
