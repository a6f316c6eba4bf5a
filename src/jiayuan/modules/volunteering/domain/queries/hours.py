"""Reading hours, claims, corrections and certificates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.counted import Counted, Rows
from jiayuan.foundation.common.prepared import prepared_for
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.paths import inside
from jiayuan.services.gatherings.enums import OVER, PresenceState
from jiayuan.services.gatherings.models import Presence, Session, SignUp

from ...hour_enums import ClaimState, CorrectionState, HourKind
from ...models import Correction, HourClaim, HourEntry
from ...rules import KEEPERS
from ..claims import CONFIRM_TERM

KIND, MARK_KIND, CORRECTION_KIND = "hours", "hours-mark", "hours-correction"
VOUCH_DAYS = 14


@dataclass(frozen=True)
class Waiting:
    """A session whose hours wait to be confirmed."""

    session: Session
    count: int
    minutes: int
    due_at: datetime
    light: str
    because: str


def sessions_to_confirm(actor: Actor, limit: int = 100) -> list[Waiting]:
    """Of the places this actor keeps, the most urgent first; not what they marked themselves. Two queries, one where
    nothing waits."""
    known_by = ("hours to confirm", actor.pk, actor.reach.grants, limit)
    found = prepared_for(known_by, lambda: _by_session(actor, limit)).rows()
    if not found:
        return []
    sessions = Session.objects.for_lines().in_bulk([each["session"] for each in found])
    return [_waiting(sessions[each["session"]], each) for each in found]


def _claims_to_confirm(actor: Actor) -> "QuerySet[HourClaim]":
    here = inside(actor.reach.paths_for(*KEEPERS), field="session__place_id")
    rows = HourClaim.objects.marked().filter(here)
    return rows.exclude(marked_by_id=actor.pk).exclude(person_id=actor.pk)


def _by_session(actor: Actor, limit: int) -> Any:
    rows = _claims_to_confirm(actor).order_by().values("session")
    told = rows.annotate(count=Count("pk"), sum=Sum("minutes"), due=Min("confirm_by"))
    return told.order_by("due", "session")[:limit]


def _waiting(session: Session, row: Any) -> Waiting:
    return Waiting(
        session, row["count"], row["sum"], row["due"], light(session.ends_at, row["due"]),
        explain(session.ends_at, CONFIRM_TERM),
    )  # fmt: skip


def sessions_to_mark(actor: Actor, limit: int = 50) -> list[Any]:
    """Sessions that this actor runs, over, with hours that nobody marked yet. One query."""
    rows = Session.objects.hosted_by(actor).filter(state__in=OVER).for_lines()
    prepared = Count("hour_claims", filter=Q(hour_claims__state=ClaimState.PREPARED))
    return list(rows.annotate(prepared=prepared).filter(prepared__gt=0).order_by("ends_at", "pk")[:limit])


def led_to_mark(person: Person, limit: int = 20) -> list[Any]:
    """Sessions that this person led by a seat, over, with hours that nobody marked yet. One query."""
    led = SignUp.objects.leading().filter(person=person)
    rows = Session.objects.filter(pk__in=led.values("session"), state__in=OVER).for_lines()
    prepared = Count("hour_claims", filter=Q(hour_claims__state=ClaimState.PREPARED))
    return list(rows.annotate(prepared=prepared).filter(prepared__gt=0).order_by("ends_at", "pk")[:limit])


def open_hours_of(session: Session) -> int:
    """How many wait for whoever led it. One query."""
    return HourClaim.objects.filter(session=session, state=ClaimState.PREPARED).count()


def not_checked_out(session: Session) -> int:
    """Who came, and nobody knows when they left. One query."""
    rows = Presence.objects.filter(sign_up__session=session, state=PresenceState.SURE, out_at=None)
    return rows.count()


def corrections_to_decide(actor: Actor) -> Any:
    here = inside(actor.reach.paths_for(*KEEPERS), field="entry__place_id")
    rows = Correction.objects.filter(here, state=CorrectionState.ASKED).exclude(asked_by_id=actor.pk)
    found = rows.exclude(entry__person_id=actor.pk).select_related(
        "entry__person", "entry__place", "asked_by"
    )
    return found.defer("entry__place__boundary").order_by("pk")


def claims_of(session: Session) -> list[HourClaim]:
    rows = session.hour_claims.select_related("person", "marked_by", "decided_by", "presence")
    return list(rows.order_by("state", "person__name", "pk"))


def hours_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """For the inbox: hours to mark and to confirm by session, then corrections. Three queries, two if none wait."""
    if not actor.reach.has_any(DESK_STAFF):
        return []
    found = list(
        (_claims_to_mark(actor) | _claims_to_confirm(actor)).order_by().values("session", "state")
        .annotate(count=Count("pk"), sum=Sum("minutes"), due=Min("confirm_by")).order_by("due", "session")[:limit]
    )  # fmt: skip
    sessions = Session.objects.for_lines().in_bulk([each["session"] for each in found]) if found else {}
    items = [_item(_waiting(sessions[each["session"]], each), each["state"]) for each in found]
    if not actor.reach.has_any(KEEPERS):
        return items
    known_by = ("corrections to decide", actor.pk, actor.reach.grants, limit)
    corrections = prepared_for(known_by, lambda: corrections_to_decide(actor)[:limit]).rows()
    return [*items, *(_correction_item(each) for each in corrections)]


def _claims_to_mark(actor: Actor) -> QuerySet[HourClaim]:
    """Of sessions that are over, in the places where this actor runs them."""
    run = inside(actor.reach.paths_for(*DESK_STAFF), field="session__place_id")
    return HourClaim.objects.filter(run, state=ClaimState.PREPARED, session__state__in=OVER)


def _item(each: Waiting, state: str) -> WorkItem:
    session, is_mine = each.session, state == ClaimState.PREPARED
    said = ngettext("%(count)s volunteer", "%(count)s volunteers", each.count) % {"count": each.count}
    basis = (
        _("Over; whoever led it says what was done and whether it counts.")
        if is_mine
        else _("Marked by the leader; the community confirms, never the same person.")
    )
    return WorkItem(
        key=f"hours/{session.pk}/{state}", title=_("Hours of “%(title)s”") % {"title": session.display_title},
        where=" · ".join((str(session.place), said)), kind=MARK_KIND if is_mine else KIND,
        kind_label=_("Hours to mark") if is_mine else _("Hours to confirm"), basis=basis,
        action_label=_("Look and mark") if is_mine else _("Look and confirm"),
        url=reverse("console-hours-session", args=[session.pk]), due_at=each.due_at,
        due_because=each.because, light=each.light, weight=4 + 3 * (each.due_at < now()),
    )  # fmt: skip


def _correction_item(each: Correction) -> WorkItem:
    return WorkItem(
        key=f"hours-correction/{each.pk}", title=_("Correction of hours: %(words)s") % {"words": each.words},
        where=" · ".join((str(each.entry.place), str(each.entry.person))), kind=CORRECTION_KIND,
        kind_label=_("Corrections of hours"), basis=_("Asked for by one, decided by another."),
        action_label=_("Look and decide"), url=reverse("console-hours"), weight=3,
    )  # fmt: skip


def _to_count(actor: Actor) -> Iterator[Rows]:
    if actor.reach.has_any(DESK_STAFF):
        yield MARK_KIND, Session.objects.filter(pk__in=_claims_to_mark(actor).values("session"))
    if actor.reach.has_any(KEEPERS):
        yield KIND, Session.objects.filter(pk__in=_claims_to_confirm(actor).values("session"))
        yield CORRECTION_KIND, corrections_to_decide(actor)


hours_counts = Counted(
    {
        MARK_KIND: gettext_lazy("Hours to mark"), KIND: gettext_lazy("Hours to confirm"),
        CORRECTION_KIND: gettext_lazy("Corrections of hours"),
    },
    _to_count,
)  # fmt: skip
"""Sessions and corrections that wait."""


def entries_of(person: Person) -> Any:
    """Everything written down for a person, with its place and whether it was reversed."""
    rows = HourEntry.objects.filter(person=person).select_related("place", "organisation", "reversal")
    return rows.defer("place__boundary").prefetch_related("corrections")


def training_of(person: Person) -> int:
    """Minutes of training, which never enter the sum of service."""
    rows = HourEntry.objects.filter(person=person, kind=HourKind.TRAINING)
    return int(rows.aggregate(sum=Sum("minutes"))["sum"] or 0)


def waiting_of(person: Person) -> list[HourClaim]:
    """What is on its way, and what was not confirmed lately."""
    lately = now() - timedelta(days=60)
    rows = HourClaim.objects.filter(person=person).exclude(state=ClaimState.CONFIRMED)
    return list(rows.filter(updated_at__gt=lately).select_related("session").order_by("-pk")[:50])


def forgotten_beside(person: Person) -> list[Presence]:
    """Others who were where this person was lately and never checked out; not those of whom they said it. One query."""
    since = now() - timedelta(days=VOUCH_DAYS)
    own = Presence.objects.filter(sign_up__person=person, state=PresenceState.SURE)
    rows = Presence.objects.filter(
        out_at=None, state=PresenceState.SURE, sign_up__session__in=own.values("sign_up__session"),
        sign_up__session__ends_at__range=(since, now()),
    ).exclude(sign_up__person=person).exclude(vouches__witness=person)  # fmt: skip
    return list(rows.select_related("sign_up__person", "sign_up__session").order_by("pk")[:20])
