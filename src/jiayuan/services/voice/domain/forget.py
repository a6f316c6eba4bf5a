"""Ratings when the person who gave them asks to be forgotten."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from ..models import Rating


def forget_ratings(person: Any, subjects: Sequence[str], raters: Sequence[str] = ()) -> int:
    """The score stays in the figures; the words and the tie to the person go.

    :param subjects: what was done for them first, so that they rated it, signed in or under a link.
    :param raters: the names under which they rated what was done for others besides.
    """
    first = Q(subject__in=subjects, rater="")
    given = Rating.objects.filter(Q(rated_by=person) | first | Q(rater__in=raters))
    return given.update(rated_by=None, words="")
