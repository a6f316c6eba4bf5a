"""Supervision orders: what waits for whom, and the list of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import explain, light
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import OrderLevel, OrderState
from ...models import SupervisionOrder
from ...order_rules import OFFICE_OF
from ...rules import UNIT_ROLES


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
class Waiting:
    """One reason for which an order waits for somebody; ``weight`` is what it costs to leave it."""

    kind: str
    label: str
    basis: str
    action_label: str
    condition: Q
    weight: int


def _waiting(actor: Actor) -> Sequence[Waiting]:
    if not actor.reach.has_any([*DESK_STAFF, *UNIT_ROLES]):
        return []
    return (
        Waiting(
            "case-order-late", _("Order not answered in time"), _("Raised to the district; see who owes it"),
            _("Look at it"), _late(actor), 12,
        ),
        Waiting(
            "case-order", _("Order to answer"), _("An office above wants an answer: %(wanted)s"),
            _("Answer"), _to_answer(actor), 11,
        ),
        Waiting(
            "case-order-answered", _("Answer to judge"), _("Answered; accept it or return it with a reason"),
            _("Judge"), _to_judge(actor), 6,
        ),
    )  # fmt: skip


def order_counts(actor: Actor) -> dict[str, tuple[str, int]]:
    """How many wait for this actor, by kind; one query on the few that are not settled."""
    waiting = _waiting(actor)
    if not waiting:
        return {}
    wanted = {f"kind_{at}": Count("pk", filter=each.condition) for at, each in enumerate(waiting)}
    counts = SupervisionOrder.objects.live().aggregate(**wanted)
    found = {each.kind: (each.label, counts[f"kind_{at}"]) for at, each in enumerate(waiting)}
    return {kind: pair for kind, pair in found.items() if pair[1]}


def order_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    found: dict[int, WorkItem] = {}
    for waiting in _waiting(actor):
        rows = SupervisionOrder.objects.filter(waiting.condition)
        for order in rows.select_related("case__version", "case__place").order_by("due_at", "pk")[:limit]:
            found.setdefault(order.pk, _item(order, waiting))
    return list(found.values())


def _item(order: SupervisionOrder, waiting: Waiting) -> WorkItem:
    case = order.case
    runs = order.state == OrderState.OPEN
    return WorkItem(
        key=f"case-order/{order.pk}",
        title=_("Supervision order %(number)s: %(what)s")
        % {"number": order.number, "what": case.version.display_name},
        where=case.place.display_name,
        kind=waiting.kind,
        kind_label=waiting.label,
        basis=waiting.basis % {"wanted": order.wanted[:80]} if "%(" in waiting.basis else waiting.basis,
        action_label=waiting.action_label,
        url=reverse("console-case", args=[case.number]),
        due_at=order.due_at if runs else None,
        due_because=because_of(order) if runs else "",
        light=light(order.term_since, order.due_at) if runs else "none",
        weight=waiting.weight,
    )


def because_of(order: SupervisionOrder) -> str:
    """Why the answer is due when it is."""
    return explain(order.term_since, Term(order.days, TermUnit.WORKING_DAYS))


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
