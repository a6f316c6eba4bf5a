"""What may be the same problem: points, reach, what is said of it, and that nothing private shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.places.geo import metres_to_degrees, snap
from jiayuan.services.cases.domain.duplicates.hints import hints_for_case, hints_for_desk, hints_for_report
from jiayuan.services.cases.domain.duplicates.scoring import Sight, likeness_of, words_in_common
from jiayuan.services.cases.domain.duplicates.spoken import spoken_distance
from jiayuan.services.cases.enums import CategoryKind, State
from jiayuan.services.cases.models import Case, CategoryVersion
from tests.factories import (
    CaseFactory,
    CasePhotoFactory,
    CategoryFactory,
    CategoryVersionFactory,
    JoiningFactory,
    PhotoFactory,
    PlaceFactory,
)
from tests.services.cases.story import COMMUNITY, Story

pytestmark = pytest.mark.django_db
HERE = snap(37.861, 112.571)
PRINT = "f0e1d2c3b4a59687"


def sight(metres: float | None = 0, **changes: Any) -> Sight:
    up = metres_to_degrees(metres or 0, HERE[0])[0]
    given = {
        "category": "E0101", "group": "E01", "kind": CategoryKind.EVENT, "words": "便道上堆满货物", "place": COMMUNITY,
        "position": None if metres is None else (HERE[0] + up, HERE[1]),
    }  # fmt: skip
    return Sight(**(given | changes))


def points(other: Sight, one: Sight | None = None, days: float = 1) -> float | None:
    found = likeness_of(one or sight(), other, reported_at=now() - timedelta(days=days), now=now())
    return found.points if found else None


def enough(*args: Any, **kwargs: Any) -> bool:
    found = points(*args, **kwargs)
    return found is not None and found >= 60


class TestPoints:
    def test_nearer_is_likelier_and_beyond_the_reach_is_another_thing(self) -> None:
        near, far = points(sight(20)), points(sight(200))
        assert near is not None
        assert far is not None
        assert near > far
        assert points(sight(260)) is None

    def test_a_part_reaches_less_far_than_an_event(self) -> None:
        part = sight(kind=CategoryKind.PART)
        assert points(sight(120), part) is None
        assert points(sight(120)) is not None

    def test_category_group_time_words_and_photo_count(self) -> None:
        assert points(sight(), days=1) > points(sight(), days=80)  # type: ignore[operator]
        assert points(sight()) > points(sight(category="E0102")) > points(sight(category="P01", group="P"))  # type: ignore[operator]
        other = sight(words="树倒了")
        assert points(sight()) > points(other)  # type: ignore[operator]
        seen = sight(fingerprints=(PRINT,))
        assert points(seen, seen) - points(sight()) == pytest.approx(30, abs=0.01)  # type: ignore[operator]

    def test_eighty_metres_the_same_category_yesterday_is_enough_and_another_matter_is_not(self) -> None:
        assert enough(sight(80))
        assert not enough(sight(80, category="P0105", group="P01", words="下水道堵了"))
        assert not enough(sight(220, words="一地塑料袋"))

    def test_without_a_position_words_or_the_estate_must_agree(self) -> None:
        one = sight(None)
        assert enough(sight(None), one)
        assert not enough(sight(None, words="一地塑料袋"), one)
        assert enough(
            sight(None, words="一地塑料袋", place=f"{COMMUNITY}0001"), sight(None, place=f"{COMMUNITY}0001")
        )
        assert points(sight(None, place="140106004011"), one) is None

    def test_order_of_words_does_not_matter_and_empty_words_say_nothing(self) -> None:
        assert words_in_common("货物堆在便道上", "便道上堆着货物") > 0.7
        assert words_in_common("", "便道") == words_in_common("的了", "便道") == 0

    def test_distances_are_rounded(self) -> None:
        assert "50" in spoken_distance(12)
        assert "80" in spoken_distance(83.2)


def event(name: str = "占道堆物") -> CategoryVersion:
    category = CategoryFactory(code="E0101", kind=CategoryKind.EVENT)
    return CategoryVersionFactory(category=category, name=name, name_en="Goods on the pavement")


def case_at(metres: float, **changes: Any) -> Case:
    up = metres_to_degrees(metres, HERE[0])[0]
    given: dict[str, Any] = {
        "version": event(), "place": PlaceFactory(path=COMMUNITY), "state": State.FILED, "words": "王阿姨家门口堆货",
        "public_words": "便道上堆满货物", "latitude": HERE[0] + up, "longitude": HERE[1],
        "reported_at": now() - timedelta(days=1),
    }  # fmt: skip
    return CaseFactory(**(given | changes))


def asked(metres: float = 0, **changes: Any) -> list[Case]:
    up = metres_to_degrees(metres, HERE[0])[0]
    given: dict[str, Any] = {
        "words": "店家把货堆在便道上", "position": (HERE[0] + up, HERE[1]), "place_path": "", "photo_ids": (),
    }  # fmt: skip
    return [each.case for each in hints_for_report(event(), **(given | changes))]


class TestForWhoeverReports:
    def test_it_says_how_far_which_and_since_when(self) -> None:
        case = case_at(0)
        JoiningFactory(case=case)
        (hint,) = hints_for_report(
            event(), words="堆货", position=(HERE[0] + metres_to_degrees(80, 37)[0], HERE[1]), place_path=""
        )
        assert (hint.case, hint.joined) == (case, 1)
        assert "80" in hint.because
        assert hint.likeness.same_category

    @pytest.mark.parametrize(
        "changes",
        [
            {"is_public": False},
            {"state": State.REPORTED},
            {"state": State.REJECTED},
            {"state": State.CLOSED, "closed_at": "2020-01-01T00:00:00Z"},
        ],
        ids=["hidden", "new", "rejected", "closed long ago"],
    )
    def test_what_the_reader_may_not_see_or_is_long_past_is_no_hint(self, changes: Any) -> None:
        case_at(0, **changes)
        assert asked() == []

    def test_what_was_closed_a_few_days_ago_is(self) -> None:
        case = case_at(0, state=State.CLOSED, closed_at=now() - timedelta(days=2))
        assert asked() == [case]

    def test_only_the_square_of_a_case_counts_not_where_in_it(self) -> None:
        """However often somebody asks, the answers tell no more than the map does."""
        case = case_at(30)
        first = [
            round(each.likeness.points, 6)
            for each in hints_for_report(event(), words="堆货", position=HERE, place_path="")
        ]
        Case.objects.filter(pk=case.pk).update(latitude=HERE[0] - metres_to_degrees(30, HERE[0])[0])
        again = [
            round(each.likeness.points, 6)
            for each in hints_for_report(event(), words="堆货", position=HERE, place_path="")
        ]
        assert first == again

    def test_without_a_position_the_community_is_looked_through(self) -> None:
        case = case_at(0)
        assert asked(position=None, place_path=COMMUNITY, words="便道上堆满货物") == [case]
        assert asked(position=None, place_path="140106") == []

    def test_private_kinds_are_never_compared(self) -> None:
        case_at(0)
        CategoryVersion.objects.update(is_private=True)
        assert asked() == []

    def test_the_same_photo_counts(self) -> None:
        case = case_at(220, public_words="")
        CasePhotoFactory(case=case, photo=PhotoFactory(perceptual_hash=PRINT))
        sent = PhotoFactory(perceptual_hash=PRINT)
        assert asked(words="") == []
        assert asked(words="", photo_ids=(sent.pk,)) == [case]

    def test_the_likeliest_come_first_and_three_at_most(self) -> None:
        far, near = case_at(200), case_at(0)
        for _turn in range(3):
            case_at(100)
        found = asked()
        assert found[0] == near
        assert far not in found
        assert len(found) == 3

    def test_queries_do_not_grow(self) -> None:
        case_at(0)
        with CaptureQueriesContext(connection) as few:
            asked()
        for _turn in range(20):
            case_at(10)
        with CaptureQueriesContext(connection) as many:
            asked()
        assert len(many) == len(few)


class TestForTheDesk:
    def test_the_desk_compares_what_is_not_public_and_nobody_else(self) -> None:
        story = Story()
        Case.objects.filter(pk=story.case.pk).update(latitude=HERE[0], longitude=HERE[1])
        case = Case.objects.get(pk=story.case.pk)
        same = CaseFactory(
            version=case.version, place=case.place, latitude=HERE[0], longitude=HERE[1], is_public=False,
            state=State.REPORTED, words=case.words,
        )  # fmt: skip
        assert [each.case for each in hints_for_case(case, story.worker)] == [same]
        assert list(hints_for_case(case, Actor())) == []
        found = hints_for_desk(case.version, words="井盖松动", position=HERE, place_path="", by=story.worker)
        assert {each.case for each in found} == {case, same}
        assert (
            list(hints_for_desk(case.version, words="", position=None, place_path="", by=story.worker)) == []
        )
