"""What waits, and what went another way: through the same doors as in use."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.timezone import localtime

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.people.models import Person
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Session, SignUp

from ..domain.claims import confirm_hours, mark_hours, note_late, refuse_hours
from ..domain.corrections import ask_correction, decide_correction
from ..hour_enums import ClaimState
from ..models import HourClaim, HourEntry, Volunteer
from .held import Held, hold
from .history import by_place, fridays, six_o_clock, workers_by_place
from .texts import HELD, SNOW, TIDY

SATURDAY, NINE, FEBRUARY_ENDS, WINTER = 5, time(9), 3, 11
WEEK = timedelta(days=7)


def tell_hours(context: DemoContext, volunteers: Sequence[Volunteer]) -> None:
    """Hours of the past weeks at every step, corrections asked, granted and declined."""
    home = str(context.people["community"].grants.first().place_id)
    own = [each.person for each in by_place(volunteers).get(home, [])]
    _last_weeks(context, home)
    if own:
        _late(context, home, own)
        _last_saturday(context, home, own)
        _corrections(context, home, own)
    with at(context.now):
        note_late()


def _last_weeks(context: DemoContext, home: str) -> None:
    """The week before last is confirmed but for one; of last week the leaders of some places marked, others not yet."""
    workers = workers_by_place()
    rows = Session.objects.filter(kind="charity_hour", state=State.CLOSED, ends_at__lt=context.now)
    for number, session in enumerate(rows.exclude(series=None).order_by("place_id", "starts_at")):
        leading = SignUp.objects.leading().filter(session=session).select_related("person").first()
        is_old = context.now - session.ends_at > WEEK
        if (
            leading is None
            or leading.person is None
            or not (is_old or session.place_id == home or number % 4)
        ):
            continue
        with at(min(session.ends_at + timedelta(hours=2), context.now)):
            mark_hours(session.pk, by=Actor(person=leading.person))
        if is_old:
            with at(min(session.ends_at + timedelta(days=3), context.now)):
                _confirm(session, Actor(person=workers[session.place_id]), refuses=session.place_id == home)


def _confirm(session: Session, office: Actor, *, refuses: bool) -> None:
    marked = HourClaim.objects.marked().filter(session=session).exclude(person_id=office.pk)
    keys = list(marked.order_by("pk").values_list("pk", flat=True))
    if refuses and len(keys) > 1:
        refuse_hours(keys.pop(), reason="当天提前离开，请与领队核对", by=office)
    confirm_hours(keys, by=office)


def _late(context: DemoContext, home: str, own: Sequence[Person]) -> None:
    """A Friday that was marked and then forgotten: its ten working days are over."""
    day = next(fridays(localtime(context.now).date(), small=context.small)) + WEEK
    worker, random = workers_by_place()[home], context.random("hours/late")
    hold(Held(home, six_o_clock(day), HELD[4], own[1:5] or own, worker, random, until=ClaimState.MARKED))


def _last_saturday(context: DemoContext, home: str, own: Sequence[Person]) -> None:
    """Waits for whoever led it; and somebody forgot to check out, whom those beside can help."""
    today = localtime(context.now).date()
    day = today - timedelta(days=(today.weekday() - SATURDAY) % 7 or 7)
    text = SNOW if day.month >= WINTER or day.month < FEBRUARY_ENDS else TIDY
    starts_at = datetime.combine(day, NINE, tzinfo=timezone.get_default_timezone())
    came = [own[-1], *own[:-1][:4]]
    worker, random = workers_by_place()[home], context.random("hours/saturday")
    forgot = 1 if len(came) > 2 else 0
    hold(Held(home, starts_at, text, came, worker, random, until=ClaimState.PREPARED, forgot=forgot))


def _corrections(context: DemoContext, home: str, own: Sequence[Person]) -> None:
    """One waits, one was granted (reversed and written anew), one was declined."""
    office = Actor(person=workers_by_place()[home])
    asked: tuple[tuple[int, str, bool | None], ...] = (
        (-30, "我提前半小时走的，记多了", None),
        (-15, "签退时忘了按，一刻钟前就走了", True),
        (15, "收拾工具又用了一刻钟", False),
    )
    standing = HourEntry.objects.standing().order_by("-starts_at")
    latest = [(person, standing.filter(person=person).first()) for person in own]
    known = [(person, entry) for person, entry in latest if entry is not None]
    for number, ((person, entry), (more, words, granted)) in enumerate(zip(known, asked, strict=False)):
        minutes = entry.minutes + more
        with at(context.now - timedelta(days=5 - number)):
            correction = ask_correction(entry.pk, minutes=minutes, words=words, by=Actor(person=person))
        if granted is not None:
            with at(context.now - timedelta(days=1)):
                reason = "" if granted else "签到表上写的是活动结束就离开，两位邻居也这样说"
                decide_correction(correction.pk, grant=granted, reason=reason, by=office)
