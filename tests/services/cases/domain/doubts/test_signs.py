"""Each sign is seen where it should be and not beyond its threshold; and what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.geo import metres_to_degrees
from jiayuan.services.cases.domain.doubts.spoken import spoken_doubt
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.doubt_enums import DoubtKind, DoubtState
from jiayuan.services.cases.enums import Action, PhotoRole, ProofPolicy, State
from jiayuan.services.cases.models import Case, Doubt
from tests.factories import CaseFactory, CasePhotoFactory, PhotoFactory
from tests.services.cases.story import Story

pytestmark = pytest.mark.django_db
PIN = (37.861, 112.571)


def kinds(story: Story) -> list[str]:
    return list(story.case.doubts.order_by("pk").values_list("kind", flat=True))


def said(story: Story, kind: str) -> str:
    doubt = story.case.doubts.get(kind=kind)
    with translation.override("en"):
        return spoken_doubt(doubt.kind, doubt.measured)


def accepted(proof: str = ProofPolicy.AFTER, *, minutes: int = 60) -> Story:
    """A case that was accepted an hour ago, with a pin."""
    with at(now() - timedelta(minutes=minutes)):
        story = Story(proof=proof).until(Action.ACCEPT)
    Case.objects.filter(pk=story.case.pk).update(latitude=PIN[0], longitude=PIN[1])
    return story


def hand_in(story: Story, **taken: Any) -> list[str]:
    photo = PhotoFactory(uploaded_by=story.handler.person, **taken)
    story.do(Action.HAND_IN, story.handler, Given(words="已更换井盖", photo_ids=[photo.pk]))
    return kinds(story)


def test_what_is_in_order_raises_nothing() -> None:
    story = accepted()
    up, _along = metres_to_degrees(150, PIN[0])
    near = {
        "taken_latitude": PIN[0] + up,
        "taken_longitude": PIN[1],
        "taken_at": now() - timedelta(minutes=20),
    }
    assert hand_in(story, **near) == []
    story.do(Action.PASS)
    story.do(Action.CLOSE)
    story.do(Action.RATE, story.resident, Given(score=3))
    assert kinds(story) == []
    assert not Entry.objects.filter(stream_id=story.case.stream, action="cases.doubt").exists()


def test_far_from_the_pin() -> None:
    story = accepted()
    up, _along = metres_to_degrees(850, PIN[0])
    assert hand_in(story, taken_latitude=PIN[0] + up, taken_longitude=PIN[1]) == [DoubtKind.FAR]
    assert (
        said(story, "far") == "The photo of the result was taken 850 m from the place; up to 200 m is usual."
    )
    assert story.case.doubts.get().unit == story.unit


def test_one_photo_on_the_spot_is_enough() -> None:
    story = accepted()
    photos = [
        PhotoFactory(uploaded_by=story.handler.person, taken_latitude=PIN[0] + off, taken_longitude=PIN[1]).pk
        for off in (0.05, 0.0001)
    ]
    story.do(Action.HAND_IN, story.handler, Given(words="好了", photo_ids=photos))
    assert kinds(story) == []


def test_nothing_is_measured_without_a_pin() -> None:
    story = accepted()
    Case.objects.update(latitude=None, longitude=None)
    assert hand_in(story, taken_latitude=1.0, taken_longitude=1.0) == []


@pytest.mark.parametrize(
    ("hours", "days_open", "words"),
    [
        (71, 9, None),
        (100, 9, "The photo of the result was taken 4 days before it was handed in."),
        (
            30,
            1,
            "The photo of the result is older than the report: taken 30 hours before it was handed in.",
        ),
    ],
)
def test_long_before(hours: int, days_open: int, words: str | None) -> None:
    story = accepted(minutes=days_open * 24 * 60)
    found = hand_in(story, taken_at=now() - timedelta(hours=hours, minutes=1))
    assert (said(story, "old") if found else None) == words


def test_within_minutes() -> None:
    story = accepted(minutes=4)
    assert hand_in(story) == [DoubtKind.QUICK]
    assert said(story, "quick") == "It was reported as done 4 minutes after it was accepted."
    assert hand_in(accepted(minutes=6)) == []
    assert "less than a minute" in spoken_doubt("quick", {"minutes": 0}) or translation.get_language() != "en"


class TestReused:
    def test_in_another_case(self) -> None:
        earlier = CasePhotoFactory(role=PhotoRole.AFTER, photo__perceptual_hash="0123456789abcdef")
        story = accepted()
        assert hand_in(story, perceptual_hash="0123456789abcdee") == [DoubtKind.REUSED]
        assert said(story, "reused") == (
            f"The photo of the result looks like one that was used in case {earlier.case.number} before."
        )

    def test_the_photo_from_before_the_work(self) -> None:
        story = accepted()
        CasePhotoFactory(case=story.case, role=PhotoRole.REPORT, photo__perceptual_hash="0123456789abcdef")
        assert hand_in(story, perceptual_hash="0123456789abcdef") == [DoubtKind.REUSED]
        assert "the one from before the work" in said(story, "reused")

    def test_the_same_twice_in_one_form_whichever_was_stored_first(self) -> None:
        story, alike = accepted(ProofPolicy.BOTH), "0123456789abcdef"
        after, before = (
            PhotoFactory(
                uploaded_by=story.handler.person,
                perceptual_hash=alike,
                uploaded_at=now() + timedelta(seconds=seconds),
            ).pk
            for seconds in (0, 1)
        )
        given = Given(words="好了", before_ids=[before], photo_ids=[after])
        story.do(Action.HAND_IN, story.handler, given)
        assert kinds(story) == [DoubtKind.REUSED]
        assert "the one from before the work" in said(story, "reused")

    def test_not_one_that_came_later_or_belongs_to_nothing(self) -> None:
        PhotoFactory(perceptual_hash="0123456789abcdef")
        later = PhotoFactory(perceptual_hash="0123456789abcdef", uploaded_at=now() + timedelta(days=1))
        CasePhotoFactory(photo=later)
        assert hand_in(accepted(), perceptual_hash="0123456789abcdef") == []

    def test_not_another_of_the_same_result(self) -> None:
        story = accepted()
        pair = [
            PhotoFactory(uploaded_by=story.handler.person, perceptual_hash="0123456789abcdef").pk
            for _number in range(2)
        ]
        story.do(Action.HAND_IN, story.handler, Given(words="好了", photo_ids=pair))
        assert kinds(story) == []


class TestNoPhoto:
    @pytest.mark.parametrize(("shown", "is_raised"), [(6, True), (5, False)])
    def test_where_others_have_one(self, shown: int, is_raised: bool) -> None:
        story = accepted(ProofPolicy.NONE)
        for number in range(10):
            case = CaseFactory(version=story.case.version, state=State.CLOSED)
            if number < shown:
                CasePhotoFactory(case=case, role=PhotoRole.AFTER)
        story.do(Action.HAND_IN, story.handler, Given(words="好了"))
        assert kinds(story) == ([DoubtKind.NO_PHOTO] if is_raised else [])
        if is_raised:
            assert "of the last 10 cases of this kind 60 % had one" in said(story, "no_photo")

    def test_nothing_is_usual_yet(self) -> None:
        story = accepted(ProofPolicy.NONE)
        story.do(Action.HAND_IN, story.handler, Given(words="好了"))
        assert kinds(story) == []

    def test_asked_for_and_not_there(self) -> None:
        words = spoken_doubt("no_photo", {"is_asked": 1})
        assert words


class TestAfterwards:
    def test_rated_low_and_reopened_are_of_the_round_that_was_closed(self) -> None:
        story = accepted()
        hand_in(story)
        story.do(Action.PASS)
        story.do(Action.CLOSE)
        story.do(Action.RATE, story.resident, Given(score=2))
        story.do(Action.REOPEN, story.resident, Given(words="还是松的"))
        assert list(story.case.doubts.values_list("kind", "round", "unit")) == [
            ("rated_low", 1, story.unit.pk),
            ("reopened", 1, story.unit.pk),
        ]
        assert said(story, "rated_low") == "It was rated with 2 stars of 5."
        assert said(story, "reopened") == "It was reopened on the day it was closed."
        with translation.override("en"):
            assert spoken_doubt("reopened", {"days": 3}) == "It was reopened 3 days after it was closed."

    def test_what_was_never_taken_up_was_never_closed(self) -> None:
        story = Story()
        story.do(Action.REJECT, story.worker, Given(words="不归我们管"))
        story.do(Action.REOPEN, story.resident, Given(words="请再看看"))
        assert kinds(story) == []

    def test_the_verifier_who_fails_it_settles_it_until_it_is_seen_again(self) -> None:
        story = accepted(minutes=2)
        hand_in(story)
        story.do(Action.FAIL, story.grid, Given(words="没有换"))
        doubt = Doubt.objects.get()
        assert doubt.state == DoubtState.SENT_BACK
        with at(now() + timedelta(minutes=1)):
            hand_in(story)
        doubt.refresh_from_db()
        assert (doubt.state, Doubt.objects.count()) == (DoubtState.OPEN, 1)
        with at(now() + timedelta(minutes=3)):
            story.do(Action.FAIL, story.grid, Given(words="还是没有换"))
        with at(now() + timedelta(minutes=30)):
            hand_in(story)
        doubt.refresh_from_db()
        assert doubt.state == DoubtState.SENT_BACK
        assert Entry.objects.filter(stream_id=story.case.stream, action="cases.doubt").count() == 2
