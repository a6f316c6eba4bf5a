"""A supervision order: issued, answered, judged, withdrawn. With the case locked and gated."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.text import clean_words

from ..enums import OrderLevel, OrderState, PhotoRole
from ..models import Case, SupervisionOrder
from ..order_rules import live_order
from .attach import attach_photos, named_photos
from .given import Given

Told = Mapping[str, object]


def issue_order(case: Case, given: Given, words: str, by: Actor) -> Told:
    is_district = by.reach.holds([Role.DISTRICT_OFFICER], case.place_id)
    order = SupervisionOrder(
        case=case,
        level=OrderLevel.DISTRICT if is_district else OrderLevel.STREET,
        reason=words,
        wanted=clean_words(given.wanted, field="wanted", limit=1000),
        issued_by=by.person,
        issued_at=now(),
    )
    _begin_term(order, given.days or 0)
    order.save()
    return _told(order) | {"wanted": order.wanted}


def answer_order(case: Case, given: Given, words: str, by: Actor) -> Told:
    order = _live(case)
    token = given.upload_token
    attached = attach_photos(case, given.photo_ids, PhotoRole.ORDER, by=by, upload_token=token)
    order.state, order.answer, order.answered_by, order.answered_at = (
        OrderState.ANSWERED,
        words,
        by.person,
        now(),
    )
    order.save()
    return {**_told(order), **named_photos(attached)}


def accept_answer(case: Case, given: Given, words: str, by: Actor) -> Told:
    return _judge(case, OrderState.ACCEPTED, words, by)


def withdraw_order(case: Case, given: Given, words: str, by: Actor) -> Told:
    return _judge(case, OrderState.WITHDRAWN, words, by)


def return_answer(case: Case, given: Given, words: str, by: Actor) -> Told:
    """The answer will not do; it is owed anew within a new term."""
    order = _live(case)
    _begin_term(order, given.days or 0)
    order.save()
    return _judge(case, OrderState.OPEN, words, by)


def _live(case: Case) -> SupervisionOrder:
    order = live_order(case)
    if order is None:
        raise Conflict(_("No supervision order is running."), _("Look at the case again."))
    return order


def _begin_term(order: SupervisionOrder, days: int) -> None:
    order.days, order.term_since, order.late_since = days, now(), None
    order.due_at = deadline(order.term_since, Term(days, TermUnit.WORKING_DAYS))


def _judge(case: Case, state: OrderState, words: str, by: Actor) -> Told:
    order = _live(case)
    order.state, order.remark, order.judged_by, order.judged_at = state, words, by.person, now()
    order.save()
    return _told(order)


def _told(order: SupervisionOrder) -> dict[str, object]:
    return {"order": order.number, "order_due_at": order.due_at.isoformat()}
