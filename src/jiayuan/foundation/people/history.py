"""What the ledger says about a person, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.foundation.places.models import Place

from .models import Person

SAID: dict[str, Any] = {
    "person.joined": gettext_lazy("Account made"),
    "person.renamed": gettext_lazy("Name changed"),
    "person.staff_name_chosen": gettext_lazy("Staff name chosen"),
    "person.revealed": gettext_lazy("Phone number shown"),
    "person.exported": gettext_lazy("Data taken along"),
    "person.signed_out": gettext_lazy("Signed out on other devices"),
    "person.second_factor_added": gettext_lazy("Second factor set up"),
    "person.second_factor_removed": gettext_lazy("Second factor removed"),
    "person.erased": gettext_lazy("Data erased"),
    "role.granted": gettext_lazy("Role given"),
    "role.revoked": gettext_lazy("Role taken back"),
    "token.issued": gettext_lazy("Token for a program issued"),
    "token.revoked": gettext_lazy("Token for a program revoked"),
    "system.opened": gettext_lazy("Account of a system opened"),
}


@dataclass(frozen=True)
class Told:
    """One line of the history. ``details`` are the role and place, or the reason that was given."""

    at: datetime
    who: Person | None
    what: str
    details: str


def _payload(entry: Any) -> dict[str, Any]:
    kept = entry.payload or {}
    return {**kept.get("before", {}), **kept.get("after", {})}


def _places(payloads: Iterable[dict[str, Any]]) -> dict[str, Place]:
    return Place.objects.defer("boundary").in_bulk({each["place"] for each in payloads if each.get("place")})


def _details(kept: dict[str, Any], places: dict[str, Place]) -> str:
    said = []
    if kept.get("role") in Role.values:
        said.append(str(Role(kept["role"]).label))
    if kept.get("place") in places:
        said.append(str(places[kept["place"]]))
    if kept.get("reason"):
        said.append(_("“%(reason)s”") % {"reason": kept["reason"]})
    return " · ".join(said)


def told_about(person: Person) -> list[Told]:
    """The recorded life of an account, newest first. Two queries, however long it is."""
    entries = list(history(person.stream))
    payloads = [_payload(entry) for entry in entries]
    places = _places(payloads)
    told = [
        Told(entry.at, entry.actor, str(SAID.get(entry.action, entry.action)), _details(kept, places))
        for entry, kept in zip(entries, payloads, strict=True)
    ]
    return told[::-1]
