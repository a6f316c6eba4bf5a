"""What a change of the tree will do, found by doing it and taking it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from ..affected import Affected, count_affected
from ..enums import PlaceKind
from ..models import Place
from ..paths import inside


@dataclass(frozen=True)
class Preview:
    """``opened``: the places that there will be, each with how many estates lie in it. ``moved``: how many places
    below get new codes, by kind. ``belongings``: what stands at the places concerned."""

    closed: list[Place]
    opened: list[tuple[Place, int]]
    moved: list[tuple[Any, int]]
    belongings: list[tuple[Affected, int]]


def rehearse(act: Callable[[], Sequence[Place]], closing: Sequence[str]) -> Preview:
    """Carry out ``act``, look, and take everything back: what refuses the act refuses the rehearsal.

    :param act: changes the tree and answers with the places it opened.
    :param closing: paths of the places that it closes.
    """
    closed = list(Place.objects.filter(pk__in=closing).defer("boundary").order_by("path"))
    moved = _below(closing)
    belongings = count_affected(list(closing))
    with transaction.atomic():
        opened = [(place, _estates(place)) for place in act()]
        transaction.set_rollback(True)
    return Preview(closed, opened, moved, belongings)


def _below(paths: Sequence[str]) -> list[tuple[Any, int]]:
    rows = Place.objects.current().filter(inside(list(paths))).exclude(pk__in=paths).order_by()
    counts: dict[str, int] = dict(rows.values_list("kind").annotate(number=Count("pk")))
    return [(kind.label, counts[kind]) for kind in PlaceKind if counts.get(kind)]


def _estates(place: Place) -> int:
    return Place.objects.current().filter(parent_id=place.path, kind=PlaceKind.ESTATE).count()
