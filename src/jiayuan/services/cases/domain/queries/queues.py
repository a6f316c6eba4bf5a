"""For which reasons a case waits for whom, and what the inbox says of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import COMMUNITY_STAFF, OFFICERS, Role
from jiayuan.foundation.common.addresses import kept_address
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.prepared import Slots, asked_in_parts
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import Action, Escalation, MarkState, Part, RequestKind, RequestState, State
from ...models import Case, CasePart, DemandMark, Request
from ...rules import UNIT_ROLES
from .clock import with_clocks
from .due import due_of, spoken_suspension, suspended_of
from .waiting import Waiting


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


def _of_cases_here(rows: "QuerySet[Any]", actor: Actor, *roles: Role) -> Q:
    """The cases of ``rows`` in the places where the actor holds one of ``roles``. What waits is few and is looked for
    first: with the place asked of the cases, SQLite walks through all that were ever reported there."""
    here = inside(actor.reach.paths_for(*roles), field="case__place_id")
    return Q(pk__in=rows.filter(here).values("case_id"))


def _asked_by_others(actor: Actor) -> Q:
    asked = Request.objects.filter(state=RequestState.PENDING).exclude(asked_by_id=actor.pk)
    others = asked.exclude(kind=RequestKind.DISPUTE)
    return _of_cases_here(others, actor, Role.COMMUNITY_WORKER, Role.STREET_OFFICER)


def _disputes(actor: Actor) -> Q:
    """Not by whoever sent the case; what is disputed again, by the street alone."""
    asked = Request.objects.filter(state=RequestState.PENDING, kind=RequestKind.DISPUTE)
    asked = asked.exclude(asked_by_id=actor.pk).exclude(case__dispatched_by_id=actor.pk)
    community = _of_cases_here(asked.filter(for_street=False), actor, Role.COMMUNITY_WORKER)
    return community | _of_cases_here(asked, actor, Role.STREET_OFFICER)


def _marks_to_sign(actor: Actor) -> Q:
    proposed = DemandMark.objects.filter(state=MarkState.PROPOSED).exclude(proposed_by_id=actor.pk)
    return _of_cases_here(proposed, actor, *OFFICERS)


def _marks_to_look_at(actor: Actor) -> Q:
    asked = DemandMark.objects.in_force().filter(look_asked_at__isnull=False, looked_at=None)
    fresh = asked.exclude(proposed_by_id=actor.pk).exclude(decided_by_id=actor.pk)
    return _of_cases_here(fresh, actor, Role.DISTRICT_OFFICER)


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

BY_KIND = {f"case-{queue.kind}": queue for queue in QUEUES}


def _rows(actor: Actor) -> "Iterator[tuple[str, QuerySet[Case]]]":
    for kind, queue in BY_KIND.items():
        rows = Case.objects.filter(queue.condition(actor))
        yield kind, rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def _items(_actor: Actor, found: Mapping[int, str]) -> Sequence[WorkItem]:
    cases = asked_in_parts("inbox lines", _lines, "keys", list(found))
    said = {kind: _Said(BY_KIND[kind]) for kind in set(found.values())}
    return [_item(case, said[found[case.pk]]) for case in with_clocks(cases)]


def _lines(many: int) -> "QuerySet[Case]":
    return Case.objects.filter(pk__in=Slots("keys", Case, "pk", many)).for_lines()


class _Said:
    """A queue in the reader's language, put into words once for all its lines."""

    def __init__(self, queue: Queue) -> None:
        self.kind, self.weight = f"case-{queue.kind}", queue.weight
        self.because, self.basis = str(queue.mine_because), str(queue.basis)
        self.action = str(queue.action.label) if queue.action != Action.NOTE else _("Look at it")
        self.title = _("%(category)s: %(words)s")


def _item(case: Case, said: _Said) -> WorkItem:
    due, suspended = due_of(case), suspended_of(case)
    return WorkItem(
        key=f"case/{case.pk}",
        title=said.title % {"category": case.version.display_name, "words": mask_words(case.words)[:60]},
        where=" · ".join(filter(None, (case.place.display_name, mask_words(case.address)))),
        kind=said.kind,
        kind_label=said.because,
        basis=spoken_suspension(suspended) if suspended else said.basis,
        action_label=said.action,
        url=kept_address("console-case", case.number),
        due_at=case.due_at,
        due_because=due.because if due else "",
        light=due.light if due else "none",
        weight=said.weight + (10 if case.version.is_urgent else 0),
    )


CASES = Waiting({kind: queue.mine_because for kind, queue in BY_KIND.items()}, _rows, _items)
