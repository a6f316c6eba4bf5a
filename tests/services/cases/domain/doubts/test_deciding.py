"""Somebody who had no part in the case says what a sign was."""

from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.doubts.deciding import decide_doubt
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.queries.doubts import doubt_counts, doubt_items
from jiayuan.services.cases.doubt_enums import DoubtState
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Doubt
from tests.services.cases.story import STREET, Story, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    """Closed within minutes."""
    return Story().until(Action.CLOSE)


def decide(story: Story, by: Actor, verdict: str = "real", reason: str = "到现场看过，没有换") -> Doubt:
    return decide_doubt(story.case.pk, story.case.doubts.get().pk, verdict, reason, by=by)


@pytest.mark.parametrize("verdict", [DoubtState.REAL, DoubtState.EXPLAINED])
def test_the_street_says_what_it_was(story: Story, verdict: str) -> None:
    doubt = decide(story, story.street, verdict)
    assert (doubt.state, doubt.reason, doubt.decided_by) == (
        verdict,
        "到现场看过，没有换",
        story.street.person,
    )
    entry = Entry.objects.filter(stream_id=story.case.stream).order_by("-number").first()
    assert entry is not None
    assert entry.action == "cases.decide_doubt"
    assert entry.payload["after"]["verdict"] == verdict
    story.case.refresh_from_db()
    assert story.case.state == "closed", "it decides nothing in the case"


def test_only_those_who_oversee(story: Story) -> None:
    for who in (story.worker, story.grid, story.handler, actor(Role.STREET_OFFICER, "140106005")):
        with pytest.raises(Refused, match=r"街道或区里|street or the district"):
            decide(story, who)
    assert decide(story, story.district).decided_by == story.district.person


def test_not_who_verified_or_handled_it() -> None:
    story = Story().until(Action.HAND_IN)
    story.do(Action.PASS, story.street, Given(words="看过"))
    story.do(Action.CLOSE)
    with pytest.raises(Refused, match=r"经办|handled or verified"):
        decide(story, story.street)
    story.do(Action.REOPEN, story.resident, Given(words="没好"))
    with pytest.raises(Refused):
        decide_doubt(story.case.pk, story.case.doubts.first().pk, "real", "看过", by=story.street)
    assert doubt_counts(story.street) == {}
    assert doubt_counts(actor(Role.STREET_OFFICER, STREET))


def test_once(story: Story) -> None:
    decide(story, story.street)
    with pytest.raises(Conflict):
        decide(story, story.district, "explained")
    assert story.case.doubts.get().state == DoubtState.REAL


@pytest.mark.parametrize(
    ("verdict", "reason", "field"),
    [("open", "看过", "verdict"), ("", "看过", "verdict"), ("real", " ", "reason")],
)
def test_what_is_missing_is_named(story: Story, verdict: str, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        decide(story, story.street, verdict, reason)
    assert raised.value.field == field


def test_a_sign_of_another_case(story: Story) -> None:
    other = Story().until(Action.CLOSE)
    with pytest.raises(Missing):
        decide_doubt(other.case.pk, story.case.doubts.get().pk, "real", "看过", by=story.street)


class TestInbox:
    def test_what_was_closed_waits_for_the_street(self, story: Story) -> None:
        (item,) = doubt_items(story.street, 10)
        assert item.url == f"/console/cases/{story.case.number}/#doubts"
        assert item.basis
        assert doubt_counts(story.street)["case-doubt"][1] == 1
        decide(story, story.street)
        assert doubt_items(story.street, 10) == []
        assert doubt_counts(story.street) == {}

    def test_one_line_a_case(self, story: Story) -> None:
        story.do(Action.RATE, story.resident, Given(score=1))
        (item,) = doubt_items(story.street, 10)
        assert doubt_counts(story.street)["case-doubt"][1] == 1
        assert item.weight == 6

    def test_not_while_it_is_with_the_verifier(self) -> None:
        story = Story().until(Action.HAND_IN)
        assert story.case.doubts.count() == 1
        assert doubt_items(story.street, 10) == []

    def test_nobody_else_is_asked(self, story: Story, django_assert_num_queries: Any) -> None:
        for who in (story.worker, story.district, story.handler, actor(Role.STREET_OFFICER, "140106005")):
            assert doubt_items(who, 10) == []
        assert story.worker.reach
        with django_assert_num_queries(0):
            assert doubt_items(story.worker, 10) == []
            assert doubt_counts(story.worker) == {}
