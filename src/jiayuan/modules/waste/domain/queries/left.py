"""Collections that no round took, as the desk reads them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from jiayuan.foundation.organisations.models import Organisation

from ...models import LeftCall

MOST = 200


def left_of_unit(operator: Organisation, day: date) -> Sequence[LeftCall]:
    """One query."""
    return _shown(LeftCall.objects.filter(operator=operator, day=day))


def left_within(paths: Iterable[str], first: date, last: date) -> Sequence[LeftCall]:
    """The latest first. One query."""
    return _shown(LeftCall.objects.within(*paths).filter(day__range=(first, last)))


def _shown(rows: "QuerySet[LeftCall]") -> Sequence[LeftCall]:
    return list(rows.select_related("estate").defer("estate__boundary")[:MOST])
