"""What waits for whom: the cases' contribution to the console inbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import COMMUNITY_STAFF, DESK_STAFF, Role
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import Action, Escalation, RequestState, State
from ...models import Case
from ...rules import UNIT_ROLES
from .due import quick_due


@dataclass(frozen=True)
class Queue:
    """One reason for which a case waits for somebody."""

    kind: str
    mine_because: str | Promise
    basis: str | Promise
    action: Action
    condition: Callable[[Actor], Q]
    weight: int


def _here(actor: Actor, *roles: Role) -> Q:
    return inside(actor.reach.paths_for(*roles), field="place_id")


def _units(actor: Actor) -> Q:
    return Q(unit_id__in=actor.reach.organisations(*UNIT_ROLES))


def _late(actor: Actor) -> Q:
    street = _here(actor, Role.STREET_OFFICER) & Q(escalation__in=[Escalation.STREET, Escalation.DISTRICT])
    return street | (_here(actor, Role.DISTRICT_OFFICER) & Q(escalation=Escalation.DISTRICT))


QUEUES: tuple[Queue, ...] = (
    Queue(
        "late",
        gettext_lazy("Overdue, raised to me"),
        gettext_lazy("The promised time has passed; see what is needed"),
        Action.NOTE,
        _late,
        9,
    ),
    Queue(
        "verify",
        gettext_lazy("Waits for my verification"),
        gettext_lazy("The unit says it is done; who handled it may not verify"),
        Action.PASS,
        lambda actor: _here(actor, *COMMUNITY_STAFF) & Q(state=State.HANDED_IN) & ~Q(handler_id=actor.pk),
        6,
    ),
    Queue(
        "file",
        gettext_lazy("Waits to be filed"),
        gettext_lazy("A new report; see whether it is to be taken up"),
        Action.FILE,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.REPORTED),
        8,
    ),
    Queue(
        "dispatch",
        gettext_lazy("Waits to be dispatched"),
        gettext_lazy("Filed; choose the unit that handles it"),
        Action.DISPATCH,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.FILED),
        7,
    ),
    Queue(
        "decide",
        gettext_lazy("Waits for my decision"),
        gettext_lazy("The unit asks for more time or to suspend"),
        Action.APPROVE,
        lambda actor: (
            _here(actor, Role.COMMUNITY_WORKER, Role.STREET_OFFICER)
            & Q(state=State.HANDLING, requests__state=RequestState.PENDING)
            & ~Q(requests__asked_by_id=actor.pk)
        ),
        5,
    ),
    Queue(
        "close",
        gettext_lazy("Waits to be closed"),
        gettext_lazy("Verified on the spot; tell the reporter and close"),
        Action.CLOSE,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.VERIFIED),
        3,
    ),
    Queue(
        "accept",
        gettext_lazy("Waits to be accepted"),
        gettext_lazy("Sent to your unit; accept it or return it with a reason"),
        Action.ACCEPT,
        lambda actor: _units(actor) & Q(state=State.DISPATCHED),
        7,
    ),
    Queue(
        "handle",
        gettext_lazy("Being handled by us"),
        gettext_lazy("Accepted by your unit; report it when it is done"),
        Action.HAND_IN,
        lambda actor: _units(actor) & Q(state=State.HANDLING),
        4,
    ),
    Queue(
        "resume",
        gettext_lazy("Suspended"),
        gettext_lazy("Suspended with approval; resume it when the reason is gone"),
        Action.RESUME,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.SUSPENDED),
        1,
    ),
)


def _open_to(actor: Actor) -> Sequence[tuple[Queue, Q]]:
    """The queues this actor can have at all."""
    if not actor.reach.has_any([*DESK_STAFF, *UNIT_ROLES]):
        return []
    return [(queue, queue.condition(actor)) for queue in QUEUES]


def work_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """The most urgent cases of each queue that waits for this actor; a constant number of queries."""
    found: dict[int, WorkItem] = {}
    for queue, condition in _open_to(actor):
        rows = Case.objects.filter(condition).select_related("version", "place", "unit")
        for case in rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:limit]:
            found.setdefault(case.pk, _item(case, queue))
    return list(found.values())


def work_counts(actor: Actor) -> dict[str, tuple[str, int]]:
    """How many cases wait in each queue, empty ones left out; one query."""
    queues = _open_to(actor)
    if not queues:
        return {}
    counts: dict[str, Any] = Case.objects.exclude(state__in=[State.CLOSED, State.REJECTED]).aggregate(
        **{queue.kind: Count("pk", filter=condition, distinct=True) for queue, condition in queues}
    )
    return {
        f"case-{queue.kind}": (str(queue.mine_because), counts[queue.kind])
        for queue, _q in queues
        if counts[queue.kind]
    }


def _item(case: Case, queue: Queue) -> WorkItem:
    due = quick_due(case)
    return WorkItem(
        key=f"case/{case.pk}",
        title=_("%(category)s: %(words)s")
        % {"category": case.version.display_name, "words": case.words[:60]},
        where=" · ".join(filter(None, (case.place.display_name, case.address))),
        kind=f"case-{queue.kind}",
        kind_label=str(queue.mine_because),
        basis=str(queue.basis),
        action_label=str(queue.action.label) if queue.action != Action.NOTE else _("Look at it"),
        url=reverse("console-case", args=[case.number]),
        due_at=case.due_at,
        due_because=due.because if due else "",
        light=due.light if due else "none",
        weight=queue.weight + (10 if case.version.is_urgent else 0),
    )
