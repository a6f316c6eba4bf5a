"""To which unit a case goes."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import inside

from ..models import Case

COMMUNITY_DIGITS = 12


def units_here(case: Case) -> "QuerySet[Organisation]":
    """All that could have it: those of this place, of what lies around it, and of its community."""
    path = case.place_id
    around = [path[:length] for length in range(1, len(path) + 1)]
    near = Q(place_id__in=around) | inside([path[:COMMUNITY_DIGITS]], field="place_id")
    return Organisation.objects.current().filter(near)


def unit_here(case: Case, unit_id: int | None) -> Organisation:
    """:raises Invalid: no such unit works where the case is."""
    unit = units_here(case).filter(pk=unit_id or 0).select_related("place").first()
    if unit is None:
        raise Invalid(
            _("This unit does not work here."), _("Choose one of the units of this place."), field="unit_id"
        )
    return unit


def send_to(case: Case, unit: Organisation, by: Actor) -> None:
    case.unit = unit
    case.first_unit = case.first_unit or unit
    case.handler = case.verifier = None
    case.dispatched_by, case.dispatched_at = by.person, now()
