"""Reading the pairing ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...enums import PairingState
from ...models import Pairing, PairingQuerySet
from ...models.pairing import PARTNER_ROLES
from ...rules import KEEPERS
from ..plans import PARTNERS

SILENT = "silent"


@dataclass(frozen=True)
class PairingFilter:
    """What of a list's address narrows it; what is not known narrows nothing."""

    state: str = ""
    place: str = ""
    text: str = ""
    silent: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "PairingFilter":
        state, path = given.get("state", ""), given.get("place", "")
        return cls(
            state if state in PairingState.values else "",
            path if path.isascii() and path.isdecimal() else "",
            given.get("q", "").strip()[:60],
            given.get("silent") == "1",
        )


def listed(actor: Actor, wanted: PairingFilter) -> PairingQuerySet:
    """The pairings this actor sees, each with its names and the day of the last joint activity."""
    rows = Pairing.objects.visible_to(actor)
    if wanted.silent:
        rows = rows.silent(today(), settings.SILENT_PAIR_DAYS)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.live()
    if wanted.place:
        rows = rows.within(wanted.place)
    if wanted.text:
        rows = rows.filter(organisation__name__icontains=wanted.text) | rows.filter(
            community__name__icontains=wanted.text
        )
    return rows.with_names().with_last_activity()


def counted(actor: Actor) -> dict[str, int]:
    """How many in each state, and how many are silent. Two queries."""
    rows = Pairing.objects.visible_to(actor)
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    silent = rows.silent(today(), settings.SILENT_PAIR_DAYS).count()
    return {**{state: counts.get(state, 0) for state in PairingState.values}, SILENT: silent}


def visible_pairing(actor: Actor, pk: int) -> Pairing:
    """:raises Missing: not there, or not for this actor to know of."""
    found = Pairing.objects.visible_to(actor).with_names().filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such pairing."), _("Look for it in the list of pairings."))
    return found


def told_about(stream: str) -> list[Any]:
    """What the ledger keeps of something, newest first."""
    return list(history(stream))[::-1]


def communities_of(actor: Actor) -> list[Place]:
    """The communities for which this actor keeps pairings; for a contact of an organisation all of the district."""
    rows = Place.objects.current().of_kind(*COMMUNITY_KINDS).defer("boundary").order_by("path")
    if actor.reach.has_any(KEEPERS):
        return list(rows.filter(inside(actor.reach.paths_for(*KEEPERS))))
    if actor.reach.has_any([Role.INSTITUTION_CONTACT, Role.UNIT_OFFICER]):
        return list(rows)
    return []


def organisations_of(actor: Actor) -> list[Organisation]:
    """Whom this actor may propose: every partner of the district, or the organisations that they act for."""
    rows = Organisation.objects.current().order_by("name", "pk")
    if actor.reach.has_any(KEEPERS):
        return list(rows.filter(kind__in=PARTNERS))
    return list(rows.filter(pk__in=actor.reach.organisations(*PARTNER_ROLES)))
