"""Which cases may be the same problem: for somebody who reports, and for the desk that looks at a case.

Candidates come from the index of positions (a box around the place, at most :data:`MOST` of it) or, without a
position, from the newest of the community and group; so the cost does not grow with the years. Three queries and one
for the photos sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.prepared import Slot, Slots, asked_in_parts, prepared_for
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.places.geo import Position, metres_to_degrees, snap
from jiayuan.foundation.places.paths import successor

from ...enums import OPEN_STATES, PhotoRole, State
from ...models import Case, CasePhoto, CaseQuerySet, CategoryVersion
from ..queries.layers import SNAP_METRES
from ..queries.neighbours import with_neighbours
from .scoring import COMMUNITY_DIGITS, Likeness, Sight, likeness_of, reach_of
from .spoken import spoken_likeness

MOST, SHOWN = 300, 3
FRESH = timedelta(days=14)
"""How long after it was closed a case may still be the one that is meant."""
AS_IT_WAS = (PhotoRole.REPORT, PhotoRole.BEFORE, PhotoRole.JOINED)


@dataclass(frozen=True)
class Hint:
    """``joined`` is how many joined the case; ``because`` why it may be the same."""

    case: Case
    likeness: Likeness
    because: str
    joined: int


@dataclass(frozen=True)
class Visible:
    """Among which cases hints are looked for, and what these follow from."""

    rows: Callable[[], CaseQuerySet]
    known_by: tuple[Any, ...]
    is_public: bool = False


PUBLIC = Visible(lambda: Case.objects.public().filter(version__is_private=False), ("public",), is_public=True)


def _open_to(actor: Actor) -> Visible:
    known_by = (actor.pk, actor.tokens, actor.reach.grants, actor.scope)
    return Visible(lambda: Case.objects.visible_to(actor).whole(), known_by)


def hints_for_report(
    version: CategoryVersion,
    *,
    words: str,
    position: Position | None,
    place_path: str,
    photo_ids: Sequence[UUID] = (),
) -> Sequence[Hint]:
    """Public cases that may be what somebody is about to report, the likeliest first. Nothing is used but what
    everybody may know: public words and snapped positions. Private kinds have none."""
    if version.is_private or (position is None and len(place_path) < COMMUNITY_DIGITS):
        return []
    photos = Photo.objects.filter(pk__in=list(photo_ids)) if photo_ids else []
    asked = _asked(version, words, place_path, position, [each.perceptual_hash for each in photos])
    return _likeliest(asked, PUBLIC)


def hints_for_desk(
    version: CategoryVersion, *, words: str, position: Position | None, place_path: str, by: Actor
) -> Sequence[Hint]:
    """The same for a worker who takes in a report: also what is not public, and exactly where it is."""
    if position is None and len(place_path) < COMMUNITY_DIGITS:
        return []
    asked = _asked(version, words, place_path, position, [])
    return _likeliest(asked, _open_to(by))


def hints_for_case(case: Case, by: Actor) -> Sequence[Hint]:
    """Cases this worker may open that may be the same as ``case``."""
    position = _position(case, is_public=False)
    prints = [each.photo.perceptual_hash for each in case.photos.all() if each.role in AS_IT_WAS]
    asked = _asked(case.version, case.words, case.place_id, position, prints)
    return _likeliest(asked, _open_to(by), but=case.pk)


def _asked(
    version: CategoryVersion, words: str, place: str, position: Position | None, prints: Sequence[str]
) -> Sight:
    group = version.category.parent_id or version.category_id
    return Sight(version.category_id, group, version.category.kind, words, place, position, prints)


def _likeliest(asked: Sight, visible: Visible, *, but: int | None = None) -> Sequence[Hint]:
    found = [each for each in _candidates(asked, visible) if each.key != but]
    prints = _fingerprints(found) if asked.fingerprints else {}
    moment, alike = now(), {}
    for each in found:
        other = replace(_sight_of(each, is_public=visible.is_public), fingerprints=prints.get(each.key, ()))
        likeness = likeness_of(asked, other, reported_at=each.reported_at, now=moment)
        if likeness is not None and likeness.is_enough:
            alike[each.key] = likeness
    return _shown(dict(sorted(alike.items(), key=lambda pair: (-pair[1].points, pair[0]))[:SHOWN]))


def _shown(alike: Mapping[int, Likeness]) -> Sequence[Hint]:
    """The few that are left of some hundred, whole, in their order."""
    cases = {case.pk: case for case in asked_in_parts("hints shown", _whole, "keys", list(alike))}
    return [
        Hint(cases[key], likeness, spoken_likeness(cases[key], likeness), cases[key].joined)  # type: ignore[attr-defined]
        for key, likeness in alike.items()
        if key in cases
    ]


def _whole(many: int) -> CaseQuerySet:
    rows = with_neighbours(Case.objects.filter(pk__in=Slots("keys", Case, "pk", many)))
    rows = rows.select_related("version__category", "place__parent", "tie")
    return rows.defer("place__boundary", "place__parent__boundary")


class Candidate(NamedTuple):
    """What a case is compared by; :data:`FIELDS` in their order."""

    key: int
    reported_at: datetime
    words: str
    place: str
    latitude: float | None
    longitude: float | None
    category: str
    parent: str | None
    kind: str


FIELDS = (
    *("pk", "reported_at", "words", "place_id", "latitude", "longitude"),
    *("version__category_id", "version__category__parent_id", "version__category__kind"),
)
PUBLIC_FIELDS = tuple("public_words" if name == "words" else name for name in FIELDS)


def _candidates(asked: Sight, visible: Visible) -> Iterable[Candidate]:
    """As a prepared question for each kind of reader, which differs by whether there is a position."""
    given: dict[str, Any] = {"since": now() - FRESH}
    if asked.position is None:
        around = asked.place[:COMMUNITY_DIGITS]
        if not (around.isascii() and around.isdigit()):
            return []
        given |= {"group": asked.group, "low": around, "high": successor(around)}
    else:
        latitude, longitude = asked.position
        reach = reach_of(asked.kind) + (SNAP_METRES if visible.is_public else 0)
        up, along = metres_to_degrees(reach, latitude)
        given |= {"south": latitude - up, "north": latitude + up}
        given |= {"west": longitude - along, "east": longitude + along}
    build = _of_the_place if asked.position is None else _of_the_box
    known_by = ("hints", asked.position is None, *visible.known_by)
    fields = PUBLIC_FIELDS if visible.is_public else FIELDS
    question = prepared_for(known_by, lambda: build(_fresh(visible.rows())).values_list(*fields))
    return [Candidate(*row) for row in question.rows(**given)]


_SINCE = Slot("since", Case, "closed_at")
_IS_OPEN = Q(state__in=OPEN_STATES)


def _fresh(rows: CaseQuerySet) -> CaseQuerySet:
    return rows.filter(_IS_OPEN | Q(state=State.CLOSED, closed_at__gte=_SINCE))


def _of_the_place(rows: CaseQuerySet) -> CaseQuerySet:
    group = Slot("group", CategoryVersion, "category")
    same_group = Q(version__category_id=group) | Q(version__category__parent_id=group)
    # Each kind by its own index; in one condition, all that was ever closed in the place is read.
    here = Case.objects.filter(
        place_id__gte=Slot("low", Case, "place"), place_id__lt=Slot("high", Case, "place")
    ).values("pk")
    keys = here.filter(_IS_OPEN).union(here.filter(closed_at__gte=_SINCE))
    return rows.filter(same_group, pk__in=keys).order_by("-pk")[:MOST]


def _of_the_box(rows: CaseQuerySet) -> CaseQuerySet:
    box = rows.filter(
        latitude__gte=Slot("south", Case, "latitude"), latitude__lte=Slot("north", Case, "latitude"),
        longitude__gte=Slot("west", Case, "longitude"), longitude__lte=Slot("east", Case, "longitude"),
    )  # fmt: skip
    return box.order_by("latitude", "longitude")[:MOST]


def _sight_of(case: Candidate, *, is_public: bool) -> Sight:
    position = _position(case, is_public=is_public)
    group = case.parent or case.category
    return Sight(case.category, group, case.kind, case.words, case.place, position)


def _position(case: Case | Candidate, *, is_public: bool) -> Position | None:
    if case.latitude is None or case.longitude is None:
        return None
    exact = (case.latitude, case.longitude)
    return snap(*exact, SNAP_METRES) if is_public else exact


def _fingerprints(cases: Sequence[Candidate]) -> Mapping[int, Sequence[str]]:
    rows = CasePhoto.objects.filter(case_id__in=[each.key for each in cases], role__in=AS_IT_WAS)
    found: dict[int, list[str]] = {}
    for case, fingerprint in rows.values_list("case_id", "photo__perceptual_hash"):
        found.setdefault(case, []).append(fingerprint)
    return found
