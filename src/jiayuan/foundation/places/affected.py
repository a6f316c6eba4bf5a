"""What belongs to a place on the floors above, counted before the place is changed.

A room that keeps something at places adds a line when Django starts, as it does for ``common.registers``. Whoever
merges, splits or moves is shown these counts first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jiayuan.foundation.common.registers import Register

from .paths import inside


@dataclass(frozen=True)
class Affected:
    """``count`` takes a function that makes the condition "this field lies in the places concerned" and answers
    with how many there are, in one query. ``follows``: they come to the place's heir; otherwise they stay under the
    old code, where the heir finds them."""

    label: Any
    count: Callable[[Callable[[str], Q]], int]
    follows: bool = True


affected: Register[Affected] = Register()


def count_affected(paths: list[str]) -> list[tuple[Affected, int]]:
    """Everything announced, with its number inside ``paths``; one query each."""

    def within(field: str) -> Q:
        return inside(paths, field=field)

    return [(each, each.count(within)) for each in affected]
