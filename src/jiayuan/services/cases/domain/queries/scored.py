"""Which ratings count for units and places."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from jiayuan.services.voice.models import Rating

from ...models import DemandMark


def of_scored_cases(ratings: "QuerySet[Rating]", moment: datetime | None = None) -> "QuerySet[Rating]":
    """Ratings of cases without those whose demand was found by two not to be reasonable, now or at an earlier moment:
    what ``Case.objects.scored`` is for cases. The marks are few and read once."""
    stream: Any = Concat(Value("case/"), Cast("case_id", CharField()))
    return ratings.filter(~Q(subject__in=DemandMark.objects.in_force(moment).values_list(stream, flat=True)))
