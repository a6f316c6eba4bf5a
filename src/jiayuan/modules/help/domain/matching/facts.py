"""What records say of wishes and of those who could help, read in a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.abilities import Ability, abilities_of
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import ancestors

from ...enums import AskingState, ClaimState, WishState
from ...limits import LATELY_DAYS
from ...models import Asking, Claim, PostMember, Readiness, Wish
from ...models.covering import STREET_LENGTH

Position = tuple[float, float]
"""Longitude, latitude."""
Keys = Mapping[int, frozenset[int]]
"""From a key to keys: of a wish to persons, of a person to wishes."""


@dataclass(frozen=True)
class Facts:
    """``members`` by person. ``busy``: wishes on hand; ``turns``: how often they were asked or took one on lately;
    ``refused``: by person the wishes they said no to or gave back; by wish who holds a seat of it (``taken``) and whose
    answer is awaited (``asked``); ``known``: by who wished those who helped them before."""

    wishes: Sequence[Wish]
    members: Mapping[int, Sequence[PostMember]]
    abilities: Mapping[int, Ability]
    readiness: Mapping[int, Readiness]
    busy: Mapping[int, int]
    turns: Mapping[int, int]
    refused: Keys
    taken: Keys
    asked: Keys
    known: Keys
    positions: Mapping[str, Position]


def facts_of(wishes: Sequence[Wish], people: Iterable[int] | None = None) -> Facts:
    """About these wishes and everybody whom a tier of theirs could reach, or of them only ``people``."""
    members = _members(wishes, people)
    keys = list(members)
    since = now() - timedelta(days=LATELY_DAYS)
    asked = Asking.objects.filter(person__in=keys)
    claims = Claim.objects.filter(person__in=keys)
    taking = Claim.objects.taking().filter(wish__in=wishes)
    waiting = Asking.objects.waiting().filter(wish__in=wishes)
    return Facts(
        wishes,
        members,
        abilities_of(keys),
        Readiness.objects.in_bulk(keys),
        _counted(claims.held()),
        Counter(_counted(claims.filter(claimed_at__gte=since)))
        + Counter(_counted(asked.filter(asked_at__gte=since).exclude(state=AskingState.YES))),
        _refused(wishes),
        _grouped(taking.values_list("wish", "person")),
        _grouped(waiting.values_list("wish", "person")),
        _known(wishes, keys),
        _positions(wishes, members),
    )


def _members(wishes: Sequence[Wish], people: Iterable[int] | None) -> Mapping[int, Sequence[PostMember]]:
    """Of the stations of the streets in which the wishes are. One query."""
    streets = sorted({wish.place_id[:STREET_LENGTH] for wish in wishes})
    rows = PostMember.objects.verified().within(*streets)
    if people is not None:
        rows = rows.filter(person__in=people)
    found: dict[int, list[PostMember]] = defaultdict(list)
    for member in rows.select_related("person", "post__station").order_by("pk"):
        found[member.person_id].append(member)
    return found


def _counted(rows: "QuerySet[Any]") -> dict[int, int]:
    return dict(rows.order_by().values_list("person").annotate(Count("pk")))


def _grouped(pairs: Iterable[tuple[int, int]]) -> Keys:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _refused(wishes: Sequence[Wish]) -> Keys:
    given_back = (ClaimState.RETURNED, ClaimState.LAPSED)
    said_no = Asking.objects.filter(wish__in=wishes, state=AskingState.NO)
    returned = Claim.objects.filter(wish__in=wishes, state__in=given_back)
    pairs = [rows.order_by().values_list("person", "wish") for rows in (said_no, returned)]
    return _grouped(pairs[0].union(pairs[1]))


def _known(wishes: Sequence[Wish], people: Sequence[int]) -> Keys:
    """Of what was fulfilled between who wished and who helped."""
    wishers = {wish.wisher_id for wish in wishes if wish.wisher_id is not None}
    rows = Claim.objects.filter(
        state=ClaimState.DONE, wish__state=WishState.FULFILLED, person__in=people, wish__wisher__in=wishers
    )
    return _grouped(rows.order_by().values_list("wish__wisher", "person").distinct())


def _positions(wishes: Sequence[Wish], members: Mapping[int, Sequence[PostMember]]) -> Mapping[str, Position]:
    """Of each place its own position, or that of the nearest place around it that has one. One query."""
    paths = {wish.place_id for wish in wishes}
    paths |= {member.post.place_id for some in members.values() for member in some}
    around = {each for path in paths for each in (*ancestors(path), path)}
    rows = Place.objects.filter(pk__in=around, latitude__isnull=False, longitude__isnull=False)
    known = {
        path: (east, north)
        for path, east, north in rows.values_list("path", "longitude", "latitude")
        if east is not None and north is not None
    }
    usual = next(iter(known.values()), (0.0, 0.0))
    return {
        path: next((known[each] for each in (path, *reversed(ancestors(path))) if each in known), usual)
        for path in paths
    }
