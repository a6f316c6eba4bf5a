"""Who issues a supervision order, who answers it, and who judges the answer."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare

from .enums import Action, OrderLevel, OrderState
from .models import Case, SupervisionOrder
from .models.order import LIVE_ORDERS
from .piece_rules import has_no_pieces, is_no_piece, waits_for_no_piece
from .rules import is_at_the_desk, is_of_the_unit

OFFICE_OF = {OrderLevel.STREET: Role.STREET_OFFICER, OrderLevel.DISTRICT: Role.DISTRICT_OFFICER}


def live_order(case: Case) -> SupervisionOrder | None:
    """Waiting for its answer, or for a judgement of it. Prefetch ``orders`` to save a query."""
    return next((each for each in case.orders.all() if each.state in LIVE_ORDERS), None)


def _is(case: Case, state: OrderState) -> bool:
    order = live_order(case)
    return order is not None and order.state == state


@check(
    _("Only the street or the district issues supervision orders."), _("Tell the street what stands still.")
)
def supervises_here(actor: Actor, case: Case) -> bool:
    return actor.reach.holds(OFFICERS, case.place_id)


@check(
    _("There is a supervision order on this case already."),
    _("See how it is answered; a second follows when the first is settled."),
)
def has_no_live_order(actor: Actor, case: Case) -> bool:
    return live_order(case) is None


@check(_("No supervision order waits for an answer."))
def order_waits_for_an_answer(actor: Actor, case: Case) -> bool:
    return _is(case, OrderState.OPEN)


@check(
    _("Whoever has the case answers: its unit, or the community where it has none."),
    _("A note tells them what you know."),
)
def has_to_answer(actor: Actor, case: Case) -> bool:
    if case.unit_id is not None:
        return is_of_the_unit(actor, case)
    return actor.reach.holds([Role.COMMUNITY_WORKER], case.place_id)


@check(_("No answer waits to be judged."))
def answer_waits(actor: Actor, case: Case) -> bool:
    return _is(case, OrderState.ANSWERED)


@check(_("No supervision order is running."))
def has_a_live_order(actor: Actor, case: Case) -> bool:
    return live_order(case) is not None


@check(_("The office that issued the order judges it."), _("A note tells it what you know."))
def is_of_the_issuing_office(actor: Actor, case: Case) -> bool:
    order = live_order(case)
    return order is not None and actor.reach.holds([OFFICE_OF[OrderLevel(order.level)]], case.place_id)


@check(_("Who answered does not judge the answer."), _("A colleague of the issuing office does."))
def did_not_answer(actor: Actor, case: Case) -> bool:
    order = live_order(case)
    return order is not None and order.answered_by_id != actor.pk


@check(
    _("A supervision order on this case is not settled."),
    _("Answer it, and let the office that issued it accept the answer or withdraw the order."),
)
def no_order_stands_in_the_way(actor: Actor, case: Case) -> bool:
    return live_order(case) is None


declare(f"cases.{Action.ISSUE_ORDER}", supervises_here, has_no_live_order)
declare(f"cases.{Action.ANSWER_ORDER}", order_waits_for_an_answer, has_to_answer)
declare(f"cases.{Action.ACCEPT_ANSWER}", answer_waits, is_of_the_issuing_office, did_not_answer)
declare(f"cases.{Action.RETURN_ANSWER}", answer_waits, is_of_the_issuing_office, did_not_answer)
declare(f"cases.{Action.WITHDRAW_ORDER}", has_a_live_order, is_of_the_issuing_office)
declare(f"cases.{Action.CLOSE}", is_at_the_desk, no_order_stands_in_the_way, waits_for_no_piece)
declare(f"cases.{Action.REJECT}", is_at_the_desk, no_order_stands_in_the_way, waits_for_no_piece)
declare(f"cases.{Action.MERGE}", is_at_the_desk, no_order_stands_in_the_way, is_no_piece, has_no_pieces)
