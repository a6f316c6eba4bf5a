"""What waits for whom: the cases' contribution to the console inbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import COMMUNITY_STAFF, DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import Action, Escalation, MarkState, Part, RequestKind, RequestState, State
from ...models import Case, CasePart, DemandMark, Request
from ...rules import UNIT_ROLES
from .due import due_of, spoken_suspension, suspended_of
from .orders import order_counts, order_items
from .outside import outside_counts, outside_items
from .recalled import recall_counts, recall_items


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
    raised = street | (_here(actor, Role.DISTRICT_OFFICER) & Q(escalation=Escalation.DISTRICT))
    return raised & Q(due_at__isnull=False)


def _handled_by(actor: Actor) -> Q:
    mine = CasePart.objects.filter(person_id=actor.pk, part=Part.HANDLED)
    return Q(Exists(mine.filter(case=OuterRef("pk"), round=OuterRef("round"))))


def _asked_by_others(actor: Actor) -> Q:
    asked = Request.objects.filter(state=RequestState.PENDING).exclude(asked_by_id=actor.pk)
    others = asked.exclude(kind=RequestKind.DISPUTE)
    return _here(actor, Role.COMMUNITY_WORKER, Role.STREET_OFFICER) & Q(pk__in=others.values("case_id"))


def _disputes(actor: Actor) -> Q:
    """Not by whoever sent the case; what is disputed again, by the street alone."""
    asked = Request.objects.filter(state=RequestState.PENDING, kind=RequestKind.DISPUTE)
    asked = asked.exclude(asked_by_id=actor.pk).exclude(case__dispatched_by_id=actor.pk)
    community = _here(actor, Role.COMMUNITY_WORKER) & Q(
        pk__in=asked.filter(for_street=False).values("case_id")
    )
    return community | (_here(actor, Role.STREET_OFFICER) & Q(pk__in=asked.values("case_id")))


def _marks_to_sign(actor: Actor) -> Q:
    proposed = DemandMark.objects.filter(state=MarkState.PROPOSED).exclude(proposed_by_id=actor.pk)
    return _here(actor, *OFFICERS) & Q(pk__in=proposed.values("case_id"))


def _marks_to_look_at(actor: Actor) -> Q:
    asked = DemandMark.objects.in_force().filter(look_asked_at__isnull=False, looked_at=None)
    fresh = asked.exclude(proposed_by_id=actor.pk).exclude(decided_by_id=actor.pk)
    return _here(actor, Role.DISTRICT_OFFICER) & Q(pk__in=fresh.values("case_id"))


QUEUES: tuple[Queue, ...] = (
    Queue(
        "late",
        pgettext_lazy("why it is mine", "Overdue, raised"),
        gettext_lazy("The promised time has passed; see what is needed"),
        Action.NOTE,
        _late,
        9,
    ),
    Queue(
        "verify",
        pgettext_lazy("why it is mine", "To verify"),
        gettext_lazy("The unit says it is done; who handled it may not verify"),
        Action.PASS,
        lambda actor: (
            _here(actor, *COMMUNITY_STAFF)
            & Q(state=State.HANDED_IN)
            & ~Q(handler_id=actor.pk)
            & ~_handled_by(actor)
        ),
        6,
    ),
    Queue(
        "file",
        pgettext_lazy("why it is mine", "To file"),
        gettext_lazy("A new report; see whether it is to be taken up"),
        Action.FILE,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.REPORTED),
        8,
    ),
    Queue(
        "dispatch",
        pgettext_lazy("why it is mine", "To dispatch"),
        gettext_lazy("Filed; choose the unit that handles it"),
        Action.DISPATCH,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.FILED),
        7,
    ),
    Queue(
        "dispute",
        pgettext_lazy("why it is mine", "To adjudicate"),
        gettext_lazy("The unit disputes that it is its own, and its clock goes on; decide whose it is"),
        Action.APPROVE,
        _disputes,
        7,
    ),
    Queue(
        "decide",
        pgettext_lazy("why it is mine", "To decide"),
        gettext_lazy("The unit asks for more time or to suspend"),
        Action.APPROVE,
        _asked_by_others,
        5,
    ),
    Queue(
        "sign",
        pgettext_lazy("why it is mine", "To sign second"),
        gettext_lazy("The community finds that the demand cannot be met; confirm it or decline"),
        Action.CONFIRM_MARK,
        _marks_to_sign,
        5,
    ),
    Queue(
        "look",
        pgettext_lazy("why it is mine", "To look at again"),
        gettext_lazy("The reporter asks the district for a second look"),
        Action.KEEP_MARK,
        _marks_to_look_at,
        6,
    ),
    Queue(
        "close",
        pgettext_lazy("why it is mine", "To close"),
        gettext_lazy("Verified on the spot; tell the reporter and close"),
        Action.CLOSE,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.VERIFIED),
        3,
    ),
    Queue(
        "accept",
        pgettext_lazy("why it is mine", "To accept"),
        gettext_lazy("Sent to your unit; accept it, or dispute it on a named ground"),
        Action.ACCEPT,
        lambda actor: _units(actor) & Q(state=State.DISPATCHED),
        7,
    ),
    Queue(
        "handle",
        pgettext_lazy("why it is mine", "We are on it"),
        gettext_lazy("Accepted by your unit; report it when it is done"),
        Action.HAND_IN,
        lambda actor: _units(actor) & Q(state=State.HANDLING),
        4,
    ),
    Queue(
        "resume",
        pgettext_lazy("why it is mine", "Suspended"),
        gettext_lazy("Suspended with approval; resume it when the reason is gone"),
        Action.RESUME,
        lambda actor: _here(actor, Role.COMMUNITY_WORKER) & Q(state=State.SUSPENDED),
        1,
    ),
)

BY_KIND = {queue.kind: queue for queue in QUEUES}
Statement = tuple[str, tuple[Any, ...]]
"""SQL and its parameters."""


def _has_any(actor: Actor) -> bool:
    """Can a case wait for this actor at all?"""
    return actor.reach.has_any([*DESK_STAFF, *UNIT_ROLES])


def work_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """The most urgent cases of each queue that waits for this actor; a constant number of queries."""
    if not _has_any(actor):
        return []
    found: dict[int, str] = {}
    for kind, key in _asked(actor, limit):
        found.setdefault(key, kind)
    cases = Case.objects.filter(pk__in=found).for_lines().with_clock() if found else []
    items = [_item(case, BY_KIND[found[case.pk]]) for case in cases]
    return [*order_items(actor, limit), *items, *outside_items(actor, limit), *recall_items(actor, limit)]


def work_counts(actor: Actor) -> dict[str, tuple[str, int]]:
    """How many cases wait in each queue, empty ones left out. One query for the queues, and one for a unit's recalls.

    The queues are counted side by side and not in one pass with filters: so each reads the few open rows of its own
    index, and what was closed in all the years is never touched.
    """
    if not _has_any(actor):
        return {}
    counts = dict(_asked(actor, None))
    labels = {queue.kind: str(queue.mine_because) for queue in QUEUES}
    found = {f"case-{kind}": (label, counts[kind]) for kind, label in labels.items() if counts.get(kind)}
    return order_counts(actor) | found | outside_counts(actor) | recall_counts(actor)


_statements: dict[Any, Statement] = {}
MOST_STATEMENTS = 1_000


def _asked(actor: Actor, limit: int | None) -> list[tuple[str, int]]:
    """What the statement of :func:`statement_for` finds. It stands on every page of the console, and to put nine
    queries together costs far more than to ask them: so it is kept for each reader and reach."""
    key = (connection.vendor, actor.pk, actor.reach.grants, limit)
    if key not in _statements:
        if len(_statements) >= MOST_STATEMENTS:
            _statements.clear()
        _statements[key] = statement_for(actor, limit)
    if not _statements[key][0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_statements[key])
        return cursor.fetchall()


def statement_for(actor: Actor, limit: int | None) -> Statement:
    """One statement for all queues: kind and key of the most urgent cases of each, or, without a limit, kind and how
    many there are; empty where nothing can be found. No queue may depend on the present moment: the statement is kept.
    """
    parts = [_most_urgent(queue, actor, limit) if limit else _counted(queue, actor) for queue in QUEUES]
    made = [each for each in parts if each is not None]
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({part}) AS queue_{at}"  # noqa: S608
        for at, (part, _given) in enumerate(made)
    )
    return sql, tuple(value for _part, given in made for value in given)


def _most_urgent(queue: Queue, actor: Actor, limit: int) -> Statement | None:
    rows = _of(queue, actor).values_list("kind", "pk")
    return _statement(rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:limit])


def _counted(queue: Queue, actor: Actor) -> Statement | None:
    return _statement(
        _of(queue, actor).order_by().values("kind").annotate(many=Count("pk")).values_list("kind", "many")
    )


def _of(queue: Queue, actor: Actor) -> Any:
    return Case.objects.filter(queue.condition(actor)).annotate(kind=Value(queue.kind, CharField()))


def _statement(rows: "QuerySet[Case, Any]") -> Statement | None:
    """None if it cannot find anything, such as in the places of somebody who has none."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def _item(case: Case, queue: Queue) -> WorkItem:
    due, suspended = due_of(case), suspended_of(case)
    return WorkItem(
        key=f"case/{case.pk}",
        title=_("%(category)s: %(words)s")
        % {"category": case.version.display_name, "words": mask_words(case.words)[:60]},
        where=" · ".join(filter(None, (case.place.display_name, mask_words(case.address)))),
        kind=f"case-{queue.kind}",
        kind_label=str(queue.mine_because),
        basis=spoken_suspension(suspended) if suspended else str(queue.basis),
        action_label=str(queue.action.label) if queue.action != Action.NOTE else _("Look at it"),
        url=reverse("console-case", args=[case.number]),
        due_at=case.due_at,
        due_because=due.because if due else "",
        light=due.light if due else "none",
        weight=queue.weight + (10 if case.version.is_urgent else 0),
    )
