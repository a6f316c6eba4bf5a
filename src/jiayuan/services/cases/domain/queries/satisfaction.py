"""What people think of what was done for them: places and services, never persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.places.paths import inside
from jiayuan.services.voice.models import Rating

from ...enums import State
from ...models import Case
from .scored import of_scored_cases

PERIOD = timedelta(days=365)
FEW = 5
"""Below this many ratings no mean is shown: it would say more about single people than about the service."""


@dataclass(frozen=True)
class Satisfaction:
    """``mean`` of 1 to 5, to one decimal; None for too few ratings. ``closed`` is how many could have been rated."""

    ratings: int
    closed: int
    mean: Decimal | None
    spread: Sequence[tuple[int, int]]
    """(score, how many), five stars first."""

    @property
    def share(self) -> int:
        """Rated among closed, in whole per cent; 0 if none was closed."""
        return min(100, self.ratings * 100 // self.closed) if self.closed else 0


def ratings_of(place_path: str) -> QuerySet[Rating]:
    """The ratings within the last year of the cases in a place that count for it."""
    rows = Rating.objects.filter(
        inside([place_path], field="place_id"), service="cases", rated_at__gte=now() - PERIOD
    )
    return of_scored_cases(rows)


def satisfaction_with(place_path: str) -> Satisfaction:
    """Two queries."""
    rows = ratings_of(place_path)
    counts: Mapping[int, int] = dict(
        rows.values_list("score").annotate(many=Count("pk")).values_list("score", "many")
    )
    total = sum(counts.values())
    stars = sum(score * many for score, many in counts.items())
    scored = Case.objects.within(place_path).scored()
    closed = scored.filter(state=State.CLOSED, closed_at__gte=now() - PERIOD).count()
    return Satisfaction(
        ratings=total,
        closed=closed,
        mean=(Decimal(stars) / total).quantize(Decimal("0.1"), ROUND_HALF_UP) if total >= FEW else None,
        spread=[(score, counts.get(score, 0)) for score in (5, 4, 3, 2, 1)],
    )


def cases_of_ratings(ratings: Sequence[Rating]) -> dict[str, Case]:
    """The cases behind ``ratings`` by their stream; one query."""
    keys = [int(each.subject.removeprefix("case/")) for each in ratings]
    rows = Case.objects.filter(pk__in=keys).select_related("version__category", "place")
    return {case.stream: case for case in rows}
