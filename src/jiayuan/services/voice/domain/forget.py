"""Ratings when the person who gave them asks to be forgotten."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from ..models import Rating


def forget_ratings(person: Any, subjects: Sequence[str]) -> int:
    """The score stays in the figures; the words and the tie to the person go."""
    given = Rating.objects.filter(Q(rated_by=person) | Q(subject__in=subjects))
    return given.update(rated_by=None, words="")
