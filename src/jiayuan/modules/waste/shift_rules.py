"""Who may move collection: the district, and the sanitation units for where they work."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation

SHIFT = "waste.shift"


def shift_paths(actor: Actor) -> list[str]:
    """Where this actor may move collection, without places inside another. At most one query."""
    found = set(actor.reach.paths_for(Role.DISTRICT_OFFICER))
    ours = actor.reach.organisations(Role.UNIT_OFFICER)
    if ours:
        units = Organisation.objects.filter(
            pk__in=ours, function=UnitFunction.SANITATION, place__isnull=False
        )
        found |= {str(each) for each in units.values_list("place_id", flat=True)}
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


def operator_for(actor: Actor, paths: Iterable[str]) -> Any:
    """The sanitation unit for which it is declared; None where it is the district's. At most one query."""
    if actor.reach.paths_for(Role.DISTRICT_OFFICER) and all(
        actor.reach.holds((Role.DISTRICT_OFFICER,), path) for path in paths
    ):
        return None
    units = Organisation.objects.filter(
        pk__in=actor.reach.organisations(Role.UNIT_OFFICER), function=UnitFunction.SANITATION
    )
    return units.order_by("pk").first()


declare(SHIFT, collects_there)
