"""The ten working days for hours: leader and office are told two working days before the end, and at it.

The leader is told while hours wait to be marked, the office while they wait to be confirmed: each what they can do.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.reach import holders
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person
from jiayuan.services.gatherings.models import Session, SignUp

from ..hour_enums import ClaimState
from ..models import HourClaim, HourNotice
from ..week_enums import HourStage

KIND = "volunteering.hours"
BEFORE = Term(2, TermUnit.WORKING_DAYS)
OPEN = (ClaimState.PREPARED, ClaimState.MARKED)
AT_ONCE = 500


def remind_of_hours() -> int:
    """Once a session and stage; how many notices of a stage were written, at most :data:`AT_ONCE`."""
    moment = now()
    rows = HourClaim.objects.filter(state__in=OPEN, confirm_by__lte=deadline(moment, BEFORE))
    due = rows.order_by().values_list("session").annotate(due=Min("confirm_by")).order_by("due", "session")
    told = set(
        HourNotice.objects.filter(session__hour_claims__state__in=OPEN).values_list("session", "stage")
    )
    count = 0
    for session, until in due:
        if count >= AT_ONCE:
            break
        stage = HourStage.OVER if until < moment else HourStage.SOON
        if (session, stage) not in told:
            count += _remind(session, stage, until)
    return count


def _remind(session_id: int, stage: HourStage, until: datetime) -> int:
    try:
        with transaction.atomic():
            HourNotice.objects.create(session_id=session_id, stage=stage)
            _tell(session_id, stage, until)
    except IntegrityError:  # another clock was quicker
        return 0
    return 1


def _tell(session_id: int, stage: HourStage, until: datetime) -> None:
    session = Session.objects.select_related("made_by").get(pk=session_id)
    states = set(HourClaim.objects.filter(session=session, state__in=OPEN).values_list("state", flat=True))
    people: list[Person] = []
    if ClaimState.MARKED in states or stage == HourStage.OVER:
        people = [*people, *holders(Role.COMMUNITY_WORKER, around=session.place_id)]
    if stage == HourStage.OVER:
        people = [*people, *holders(Role.STREET_OFFICER, around=session.place_id)]
    leaders = leaders_of(session) if ClaimState.PREPARED in states else []
    entry = record(
        session.stream,
        "volunteering.hours_due",
        after={"stage": str(stage), "until": until.isoformat()},
        place_path=session.place_id,
    )
    office = reverse("console-hours-session", args=[session.pk])
    tell(KIND, entry=entry, people=people, say=lambda: _said(session, stage, until, office))
    # After the office: who is told there is not told again; a leader may have no desk, but has a phone.
    phone = reverse("volunteering-marking", args=[session.pk])
    tell(KIND, entry=entry, people=leaders, say=lambda: _said(session, stage, until, phone))


def leaders_of(session: Session) -> list[Person]:
    """Who has a seat that leads, and who planned it."""
    rows = SignUp.objects.leading().filter(session=session, person__isnull=False).select_related("person")
    found: dict[Any, Any] = {each.person_id: each.person for each in rows}
    if session.made_by is not None:
        found.setdefault(session.made_by_id, session.made_by)
    return list(found.values())


def _said(session: Session, stage: HourStage, until: datetime, address: str) -> Said:
    said = {"title": session.display_title, "when": moment_in_full(until)}
    if stage == HourStage.OVER:
        title = _("Hours of “%(title)s” are overdue since %(when)s") % said
    else:
        title = _("Hours of “%(title)s” are due %(when)s") % said
    words = _("Volunteers wait for them: mark them if you led it, confirm them if you did not.")
    return Said(title, words, address, {"matter": session.display_title})
