"""Who may keep which organisations."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, PEOPLE_STAFF, Role
from jiayuan.foundation.access.permissions import check, declare

from .enums import OrganisationKind
from .models import Organisation

MANAGE = "organisations.manage"
REVEAL = "organisations.reveal"
OVERSEERS = (Role.STREET_OFFICER, Role.DISTRICT_OFFICER, Role.IT_STAFF)
"""Keep every kind, inside the place their role is held for."""
OF_THE_COMMUNITY = (OrganisationKind.MERCHANT, OrganisationKind.PROPERTY_COMPANY)
"""The kinds that a community worker keeps."""
MANAGERS = (*OVERSEERS, Role.COMMUNITY_WORKER)


@dataclass(frozen=True)
class Seat:
    """An organisation to be: of which kind, where."""

    kind: str
    place_path: str

    @classmethod
    def of(cls, organisation: Organisation) -> "Seat":
        return cls(organisation.kind, organisation.place_id)


def manageable_kinds(actor: Actor) -> list[OrganisationKind]:
    """The kinds this actor may enter somewhere."""
    if actor.reach.has_any(OVERSEERS):
        return list(OrganisationKind)
    return list(OF_THE_COMMUNITY) if actor.reach.has_any([Role.COMMUNITY_WORKER]) else []


@check(_("Organisations are kept by staff of the district."), _("Ask the community office."))
def keeps_organisations(actor: Actor, _seat: Any) -> bool:
    return actor.reach.has_any(MANAGERS)


@check(
    _("This organisation does not lie where you work."),
    _("Choose a place you work for, or ask the office above it."),
)
def keeps_this_place(actor: Actor, seat: Seat) -> bool:
    return actor.reach.holds(MANAGERS, seat.place_path)


@check(
    _("Community workers keep merchants and property companies."),
    _("Ask the street office to enter this one."),
)
def keeps_this_kind(actor: Actor, seat: Seat) -> bool:
    return actor.reach.holds(OVERSEERS, seat.place_path) or seat.kind in OF_THE_COMMUNITY


@check(
    _("Contacts are shown only to those who work with this organisation."),
    _("Ask the community office of that place to call."),
)
def works_with_it(actor: Actor, organisation: Organisation) -> bool:
    around = any(path.startswith(organisation.place_id) for path in actor.reach.paths_for(*DESK_STAFF))
    inside = actor.reach.holds(PEOPLE_STAFF, organisation.place_id)
    return around or inside or organisation.pk in actor.reach.organisations()


declare(MANAGE, keeps_organisations, keeps_this_place, keeps_this_kind)
declare(REVEAL, works_with_it)
