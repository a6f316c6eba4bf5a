"""Whom each step of a case concerns: called with every entry recorded about a case, in the same transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import Duty, NoticeKind, Spoken, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.reach import holders
from jiayuan.foundation.notify.domain.tell import Said, tell

from .appeal_notices import ACTIONS as APPEAL_ACTIONS
from .appeal_notices import KINDS as APPEAL_KINDS
from .appeal_notices import tell_appeal
from .dispute_rules import pending_dispute
from .domain.escalate import escalate_overdue
from .domain.queries.news import TOLD, spoken_to_neighbour, spoken_to_reporter
from .domain.queries.spoken_acts import spoken_act
from .domain.queries.timeline import OF_PIECES
from .doubt_enums import DoubtKind
from .enums import Action, Escalation, State
from .ledger_words import WORDS
from .lifecycle import BY_ACTION
from .models import Case, Contact
from .order_rules import live_order
from .outside_notices import ACTIONS as OUTSIDE_ACTIONS
from .outside_notices import KINDS as OUTSIDE_KINDS
from .outside_notices import tell_outside
from .rules import UNIT_ROLES

OUT = ("wechat", "sms")
"""To a reporter: WeChat where it is bound, else a text message."""
KIND_FOR_REPORTER = {
    Action.FILE: "cases.filed",
    Action.REJECT: "cases.rejected",
    Action.CLOSE: "cases.closed",
    Action.MERGE: "cases.merged",
    Action.CONFIRM_MARK: "cases.answered",
    Action.KEEP_MARK: "cases.answered",
    Action.LIFT_MARK: "cases.answered",
}
PROGRESS = "cases.progress"
BY_NUMBER = "number"
"""In the address of a case: it was sent to a number without an account, whose owner proves it by a code."""
DOUBT = "doubt"
"""A sign to look twice. Most can wait in the inbox; told is what somebody reported again."""


def _link_of(notice: Any) -> str:
    """Whoever has no account yet is asked for the code that opens what was reported with the number."""
    return notice.url if notice.person_id is not None else f"{notice.url}?{BY_NUMBER}=1"


KINDS: tuple[NoticeKind, ...] = (
    NoticeKind(
        "cases.filed", gettext_lazy("My report was taken up"), gettext_lazy("And who looks after it"), OUT,
        link=_link_of,
    ),
    NoticeKind(
        "cases.rejected", gettext_lazy("My report was not taken up"), gettext_lazy("And why"), OUT,
        link=_link_of,
    ),
    NoticeKind(
        "cases.closed", gettext_lazy("My report is closed"), gettext_lazy("With a link to rate what was done"), OUT,
        link=_link_of,
    ),
    NoticeKind(
        "cases.answered", gettext_lazy("What I ask for cannot be met"),
        gettext_lazy("Why, what I can do, and what a second look found"), OUT, link=_link_of,
    ),
    NoticeKind(
        "cases.merged", gettext_lazy("My report goes on with another"), gettext_lazy("Several told of the same"), OUT,
        link=_link_of,
    ),
    NoticeKind(PROGRESS, gettext_lazy("Steps in between"), gettext_lazy("Sent to a unit, done, verified")),
    NoticeKind(
        "cases.assigned", gettext_lazy("Sent to my unit"), gettext_lazy("Accept it, or dispute it on a named ground"),
        ("wechat",), for_roles=UNIT_ROLES,
    ),
    NoticeKind(
        "cases.returned", gettext_lazy("Comes back"),
        gettext_lazy("Disputed by the unit, not done after all, reopened, or no longer merged"), ("wechat",),
        for_roles=(*DESK_STAFF, *UNIT_ROLES),
    ),
    NoticeKind(
        "cases.decided", gettext_lazy("My request was decided"),
        gettext_lazy("For more time, to suspend, or that it is not ours"), ("wechat",), for_roles=UNIT_ROLES,
    ),
    NoticeKind(
        "cases.piece_over", gettext_lazy("A part of my case"),
        gettext_lazy("Done, not taken up, or opened again by another unit"), for_roles=(*DESK_STAFF, *UNIT_ROLES),
    ),
    NoticeKind(
        "cases.to_sign", gettext_lazy("Waits for my signature"),
        gettext_lazy("A demand that cannot be met, or a second look at one"), ("wechat",),
        for_roles=(Role.STREET_OFFICER, Role.DISTRICT_OFFICER),
    ),
    NoticeKind(
        "cases.ordered", gettext_lazy("A supervision order for us"),
        gettext_lazy("To be answered in time, returned, or settled"), ("wechat",),
        for_roles=(Role.COMMUNITY_WORKER, *UNIT_ROLES),
    ),
    NoticeKind(
        "cases.order_answered", gettext_lazy("My supervision order was answered"),
        gettext_lazy("Accept the answer or return it"), ("wechat",),
        for_roles=(Role.STREET_OFFICER, Role.DISTRICT_OFFICER),
    ),
    NoticeKind(
        "cases.doubted", gettext_lazy("Closed, and reported again"),
        gettext_lazy("A case of my street that may have been closed on paper only"), ("wechat",),
        for_roles=(Role.STREET_OFFICER,),
    ),
    NoticeKind(
        "cases.escalated", gettext_lazy("Raised to me"), gettext_lazy("A case that is late"), ("wechat",),
        for_roles=(Role.STREET_OFFICER, Role.DISTRICT_OFFICER),
    ),
)  # fmt: skip


def _unit(case: Case) -> Sequence[Any]:
    return holders(*UNIT_ROLES, organisation=case.unit_id) if case.unit_id else []


def _desk(case: Case) -> Sequence[Any]:
    return holders(Role.COMMUNITY_WORKER, around=case.place_id)


def _handler(case: Case) -> Sequence[Any]:
    return [case.handler] if case.handler else []


def _street(case: Case) -> Sequence[Any]:
    return holders(Role.STREET_OFFICER, around=case.place_id)


def _district(case: Case) -> Sequence[Any]:
    return holders(Role.DISTRICT_OFFICER, around=case.place_id)


def _leaders(case: Case) -> Sequence[Any]:
    """Who goes on when a part is over: whoever handles the case that leads, its unit, or the desk."""
    return _handler(case) or _unit(case) or _desk(case)


def _above(case: Case) -> Sequence[Any]:
    return _district(case) if case.escalation == Escalation.DISTRICT else _street(case)


def _adjudicators(case: Case) -> Sequence[Any]:
    dispute = pending_dispute(case)
    return _street(case) if dispute is not None and dispute.for_street else [*_desk(case), *_street(case)]


def _asker(case: Case) -> Sequence[Any]:
    """Who asked what was decided last."""
    asked = case.requests.exclude(decided_by=None).order_by("-decided_at", "-pk").first()
    return [asked.asked_by] if asked is not None else []


def _newly_sent_to(case: Case) -> Sequence[Any]:
    return _unit(case) if case.state == State.DISPATCHED else []


def _answerers(case: Case) -> Sequence[Any]:
    """Who owes the answer to a supervision order."""
    return _unit(case) or _desk(case)


def _issuers(case: Case) -> Sequence[Any]:
    order = live_order(case)
    return [order.issued_by] if order is not None else []


STAFF: dict[str, tuple[tuple[str, Callable[[Case], Sequence[Any]]], ...]] = {
    Action.DISPATCH: (("cases.assigned", _unit),),
    Action.DISPUTE: (("cases.returned", _adjudicators),),
    Action.REOPEN: (("cases.returned", _desk),),
    Action.UNMERGE: (("cases.returned", _unit),),
    Action.FAIL: (("cases.returned", _handler),),
    Action.APPROVE: (("cases.decided", _asker), ("cases.assigned", _newly_sent_to)),
    Action.DECLINE: (("cases.decided", _asker),),
    Action.MARK_DEMAND: (("cases.to_sign", _street),),
    Action.ASK_SECOND_LOOK: (("cases.to_sign", _district),),
    Action.ISSUE_ORDER: (("cases.ordered", _answerers),),
    Action.RETURN_ANSWER: (("cases.ordered", _answerers),),
    Action.ACCEPT_ANSWER: (("cases.ordered", _answerers),),
    Action.WITHDRAW_ORDER: (("cases.ordered", _answerers),),
    Action.ANSWER_ORDER: (("cases.order_answered", _issuers),),
    **dict.fromkeys(OF_PIECES, (("cases.piece_over", _leaders),)),
    "order_late": (("cases.escalated", _district),),
    "escalate": (("cases.escalated", _above),),
    DOUBT: (("cases.doubted", _street),),
}
"""Action of the entry -> kinds of notice, and who among the staff is told each."""


def tell_of(entry: Entry) -> None:
    """Tell the reporter and the staff whom this entry concerns; most concern nobody, and cost nothing."""
    action = entry.action.removeprefix("cases.")
    if action in OUTSIDE_ACTIONS:
        tell_outside(entry, action)
        return
    if action in APPEAL_ACTIONS and entry.source != Source.DEMO:
        tell_appeal(entry, action)
        return
    if entry.source == Source.DEMO or not (action in TOLD or action in STAFF):
        return
    if action == DOUBT and entry.payload["after"]["kind"] != DoubtKind.AGAIN:
        return
    rows = Case.objects.select_related("version", "reporter", "handler")
    case = rows.filter(pk=entry.stream_id.partition("/")[2]).first()
    if case is None:
        return
    if action in TOLD:
        _tell_reporter(case, entry, Action(action))
        _tell_neighbours(case, entry, Action(action))
    for kind, whom in STAFF.get(action, ()):
        urgent = case.version.is_urgent
        tell(
            kind, entry=entry, say=lambda: _to_staff(case, entry, action), people=whom(case), is_urgent=urgent
        )


def _tell_reporter(case: Case, entry: Entry, action: Action) -> None:
    if entry.payload["after"].get("role") == "reporter" or spoken_to_reporter(case, entry) is None:
        return
    kind = KIND_FOR_REPORTER.get(action, PROGRESS)
    if case.reporter is not None:
        tell(kind, entry=entry, say=lambda: _to_reporter(case, entry), people=[case.reporter])
    elif kind != PROGRESS:
        phones = Contact.objects.filter(case=case).values_list("phone", flat=True)
        tell(kind, entry=entry, say=lambda: _to_reporter(case, entry), phones=phones)


def _tell_neighbours(case: Case, entry: Entry, action: Action) -> None:
    """One repair tells everyone: those who joined hear what the reporter hears, without what is private."""
    spoken = spoken_to_neighbour(case, entry)
    joinings = list(case.joinings.select_related("person")) if spoken is not None else []
    if not joinings:
        return
    kind = KIND_FOR_REPORTER.get(action, PROGRESS)
    phones = [each.phone for each in joinings if each.person is None]
    tell(
        kind,
        entry=entry,
        say=lambda: _to_neighbour(case, entry),
        people=[each.person for each in joinings if each.person is not None],
        phones=phones if kind != PROGRESS else (),
    )


def _to_neighbour(case: Case, entry: Entry) -> Said:
    spoken = spoken_to_neighbour(case, entry)
    assert spoken is not None  # noqa: S101 asked before
    return _said(case, spoken)


def _said(case: Case, spoken: Spoken) -> Said:
    return Said(
        spoken.title, spoken.words, spoken.url, {"number": case.number, "matter": case.version.display_name}
    )


def _to_reporter(case: Case, entry: Entry) -> Said:
    """The words of the messages page. The link shows as much of the case as whoever opens it may see."""
    spoken = spoken_to_reporter(case, entry)
    assert spoken is not None  # noqa: S101 asked before
    return _said(case, spoken)


def _to_staff(case: Case, entry: Entry, action: str) -> Said:
    done: Any = spoken_act(entry, {}) if action in (*Action.values, *OF_PIECES, DOUBT) else ""
    if not done:
        done = BY_ACTION[Action(action)].done if action in Action.values else WORDS.actions[entry.action]
    title = _("%(what)s: %(done)s") % {"what": case.version.display_name, "done": done}
    words = mask_words(entry.payload["after"].get("words", ""))
    params = {"number": case.number, "matter": case.version.display_name}
    return Said(title, words, reverse("console-case", args=[case.number]), params)


def announce() -> None:
    for kind in (*KINDS, *OUTSIDE_KINDS, *APPEAL_KINDS):
        registers.notices.add(kind.name, kind)
    registers.after_record.add("case", tell_of)
    late = Duty("cases escalate", gettext_lazy("Raise cases that are late"), 60, escalate_overdue, 900)
    registers.duties.add(late.name, late)
