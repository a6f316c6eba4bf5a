"""What the ledger says about a place, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from jiayuan.foundation.clock.spoken import day
from jiayuan.foundation.ledger.domain.queries import history

from .models import Place

SAID: dict[str, Any] = {
    "place.loaded": gettext_lazy("List of places loaded"),
    "place.renamed": gettext_lazy("Place renamed"),
    "place.corrected": gettext_lazy("Particulars corrected"),
    "place.merged": gettext_lazy("Merged into another place"),
    "place.split": gettext_lazy("Split into several places"),
    "place.moved": gettext_lazy("Moved to another community"),
    "place.opened": gettext_lazy("Opened"),
    "place.bounded": gettext_lazy("Boundary entered"),
    "place.unbounded": gettext_lazy("Boundary taken away"),
}
FIELDS: dict[str, Any] = {
    "name": gettext_lazy("name"),
    "population": gettext_lazy("population"),
    "households": gettext_lazy("households"),
    "address": gettext_lazy("address"),
    "latitude": gettext_lazy("latitude"),
    "longitude": gettext_lazy("longitude"),
    "into": pgettext_lazy("successor of a place", "to"),
    "from": pgettext_lazy("predecessor of a place", "out of"),
    "on": pgettext_lazy("day a change took effect", "with effect from"),
    "points": gettext_lazy("corners"),
    "because": pgettext_lazy("of a change", "grounds"),
}


@dataclass(frozen=True)
class Told:
    """One line of the history; ``details`` name what was, and what is since."""

    at: datetime
    who: Any
    what: str
    details: str


def told_about(place: Place) -> list[Told]:
    """The recorded life of a place, newest first. Two queries, however long it is."""
    entries = list(history(f"place/{place.path}"))
    named = {path for entry in entries for path in _paths(entry.payload)}
    places = {each.path: each for each in Place.objects.filter(pk__in=named).only("path", "name", "pinyin")}
    told = [
        Told(
            entry.at, entry.actor, str(SAID.get(entry.action, entry.action)), _details(entry.payload, places)
        )
        for entry in entries
    ]
    return told[::-1]


def _paths(payload: Any) -> list[str]:
    after = (payload or {}).get("after", {})
    given = [after.get("into"), *(after.get("from") or [])]
    return [path for each in given for path in (each if isinstance(each, list) else [each]) if path]


def _details(payload: Any, places: dict[str, Place]) -> str:
    before, after = (payload or {}).get("before", {}), (payload or {}).get("after", {})
    said = []
    for field, label in FIELDS.items():
        if field in after:
            now, then = _value(field, after[field], places), _value(field, before.get(field), places)
            words = _("%(label)s: %(then)s → %(now)s") if field in before else _("%(label)s: %(now)s")
            said.append(words % {"label": label, "then": then, "now": now})
    return " · ".join(said)


def _value(field: str, value: Any, places: dict[str, Place]) -> str:
    if value in (None, ""):
        return "–"
    if field == "on":
        found = parse_date(str(value))
        return day(found) if found else str(value)
    if field in ("into", "from"):
        paths = value if isinstance(value, list) else [value]
        return pgettext("between items", ", ").join(str(places.get(path, path)) for path in paths)
    return str(value)
