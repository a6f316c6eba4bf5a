"""The form in which a wish is split: up to five parts, the first two asked for and the others when they are opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain.checking import Warned, look_over, mark_of, name_in
from ..domain.parts import PartDraft
from ..enums import Urgency
from ..limits import LEAST_PARTS, MOST_PARTS, MOST_SEATS
from ..models import Wish

FIELDS = ("title", "public_words", "words", "kind", "urgency", "skills", "seats")
SAID = ("title", "public_words", "words")
"""With any of these a part is meant; the others always say something."""


@dataclass(frozen=True)
class Field:
    name: str
    value: str


@dataclass(frozen=True)
class Row:
    """The fields of one part. ``is_open``: asked for, or something stands in it."""

    number: int
    fields: dict[str, Field]
    is_needed: bool
    is_open: bool

    def __getattr__(self, name: str) -> Field:
        try:
            return self.fields[name]
        except KeyError as error:
            raise AttributeError(name) from error


def compacted(sheet: Sheet) -> Sheet:
    """Parts that were left out in between are passed over: what is wrong is then named where it stands."""
    meant = [number for number in range(1, MOST_PARTS + 1) if _is_meant(sheet, number)]
    kept = {
        _name(at, each): sheet.get(_name(number, each))
        for at, number in enumerate(meant, 1)
        for each in FIELDS
    }
    for number in range(1, MOST_PARTS + 1):
        for each in FIELDS:
            name = _name(number, each)
            if name in kept or number > len(meant):
                sheet.values[name] = kept.get(name, "")
    return sheet


def drafts_of(sheet: Sheet) -> tuple[PartDraft, ...]:
    return tuple(_draft(sheet, number) for number in range(1, MOST_PARTS + 1) if _is_meant(sheet, number))


def rows_of(sheet: Sheet, wish: Wish) -> Iterator[Row]:
    """As they stand in the form; a blank one begins with what was said of the whole."""
    begins = {"kind": wish.kind, "urgency": wish.urgency or Urgency.WEEK, "seats": "1"}
    for number in range(1, MOST_PARTS + 1):
        found = {
            each: Field(_name(number, each), sheet.get(_name(number, each)) or begins.get(each, ""))
            for each in FIELDS
        }
        needed = number <= LEAST_PARTS
        yield Row(number, found, needed, needed or _is_meant(sheet, number))


def cards_text(sheet: Sheet) -> str:
    """All that everybody would read."""
    return "\n".join(
        sheet.get(_name(number, each))
        for number in range(1, MOST_PARTS + 1)
        for each in ("title", "public_words")
    )


def unseen_in_cards(sheet: Sheet, name: str = "") -> list[Warned]:
    """As for the card of a wish: said once, the yes holds for these words and no others."""
    text = cards_text(sheet)
    return [] if sheet.get("seen") == mark_of(text) else [*look_over(text), *name_in(text, name)]


def _draft(sheet: Sheet, number: int) -> PartDraft:
    said: dict[str, Any] = {each: sheet.get(_name(number, each)) for each in FIELDS}
    seats = whole_number(said.pop("seats"))
    skills = tuple(filter(None, [said.pop("skills")]))
    return PartDraft(**said, skills=skills, seats=MOST_SEATS + 1 if seats is None else seats)


def _is_meant(sheet: Sheet, number: int) -> bool:
    return any(sheet.get(_name(number, each)).strip() for each in SAID)


def _name(number: int, field: str) -> str:
    """As the domain names it where it will not do."""
    return f"part{number}_{field}"
