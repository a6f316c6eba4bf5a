"""Supervision orders: what waits for whom, and the list of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import explain, light
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import OrderLevel, OrderState
from ...models import SupervisionOrder
from ...order_rules import OFFICE_OF
from ...rules import UNIT_ROLES
from .waiting import Waiting


def _around(actor: Actor, *roles: Role) -> Q:
    return inside(actor.reach.paths_for(*roles), field="case__place_id")


def _to_answer(actor: Actor) -> Q:
    unit = Q(case__unit_id__in=actor.reach.organisations(*UNIT_ROLES))
    desk = Q(case__unit_id=None) & _around(actor, Role.COMMUNITY_WORKER)
    return Q(state=OrderState.OPEN) & (unit | desk)


def _to_judge(actor: Actor) -> Q:
    issued = Q(pk__in=[])
    for level in OrderLevel:
        issued |= Q(level=level) & _around(actor, OFFICE_OF[level])
    return Q(state=OrderState.ANSWERED) & issued


def _late(actor: Actor) -> Q:
    return Q(state=OrderState.OPEN, late_since__isnull=False) & _around(actor, Role.DISTRICT_OFFICER)


@dataclass(frozen=True)
class OrderQueue:
    """One reason for which an order waits for somebody; ``weight`` is what it costs to leave it."""

    label: str | Promise
    basis: str | Promise
    action_label: str | Promise
    condition: Callable[[Actor], Q]
    weight: int


QUEUES: Mapping[str, OrderQueue] = {
    "case-order-late": OrderQueue(
        gettext_lazy("Order not answered in time"),
        gettext_lazy("Raised to the district; see who owes it"),
        gettext_lazy("Look at it"),
        _late,
        12,
    ),
    "case-order": OrderQueue(
        gettext_lazy("Order to answer"),
        gettext_lazy("An office above wants an answer: %(wanted)s"),
        gettext_lazy("Answer"),
        _to_answer,
        11,
    ),
    "case-order-answered": OrderQueue(
        gettext_lazy("Answer to judge"),
        gettext_lazy("Answered; accept it or return it with a reason"),
        gettext_lazy("Judge"),
        _to_judge,
        6,
    ),
}


def _rows(actor: Actor) -> "Iterator[tuple[str, QuerySet[SupervisionOrder]]]":
    for kind, queue in QUEUES.items():
        yield kind, SupervisionOrder.objects.filter(queue.condition(actor)).order_by("due_at", "pk")


def _items(_actor: Actor, found: Mapping[int, str]) -> Sequence[WorkItem]:
    rows = SupervisionOrder.objects.filter(pk__in=found).select_related("case__version", "case__place")
    return [_item(order, found[order.pk]) for order in rows.order_by("due_at", "pk")]


def _item(order: SupervisionOrder, kind: str) -> WorkItem:
    case, queue, basis = order.case, QUEUES[kind], str(QUEUES[kind].basis)
    runs = order.state == OrderState.OPEN
    return WorkItem(
        key=f"case-order/{order.pk}",
        title=_("Supervision order %(number)s: %(what)s")
        % {"number": order.number, "what": case.version.display_name},
        where=case.place.display_name,
        kind=kind,
        kind_label=str(queue.label),
        basis=basis % {"wanted": order.wanted[:80]} if "%(" in basis else basis,
        action_label=str(queue.action_label),
        url=reverse("console-case", args=[case.number]),
        due_at=order.due_at if runs else None,
        due_because=because_of(order) if runs else "",
        light=light(order.term_since, order.due_at) if runs else "none",
        weight=queue.weight,
    )


def because_of(order: SupervisionOrder) -> str:
    """Why the answer is due when it is."""
    return explain(order.term_since, Term(order.days, TermUnit.WORKING_DAYS))


ORDERS = Waiting({kind: queue.label for kind, queue in QUEUES.items()}, _rows, _items)


@dataclass(frozen=True)
class OrderFilter:
    """What the list is narrowed by; empty means everything. ``state`` is a state, ``live`` or ``late``."""

    state: str = ""
    level: str = ""
    place: str = ""


def listed_orders(actor: Actor, wanted: OrderFilter) -> "QuerySet[SupervisionOrder]":
    rows = SupervisionOrder.objects.visible_to(actor)
    if wanted.state == "live":
        rows = rows.live()
    elif wanted.state == "late":
        rows = rows.filter(state=OrderState.OPEN, due_at__lt=now())
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.place:
        rows = rows.filter(inside([wanted.place], field="case__place_id"))
    return rows.select_related("case__version", "case__place", "case__unit", "issued_by")
