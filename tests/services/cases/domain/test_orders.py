"""Supervision orders: issued from above, answered in words and in time, judged by the office that issued them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.services.cases.domain.escalate_orders import escalate_orders
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.order_effects import accept_answer
from jiayuan.services.cases.domain.queries.orders import OrderFilter, listed_orders
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.domain.queries.work import work_counts, work_items
from jiayuan.services.cases.enums import Action, OrderLevel, OrderState, PhotoRole, State
from jiayuan.services.cases.models import SupervisionOrder
from tests.factories import RoleGrantFactory, SupervisionOrderFactory
from tests.services.cases.story import STREET, Story, actor

pytestmark = pytest.mark.django_db
ORDER = Given(words="居民两次追问", wanted="说明哪天修好", days=2)
ANSWER = Given(words="配件明天到")
DAY = timedelta(days=1)


def ordered(until: Action = Action.ACCEPT) -> Story:
    story = Story().until(until)
    story.do(Action.ISSUE_ORDER, story.street, ORDER)
    return story


def refused(story: Story, action: Action, by: Actor, given: Given = ANSWER) -> str:
    with pytest.raises(Refused) as refusal:
        story.do(action, by, given)
    with translation.override("en"):
        return str(refusal.value.message)


def test_issued_answered_returned_answered_and_accepted() -> None:
    story = ordered()
    order = story.case.orders.get()
    assert (order.level, order.wanted, order.days) == (OrderLevel.STREET, "说明哪天修好", 2)
    assert order.due_at > now() + DAY
    assert str(order) == f"{order.issued_at.year}-{order.pk:04d}"
    given = Given(words="配件明天到", photo_ids=[story.photo(story.handler)])
    story.do(Action.ANSWER_ORDER, story.handler, given)
    assert story.case.photos.get().role == PhotoRole.ORDER
    with at(now() + 3 * DAY):
        story.do(Action.RETURN_ANSWER, story.street, Given(words="没说哪天", days=1))
        order.refresh_from_db()
        assert (order.state, order.days, order.remark) == (OrderState.OPEN, 1, "没说哪天")
        assert order.due_at > now()
    story.do(Action.ANSWER_ORDER, story.handler, Given(words="周五修好"))
    story.do(Action.ACCEPT_ANSWER, story.street)
    order.refresh_from_db()
    assert (order.state, order.judged_by) == (OrderState.ACCEPTED, story.street.person)
    assert story.case.state == State.HANDLING
    story.do(Action.ISSUE_ORDER, story.district, ORDER)
    assert story.case.orders.first().level == OrderLevel.DISTRICT


def test_who_issues_answers_and_judges() -> None:
    story = Story().until(Action.ACCEPT)
    for each in (story.worker, story.handler):
        assert "street or the district" in refused(story, Action.ISSUE_ORDER, each, ORDER)
    story.do(Action.ISSUE_ORDER, story.street, ORDER)
    assert "already" in refused(story, Action.ISSUE_ORDER, story.district, ORDER)
    assert "Whoever has the case" in refused(story, Action.ANSWER_ORDER, story.worker)
    assert "No answer waits" in refused(story, Action.ACCEPT_ANSWER, story.street)
    story.do(Action.ANSWER_ORDER, story.colleague, ANSWER)
    assert "waits for an answer" in refused(story, Action.ANSWER_ORDER, story.handler)
    assert "office that issued" in refused(story, Action.ACCEPT_ANSWER, story.district)
    RoleGrantFactory(person=story.colleague.person, role=Role.STREET_OFFICER, place=story.case.place)
    assert "does not judge" in refused(story, Action.ACCEPT_ANSWER, Actor(person=story.colleague.person))
    story.do(Action.ACCEPT_ANSWER, actor(Role.STREET_OFFICER, STREET))


def test_without_a_unit_the_community_answers() -> None:
    story = ordered(Action.FILE)
    assert work_counts(story.worker)["case-order"][1] == 1
    story.do(Action.ANSWER_ORDER, story.worker, ANSWER)


@pytest.mark.parametrize(("given", "field"), [
    (Given(words="x", wanted=" ", days=2), "wanted"),
    (Given(words="x", wanted="y", days=0), "days"),
    (Given(words=" ", wanted="y", days=2), "words"),
])  # fmt: skip
def test_it_says_why_what_and_until_when(given: Given, field: str) -> None:
    story = Story().until(Action.ACCEPT)
    with pytest.raises(Invalid) as refusal:
        story.do(Action.ISSUE_ORDER, story.street, given)
    assert refusal.value.field == field


def test_nothing_is_closed_before_it_is_settled() -> None:
    story = Story().until(Action.PASS)
    story.do(Action.ISSUE_ORDER, story.street, ORDER)
    assert "not settled" in refused(story, Action.CLOSE, story.worker)
    story.do(Action.ANSWER_ORDER, story.handler, ANSWER)
    assert "not settled" in refused(story, Action.CLOSE, story.worker)
    story.do(Action.WITHDRAW_ORDER, story.street, Given(words="已核实"))
    assert story.case.orders.get().state == OrderState.WITHDRAWN
    story.do(Action.CLOSE)
    other = ordered(Action.FILE)
    assert "not settled" in refused(other, Action.REJECT, other.worker, Given(words="不归我们"))
    assert "not settled" in refused(other, Action.MERGE, other.worker, Given(lead=Story().case.number))


def test_it_waits_for_who_owes_the_answer_then_for_who_judges() -> None:
    story = ordered()
    assert work_counts(story.handler)["case-order"][1] == 1
    assert "case-order" not in work_counts(story.worker)
    first = max(work_items(story.handler, 10), key=lambda each: each.weight)
    assert first.key == f"case-order/{story.case.orders.get().pk}"
    assert "说明哪天修好" in first.basis
    assert first.due_because
    story.do(Action.ANSWER_ORDER, story.handler, ANSWER)
    assert "case-order" not in work_counts(story.handler)
    assert work_counts(story.street)["case-order-answered"][1] == 1
    assert "case-order-answered" not in work_counts(story.district)
    assert not work_items(story.resident, 10)


def test_late_it_is_raised_to_the_district_once() -> None:
    story = ordered()
    assert escalate_orders() == 0
    with at(now() + 10 * DAY):
        assert escalate_orders() == 1
        assert escalate_orders() == 0
        assert work_counts(story.district)["case-order-late"][1] == 1
        assert [*listed_orders(story.street, OrderFilter(state="late"))]
    entry = Entry.objects.get(stream_id=story.case.stream, action="cases.order_late")
    told = Notice.objects.filter(person=story.district.person, kind="cases.escalated")
    assert "督办" in told.get().title
    assert entry.actor is None


def test_notices_go_to_who_must_act_and_the_reporter_sees_none_of_it() -> None:
    story = ordered()
    assert Notice.objects.filter(person=story.handler.person, kind="cases.ordered").count() == 1
    story.do(Action.ANSWER_ORDER, story.handler, ANSWER)
    assert Notice.objects.filter(person=story.street.person, kind="cases.order_answered").count() == 1
    assert not {line.action for line in timeline(story.case, story.resident)} & {
        "issue_order",
        "answer_order",
    }
    lines = {line.action: line for line in timeline(story.case, story.worker)}
    assert "说明哪天修好" in lines["issue_order"].what


def test_the_database_keeps_one_live_order_and_two_people() -> None:
    order = SupervisionOrderFactory(state=OrderState.ANSWERED, answered_by=actor().person)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionOrderFactory(case=order.case)
    rows = SupervisionOrder.objects.filter(pk=order.pk)
    for changes in ({"judged_by": order.answered_by}, {"judged_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state=OrderState.ACCEPTED, **changes)


def test_an_order_that_is_gone_meanwhile_is_a_conflict() -> None:
    story = Story()
    with pytest.raises(Conflict):
        accept_answer(story.case, ANSWER, "", story.street)
