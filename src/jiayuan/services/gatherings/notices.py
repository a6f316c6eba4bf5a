"""Whom each step of a gathering concerns: called with every entry recorded about one, in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.notify.domain.withdraw import withdraw

from .domain.queries.news import TOLD, spoken_of
from .models import Session, SignUp

OUT = ("wechat", "sms")
SEAT, CHANGED, HOST = "gatherings.seat", "gatherings.changed", "gatherings.host"
REMINDER = "gatherings.reminder"
KINDS = (
    NoticeKind(
        SEAT, gettext_lazy("A seat for me"), gettext_lazy("From the waiting list, and until when it is kept"), OUT
    ),
    NoticeKind(
        CHANGED, gettext_lazy("What I signed up for has changed"),
        gettext_lazy("Another time or place, other conditions, or called off"),
        OUT,
    ),
    NoticeKind(
        REMINDER, gettext_lazy("Reminder of what I signed up for"),
        gettext_lazy("Mostly a day and two hours before it begins"), OUT,
    ),
    NoticeKind(HOST, gettext_lazy("My gathering"), gettext_lazy("Somebody cancelled shortly before it"), ("wechat",)),
)  # fmt: skip
KIND_OF = {
    "offer": SEAT,
    "move_up": SEAT,
    "lapse": SEAT,
    "cancel": CHANGED,
    "amend": CHANGED,
    "remind": REMINDER,
    "change_asked": CHANGED,
}
URGENT = ("move_up", "cancel")


def tell_of(entry: Entry) -> None:
    """Tell those who signed up, and the host of who leaves late; most entries concern nobody, and cost nothing."""
    action = entry.action.removeprefix("gatherings.")
    after = (entry.payload or {}).get("after", {})
    is_late = action == "leave" and bool(after.get("late"))
    if entry.source == Source.DEMO:
        return
    _take_back(action, entry, after)
    if not (action in TOLD or is_late):
        return
    session = Session.objects.select_related("place", "made_by").get(pk=entry.stream_id.partition("/")[2])
    if is_late:
        tell(HOST, entry=entry, say=lambda: _to_host(session), people=_hosts(session))
        return
    rows = SignUp.objects.filter(session=session, person__isnull=False).select_related("person")
    rows = rows.live() if action == "amend" else rows.filter(pk__in=after.get("sign_ups", ()))
    concerned = {row.pk: row.person for row in rows if row.person is not None}
    if concerned:
        keys = list(concerned)
        tell(
            KIND_OF[action],
            entry=entry,
            say=lambda: _to_who_comes(session, entry, keys),
            people=list(concerned.values()),
            is_urgent=action in URGENT,
        )


OVER = ("open", "close", "cancel")
"""Nobody needs to be reminded any more."""
MOVED = {"starts_at", "ends_at", "where"}
"""A reminder that still waits says what no longer holds."""
GIVEN_BACK = ("leave", "lapse")


def _take_back(action: str, entry: Entry, after: Mapping[str, Any]) -> None:
    """Reminders that have not left the house (quiet hours, a provider that is down) and are no longer true."""
    if action in OVER or (action == "amend" and MOVED & set(after)):
        withdraw(REMINDER, stream=entry.stream_id)
    elif action in GIVEN_BACK:
        rows = SignUp.objects.filter(pk__in=after.get("sign_ups", ()), person__isnull=False)
        withdraw(REMINDER, stream=entry.stream_id, people=list(rows.values_list("person_id", flat=True)))


def _to_who_comes(session: Session, entry: Entry, own: Sequence[int]) -> Said:
    spoken = spoken_of(session, entry, own)
    assert spoken is not None  # noqa: S101 only what is told comes here
    return Said(spoken.title, spoken.words, spoken.url, {"matter": session.display_title})


def _to_host(session: Session) -> Said:
    title = _("Somebody cancelled: %(what)s") % {"what": session.display_title}
    return Said(title, "", reverse("gathering", args=[session.pk]), {"matter": session.display_title})


def _hosts(session: Session) -> list[Any]:
    leading = SignUp.objects.leading().filter(session=session, person__isnull=False).select_related("person")
    return [*([session.made_by] if session.made_by else []), *(row.person for row in leading)]


def announce() -> None:
    for kind in KINDS:
        registers.notices.add(kind.name, kind)
    registers.after_record.add("gathering", tell_of)
