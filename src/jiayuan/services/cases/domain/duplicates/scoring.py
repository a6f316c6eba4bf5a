"""How alike two reports are, in points from 0 to 130: may they be the same problem?

Distance gives up to 40: all of it on the spot, none at the reach, which is 100 metres for things that stand somewhere
(parts) and 250 for what happens (events). Where a position is missing, the same estate gives 25 and the same community
10. The same category gives 30, one of the same group 15. Being recent gives up to 10, fading over 90 days. Words in
common give up to 20, a photo that looks the same 30. From :data:`ENOUGH` points on it is worth asking.

Positions are used as they are given: for the public snapped ones, so that no number of questions tells more of a
position than the map does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import rjieba
from rapidfuzz import fuzz

from jiayuan.foundation.evidence.fingerprint import distance, is_plain
from jiayuan.foundation.places.geo import Position, metres_between

from ...enums import CategoryKind

REACH = {CategoryKind.PART: 100.0, CategoryKind.EVENT: 250.0}
"""Metres beyond which it is another thing."""
ON_THE_SPOT, SAME_ESTATE, SAME_COMMUNITY = 40.0, 25.0, 10.0
SAME_CATEGORY, SAME_GROUP = 30.0, 15.0
RECENT, FADES_IN_DAYS = 10.0, 90
WORDS, FEWEST_IN_COMMON = 20.0, 0.4
PHOTO, PHOTO_BITS = 30.0, 8
ENOUGH = 60.0
COMMUNITY_DIGITS = 12
_EMPTY = frozenset("的了在是有很把被和跟也就都不没有这那个一上下里")


@dataclass(frozen=True)
class Sight:
    """One report as it is compared. ``position`` as the reader may know it; ``fingerprints`` of its photos."""

    category: str
    group: str
    kind: str
    words: str
    place: str
    position: Position | None
    fingerprints: Sequence[str] = ()

    @cached_property
    def spoken(self) -> str:
        """Its words as they are compared; one report is compared with hundreds."""
        return " ".join(_spoken_words(self.words))


@dataclass(frozen=True)
class Likeness:
    """``metres`` None where a position is missing."""

    points: float
    metres: float | None
    same_category: bool
    same_photo: bool
    words: float

    @property
    def is_enough(self) -> bool:
        return self.points >= ENOUGH


def likeness_of(one: Sight, other: Sight, *, reported_at: datetime, now: datetime) -> Likeness | None:
    """How alike ``other`` (reported at ``reported_at``) is to ``one``; None if it lies out of reach."""
    metres = metres_between(one.position, other.position) if one.position and other.position else None
    near = _nearness(one, other, metres)
    if near is None:
        return None
    same = one.category == other.category
    words = _in_common(one.spoken, other.spoken)
    photo = _same_photo(one.fingerprints, other.fingerprints)
    age = (now - reported_at).total_seconds() / 86400
    points = (
        near
        + (SAME_CATEGORY if same else SAME_GROUP if one.group == other.group else 0.0)
        + RECENT * max(0.0, 1 - age / FADES_IN_DAYS)
        + WORDS * words
        + (PHOTO if photo else 0.0)
    )
    return Likeness(points, metres, same, photo, words)


def reach_of(kind: str) -> float:
    """Metres within which something of this kind may be the same."""
    return REACH[CategoryKind(kind)]


def _nearness(one: Sight, other: Sight, metres: float | None) -> float | None:
    if metres is not None:
        reach = reach_of(one.kind)
        return ON_THE_SPOT * (1 - metres / reach) if metres <= reach else None
    if one.place[:COMMUNITY_DIGITS] != other.place[:COMMUNITY_DIGITS]:
        return None
    is_estate = len(one.place) > COMMUNITY_DIGITS and one.place == other.place
    return SAME_ESTATE if is_estate else SAME_COMMUNITY


def words_in_common(one: str, other: str) -> float:
    """From 0 to 1, whatever the order of the words; a faint likeness counts as none."""
    return _in_common(" ".join(_spoken_words(one)), " ".join(_spoken_words(other)))


def _in_common(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    ratio = fuzz.token_set_ratio(first, second) / 100
    return ratio if ratio >= FEWEST_IN_COMMON else 0.0


def _spoken_words(text: str) -> list[str]:
    cut = (each.strip() for each in rjieba.cut(text.casefold()))
    return [
        each for each in cut if each and any(sign.isalnum() for sign in each) and not _EMPTY.issuperset(each)
    ]


def _same_photo(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(
        distance(first, second) <= PHOTO_BITS
        for first in one
        for second in other
        if not is_plain(first) and not is_plain(second)
    )
