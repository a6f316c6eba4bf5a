"""Who could handle a case: units with the function its category needs, the nearest first."""

from collections.abc import Sequence

from django.db.models import Q

from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import ancestors, inside

from ..models import Case


def suggest_units(case: Case) -> Sequence[Organisation]:
    """Units of the category's function, from the case's own place upwards; then the community's office. One query."""
    around = Q(place_id__in=[*ancestors(case.place_id), case.place_id]) | inside(
        [case.place_id[:12]], field="place_id"
    )
    kinds = [OrganisationKind.UNIT, OrganisationKind.PROPERTY_COMPANY]
    rows = Organisation.objects.current().filter(
        around, kind__in=kinds, function__in=[case.version.function, UnitFunction.COMMUNITY]
    )
    return sorted(
        rows,
        key=lambda unit: (
            unit.function != case.version.function,
            not _reaches(unit, case),
            -len(unit.place_id),
            unit.pk,
        ),
    )


def _reaches(unit: Organisation, case: Case) -> bool:
    return case.place_id.startswith(unit.place_id)
