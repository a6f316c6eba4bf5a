"""Units for many cases at once, for the preview of a bulk dispatch."""

from collections.abc import Sequence

from django.db.models import Q

from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import ancestors, inside

from ..models import Case


def suggest_for_all(cases: Sequence[Case]) -> dict[int, Organisation | None]:
    """For each case the unit that is nearest and has its category's function, or the community's office; one query."""
    around = Q(pk__in=[])
    for path in {case.place_id for case in cases}:
        around |= Q(place_id__in=[*ancestors(path), path]) | inside([path[:12]], field="place_id")
    functions = {case.version.function for case in cases} | {UnitFunction.COMMUNITY}
    kinds = [OrganisationKind.UNIT, OrganisationKind.PROPERTY_COMPANY]
    units = list(Organisation.objects.current().filter(around, kind__in=kinds, function__in=functions))
    return {case.pk: _nearest(case, units) for case in cases}


def _nearest(case: Case, units: Sequence[Organisation]) -> Organisation | None:
    wanted = (case.version.function, UnitFunction.COMMUNITY)
    fitting = [
        unit
        for unit in units
        if unit.function in wanted
        and (case.place_id.startswith(unit.place_id) or unit.place_id.startswith(case.place_id[:12]))
    ]
    fitting.sort(
        key=lambda unit: (
            unit.function != case.version.function,
            not case.place_id.startswith(unit.place_id),
            -len(unit.place_id),
            unit.pk,
        )
    )
    return fitting[0] if fitting else None
