"""The data items of the national exchange, as a table that one edits: ``facts/exchange_items.csv``.

The standard (MZ/T 061) says which items there are; its code tables must be bought, so that headings, codes and the
standard's own names stand in the table and not here. An item without a source is left blank, and the table says why.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from jiayuan.foundation.clock.spoken import local

from ..models import HourEntry

OWN_FILE = Path(__file__).resolve().parents[1] / "facts" / "exchange_items.csv"
PERSONAL = ("name", "phone")
"""Sources that are personal data: never kept of what was sent, masked wherever they are shown."""
SOURCES: Mapping[str, Callable[[HourEntry, str], str]] = {
    "record": lambda entry, _operation: record_number(entry.pk),
    "operation": lambda _entry, operation: operation,
    "name": lambda entry, _operation: entry.person.name,
    "phone": lambda entry, _operation: (entry.person.phone or "").removeprefix("+86"),
    "region": lambda entry, _operation: f"{entry.place_id:0<12}",
    "place": lambda entry, _operation: entry.place.name,
    "unit": lambda entry, _operation: (entry.organisation or entry.place).name,
    "activity": lambda entry, _operation: entry.words,
    "starts": lambda entry, _operation: f"{local(entry.starts_at):%Y-%m-%d %H:%M}",
    "ends": lambda entry, _operation: f"{local(entry.ends_at):%Y-%m-%d %H:%M}",
    "hours": lambda entry, _operation: f"{Decimal(entry.minutes) / 60:.2f}",
    "recorded": lambda entry, _operation: local(entry.written_at).date().isoformat(),
    "method": lambda entry, _operation: entry.source,
}
"""What an item can be taken from: (entry, operation) -> text."""


@dataclass(frozen=True)
class Item:
    """One column. ``standard``: its name in the standard, once that was bought; ``codes``: our word -> theirs."""

    key: str
    heading: str
    heading_en: str
    standard: str
    source: str
    required: bool
    codes: Mapping[str, str]
    blank_because: str
    blank_because_en: str

    @property
    def is_personal(self) -> bool:
        return self.source in PERSONAL

    @property
    def label(self) -> str:
        return self.heading if _is_chinese() else self.heading_en

    @property
    def because(self) -> str:
        return self.blank_because if _is_chinese() else self.blank_because_en

    def value(self, entry: HourEntry, operation: str) -> str:
        if not self.source:
            return ""
        text = SOURCES[self.source](entry, operation)
        return self.codes.get(text, text)


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def record_number(pk: int) -> str:
    """What the other side answers by."""
    return f"JY{pk:08d}"


def entry_of(number: str) -> int:
    """The entry behind a record number; 0 for what is none."""
    digits = number.strip().upper().removeprefix("JY")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 18 else 0


@cache
def items() -> tuple[Item, ...]:
    """The district's own table if the settings name one, else ours. Read once."""
    return read_items(Path(settings.EXCHANGE_ITEMS_FILE) if settings.EXCHANGE_ITEMS_FILE else OWN_FILE)


def read_items(path: Path) -> tuple[Item, ...]:
    """:raises ImproperlyConfigured: naming the line that cannot be, and why."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path}: cannot be read ({error})") from error
    found: dict[str, Item] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        item = _item(row, f"{path.name}, line {number}")
        if item.key in found:
            raise ImproperlyConfigured(f"{path.name}, line {number}: “{item.key}” stands there twice")
        found[item.key] = item
    if not found or next(iter(found.values())).source != "record":
        raise ImproperlyConfigured(f"{path.name}: the first item must have the source “record”")
    return tuple(found.values())


def _item(row: Mapping[str, Any], where: str) -> Item:
    given = {name: str(row.get(name) or "").strip() for name in Item.__dataclass_fields__}
    for name in ("key", "heading", "heading_en"):
        if not given[name]:
            raise ImproperlyConfigured(f"{where}: “{name}” is empty")
    if given["source"] and given["source"] not in SOURCES:
        raise ImproperlyConfigured(f"{where}: no source “{given['source']}”; there are {', '.join(SOURCES)}")
    if not given["source"] and not (given["blank_because"] and given["blank_because_en"]):
        raise ImproperlyConfigured(f"{where}: say in both languages why it is left blank")
    pairs = [part.split("=", 1) for part in given["codes"].split(";") if part]
    if any(len(pair) != 2 for pair in pairs):
        raise ImproperlyConfigured(f"{where}: codes are written as ours=theirs;ours=theirs")
    codes = {ours.strip(): theirs.strip() for ours, theirs in pairs}
    return Item(**{**given, "required": given["required"] == "1", "codes": codes})  # type: ignore[arg-type]


def values_of(entry: HourEntry, operation: str) -> dict[str, str]:
    """Every column in full. No query if person, place and organisation were read with the entry."""
    return {item.key: item.value(entry, operation) for item in items()}


def kept_of(entry: HourEntry, operation: str) -> dict[str, str]:
    """What is kept of what was sent: as it was, personal data as a fingerprint."""
    return {
        item.key: _fingerprint(entry.pk, item.value(entry, operation))
        if item.is_personal
        else item.value(entry, operation)
        for item in items()
    }


def _fingerprint(pk: int, value: str) -> str:
    return salted_hmac("volunteering.exchange", f"{pk}/{value}", algorithm="sha256").hexdigest()[:24]


def lacking(entry: HourEntry) -> list[str]:
    """Names of the required items that would be blank."""
    return [item.label for item in items() if item.required and item.source and not item.value(entry, "new")]


def changed_items(entry: HourEntry, sent: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(item, as it was sent, as it is now) of what differs; of personal data neither is told."""
    now, found = kept_of(entry, "new"), []
    for item in items():
        if item.source == "operation" or sent.get(item.key, "") == now[item.key]:
            continue
        hidden = item.is_personal
        found.append(
            (item.label, "***" if hidden else sent.get(item.key, ""), "***" if hidden else now[item.key])
        )
    return found
