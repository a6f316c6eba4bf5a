"""Whom each step of a case is told to, by which way; and that no step goes round it."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.models import Delivery, Notice
from jiayuan.services.cases import notices
from jiayuan.services.cases.domain.doubts.raising import raise_doubt
from jiayuan.services.cases.domain.escalate import escalate_overdue
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.personal_data import erase_cases
from jiayuan.services.cases.domain.queries.news import TOLD
from jiayuan.services.cases.doubt_enums import DoubtKind
from jiayuan.services.cases.enums import Action, DisputeGround
from jiayuan.services.cases.models import Case

from .story import Story, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_quiet(settings: Any) -> None:
    settings.QUIET_HOURS = "none"


def told(who: Actor) -> list[str]:
    return list(Notice.objects.filter(person=who.person).order_by("pk").values_list("kind", flat=True))


def test_the_reporter_is_told_of_each_step_and_by_telephone_of_three() -> None:
    story = Story()
    story.until(Action.CLOSE)
    kinds = told(story.resident)
    assert (kinds[0], kinds[-1]) == ("cases.filed", "cases.closed")
    assert set(kinds[1:-1]) == {"cases.progress"}
    sent = Delivery.objects.filter(notice__person=story.resident.person)
    assert list(sent.order_by("pk").values_list("notice__kind", "way", "address")) == [
        ("cases.filed", "sms", story.resident.person.phone),
        ("cases.closed", "sms", story.resident.person.phone),
    ]
    notice = Notice.objects.filter(person=story.resident.person).first()
    assert notice
    assert notice.url == f"/cases/{story.case.number}/"
    assert notice.params["number"] == story.case.number


def test_the_unit_is_told_what_is_sent_to_it_and_nobody_of_their_own_act() -> None:
    story = Story()
    story.until(Action.ACCEPT)
    assert told(story.handler) == told(story.colleague) == ["cases.assigned"]
    assert told(story.worker) == []
    notice = Notice.objects.get(person=story.colleague.person)
    assert notice.url == f"/console/cases/{story.case.number}/"
    assert "13812345678" not in notice.title + notice.words


def test_what_comes_back_is_told_to_the_desk_and_what_was_not_done_to_the_handler() -> None:
    story = Story()
    story.until(Action.DISPATCH)
    given = Given(words="不归我们管", ground=DisputeGround.NOT_OUR_DUTY)
    story.do(Action.DISPUTE, by=story.handler, given=given)
    assert told(story.worker) == told(story.street) == ["cases.returned"]
    notice = Notice.objects.get(kind="cases.returned", person=story.worker.person)
    assert notice.words == "不归我们管"
    assert "不属本单位职责" in notice.title
    assert "cases.progress" not in told(story.resident)[2:]


def test_lateness_is_told_to_those_above() -> None:
    story = Story()
    story.until(Action.ACCEPT)
    case = Case.objects.get(pk=story.case.pk)
    assert case.due_at
    with at(case.due_at + timedelta(minutes=1)):
        assert escalate_overdue() == 1
    assert (told(story.street), told(story.district)) == (["cases.escalated"], [])
    with at(case.due_at + timedelta(days=30)):
        escalate_overdue()
    assert told(story.district) == ["cases.escalated"]
    assert told(story.street) == ["cases.escalated"]


def test_a_reporter_without_an_account_gets_text_messages_until_forgotten() -> None:
    story = Story(resident=Actor())
    story.until(Action.FILE)
    notice = Notice.objects.get(person=None)
    assert notice.phone == "+8613812345678"
    assert Delivery.objects.get(notice=notice).address == "+8613812345678"
    case = Case.objects.get(pk=story.case.pk)
    case.reporter = actor().person
    case.save()
    erase_cases(case.reporter)
    assert not Notice.objects.filter(person=None).exists()


def test_what_reporters_do_themselves_is_not_told_to_them() -> None:
    story = Story(resident=Actor())
    story.until(Action.CLOSE)
    before = Notice.objects.filter(person=None).count()
    visitor = Actor(tokens=frozenset([Case.objects.get(pk=story.case.pk).token_hash]))
    story.do(Action.REOPEN, by=visitor, given=Given(words="又松了"))
    assert Notice.objects.filter(person=None).count() == before
    assert told(story.worker)[-1] == "cases.returned"


def test_numbers_that_a_reporter_wrote_do_not_leave_the_house_to_staff() -> None:
    story = Story()
    story.until(Action.CLOSE)
    story.do(Action.REOPEN, by=story.resident, given=Given(words="又松了，打 138-1234-5678"))
    notice = Notice.objects.filter(person=story.worker.person).order_by("-pk").first()
    assert notice
    assert (notice.kind, notice.words) == ("cases.returned", "又松了，打 138****5678")


def test_a_case_that_is_gone_and_an_invented_past_are_told_to_nobody() -> None:
    record("case/0", "cases.file", after={"role": "desk"})
    with coming_from(Source.DEMO):
        Story().until(Action.CLOSE)
    assert not Notice.objects.exists()


def test_every_kind_is_announced_and_every_action_is_one() -> None:
    used = {kind for told in notices.STAFF.values() for kind, _whom in told} | set(
        notices.KIND_FOR_REPORTER.values()
    )
    assert used | {notices.PROGRESS} == {each.name for each in notices.KINDS}
    assert set(registers.notices.names()) >= used
    assert set(notices.KIND_FOR_REPORTER) < TOLD
    assert set(notices.STAFF) - {"escalate", "order_late", notices.DOUBT, *notices.OF_PIECES} <= set(
        Action.values
    )


def test_an_act_that_concerns_nobody_costs_nothing(django_assert_num_queries: Any) -> None:
    entry = record("sample/1", "cases.report")
    with django_assert_num_queries(0):
        notices.tell_of(entry)


def test_requests_are_answered_to_who_asked() -> None:
    story = Story()
    story.until(Action.ACCEPT)
    story.do(Action.ASK_EXTENSION, by=story.handler, given=Given(words="等配件", days=3))
    story.do(Action.DECLINE, by=story.worker, given=Given(words="不行"))
    assert told(story.handler)[-1] == "cases.decided"


def test_the_street_is_told_of_what_was_closed_and_is_reported_again() -> None:
    story = Story().until(Action.CLOSE)
    assert "cases.doubted" not in told(story.street)
    measured = {"number": "0000009-9", "days": 3, "metres": 12}
    raise_doubt(story.case, DoubtKind.AGAIN, measured, round_number=1)
    assert told(story.street)[-1] == "cases.doubted"
    assert "cases.doubted" not in told(story.worker) + told(story.handler) + told(story.resident)
    notice = Notice.objects.get(kind="cases.doubted")
    assert "0000009-9" in notice.title
    assert notice.url == f"/console/cases/{story.case.number}/"
    raise_doubt(story.case, DoubtKind.AGAIN, measured, round_number=1)
    assert told(story.street).count("cases.doubted") == 1
