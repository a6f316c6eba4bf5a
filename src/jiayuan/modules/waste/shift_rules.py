"""Who may move collection: the district, and the sanitation units for where they work."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation

SHIFT = "waste.shift"


def units_of(actor: Actor) -> QuerySet[Organisation]:
    """The sanitation units that this actor works for."""
    ours = actor.reach.organisations(Role.UNIT_OFFICER)
    units = Organisation.objects.filter(pk__in=ours, function=UnitFunction.SANITATION, place__isnull=False)
    return units.order_by("pk")


def shift_paths(actor: Actor) -> list[str]:
    """Where this actor may move collection, without places inside another. At most one query."""
    found = set(actor.reach.paths_for(Role.DISTRICT_OFFICER))
    if actor.reach.organisations(Role.UNIT_OFFICER):
        found |= {str(each) for each in units_of(actor).values_list("place_id", flat=True)}
    return sorted(
        each for each in found if not any(each != other and each.startswith(other) for other in found)
    )


@check(
    _("Only the district and the sanitation unit of a place may move its collection days."),
    _("Ask the sanitation unit, or the district office."),
)
def collects_there(actor: Actor, paths: Iterable[str]) -> bool:
    """``paths``: all places that it concerns."""
    reached = shift_paths(actor)
    return bool(reached) and all(any(path.startswith(each) for each in reached) for path in paths)


def is_for_district(actor: Actor, paths: Iterable[str]) -> bool:
    """Is it the district that moves it, whoever fetches there? No query."""
    return bool(actor.reach.paths_for(Role.DISTRICT_OFFICER)) and all(
        actor.reach.holds((Role.DISTRICT_OFFICER,), path) for path in paths
    )


declare(SHIFT, collects_there)
