"""The gatherings' chapter: Friday hours of the past weeks and of this one, and a few evenings besides."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.people.models import Person

from ..domain.drafts import AboutDraft, RoleDraft, SessionDraft
from ..domain.feedback import rate_session
from ..domain.generate import generate_sessions
from ..domain.leave import cancel_sign_up
from ..domain.material import list_material, promise
from ..domain.move_up import move_up
from ..domain.perform import perform_action
from ..domain.plan import plan_session
from ..domain.presence import check_by_host
from ..domain.series import SeriesDraft, plan_series
from ..domain.sign_up import SignUpDraft, sign_up
from ..domain.walk_ins import add_walk_in
from ..enums import TAKING_PEOPLE, Action, SignUpState, State, Way
from ..kinds import kind_of
from ..models import Series, Session, SignUp
from .texts import EVENINGS, HOURS, MATERIAL, WALK_INS, WORDS
from .wall import tell_wall

COMMUNITIES, WEEKS = 4, 2
SEATS, CROWD = 8, 24
FRIDAY, SIX = 4, time(18)
HOUR_KIND, ANY_KIND = "charity_hour", "meeting"
"""What the Fridays are, if a module brought it; else get-togethers like any other."""
HOUR = timedelta(hours=1)


def tell_gatherings(context: DemoContext) -> None:
    """Everything through the same doors as in use: planned, published, filled, held, rated."""
    random = context.random("gatherings")
    hosts = _hosts(context)[: 1 if context.small else COMMUNITIES]
    context.progress(_("Gatherings: %(count)s communities") % {"count": len(hosts)})
    crowds = _crowds([path for path, _worker in hosts], random)
    for number, (path, worker) in enumerate(hosts):
        corner = Corner(path, worker, crowds[path], number, random)
        _fridays(context, corner)
        _evening(context, corner)
        context.pulse()


@dataclass(frozen=True)
class Corner:
    """One community: who hosts there, and who comes."""

    path: str
    worker: Actor
    crowd: list[Actor]
    number: int
    random: Random


def _hosts(context: DemoContext) -> list[tuple[str, Actor]]:
    """(community, who works there): first where the demonstration's own accounts work and live."""
    grants = RoleGrant.objects.in_force().filter(role=Role.COMMUNITY_WORKER).select_related("person")
    workers: dict[str, Actor] = {}
    for grant in grants.order_by("place_id", "pk"):
        workers.setdefault(grant.place_id, Actor(person=grant.person))
    own = {person.pk for person in context.people.values()}
    homes = {str(person.home_place_id)[:12] for person in context.people.values() if person.home_place_id}
    return sorted(workers.items(), key=lambda each: (each[1].pk not in own, each[0] not in homes, each[0]))


def _crowds(paths: list[str], random: Random) -> dict[str, list[Actor]]:
    """Who comes where: neighbours first, and nobody to two places, for the Fridays are at the same time."""
    people = list(Person.objects.filter(is_demo=True).exclude(home_place=None).order_by("pk")[:400])
    shuffled = sorted(people, key=lambda _each: random.random())
    crowds: dict[str, list[Actor]] = {}
    for path in paths:
        shuffled.sort(key=lambda each, path=path: not str(each.home_place_id).startswith(path))  # type: ignore[misc]
        crowds[path] = [Actor(person=each) for each in shuffled[:CROWD]]
        shuffled = shuffled[CROWD:]
    return crowds


def _fridays(context: DemoContext, corner: Corner) -> None:
    """A series that began some weeks ago; the week to come is published and filling."""
    began, worker = context.now - timedelta(weeks=WEEKS), corner.worker
    title, title_en, where, words = HOURS[corner.number % len(HOURS)]
    roles = [RoleDraft("参加者", SEATS, "Participants"), RoleDraft("领队", 1, "Leader", leads=True)]
    kind = HOUR_KIND if kind_of(HOUR_KIND) else ANY_KIND
    about = AboutDraft(
        kind, corner.path, title, roles, title_en=title_en, where=where, words=words, is_demo=True
    )
    with at(began):
        first_on = localtime(began).date()
        series = plan_series(
            SeriesDraft(about, "FREQ=WEEKLY;BYDAY=FR", first_on, SIX, 60, weeks_ahead=1), by=worker
        )
    for week in range(WEEKS + 1):
        with at(min(began + timedelta(weeks=week), context.now)):
            generate_sessions(series.pk)
            _publish(series, worker)
            crowd = corner.crowd[: SEATS + 1 + (corner.number + week) % 3]
            _fill(series, crowd, worker, corner.random)
        _hold(series, worker, context.now, corner.random)
    with at(context.now):
        coming = Session.objects.filter(series=series, state=State.PUBLISHED).first()
        if coming is not None:
            _needed(coming, worker, corner.crowd)
        _offer_one(series)


def _publish(series: Series, worker: Actor) -> None:
    for session in Session.objects.filter(series=series, state=State.DRAFT).order_by("starts_at"):
        perform_action(session.pk, Action.PUBLISH, by=worker)


def _fill(series: Series, crowd: list[Actor], worker: Actor, random: Random) -> None:
    for session in Session.objects.filter(series=series, state=State.PUBLISHED):
        here = crowd[:]
        random.shuffle(here)
        plain, leading = session.roles.order_by("pk")
        offered = sign_up(SignUpDraft(leading.pk), by=here.pop()).rows[0]
        move_up(offered.pk, by=worker)
        for who in here:
            sign_up(SignUpDraft(plain.pk), by=who)


def _hold(series: Series, worker: Actor, now: datetime, random: Random) -> None:
    """What lies behind is held: who came is checked in and out by the host, somebody comes unannounced, some rate."""
    for session in Session.objects.filter(series=series, state__in=TAKING_PEOPLE, ends_at__lt=now - HOUR * 3):
        rows = list(SignUp.objects.filter(session=session, state=SignUpState.HELD).order_by("pk"))
        with at(session.starts_at + timedelta(minutes=2)):
            perform_action(session.pk, Action.OPEN, by=worker)
            came = [row for row in rows if random.random() < 0.9]
            guest = add_walk_in(session.pk, name=random.choice(WALK_INS), by=worker)
            for row in [*came, guest]:
                check_by_host(row.pk, Way.IN, by=worker)
        with at(session.ends_at + timedelta(minutes=3)):
            for row in [*came, guest]:
                check_by_host(row.pk, Way.OUT, by=worker, at=session.ends_at)
            closed = perform_action(session.pk, Action.CLOSE, by=worker)
            for row in came[:3]:
                words = random.choice(WORDS)
                rate_session(closed, score=random.choice((5, 5, 4)), words=words, by=Actor(person=row.person))


def _offer_one(series: Series) -> None:
    """Somebody cancels in the week to come, so that a seat is offered to who waits."""
    coming = Session.objects.filter(series=series, state=State.PUBLISHED).first()
    if coming is None:
        return
    holding = (
        SignUp.objects.filter(session=coming, state=SignUpState.HELD, role__leads=False)
        .order_by("pk")
        .first()
    )
    if holding is not None:
        cancel_sign_up(holding.pk, by=Actor(person=holding.person))


def _needed(session: Session, worker: Actor, crowd: list[Actor]) -> None:
    """Some things are wanted; one neighbour brings some of them."""
    list_material(session.pk, MATERIAL, by=worker)
    promise(session.material.order_by("pk")[0].pk, 2, by=crowd[0])


def _evening(context: DemoContext, corner: Corner) -> None:
    """One evening of another kind each: taking place now, called off, still being prepared, soon, with a group."""
    number, worker, crowd = corner.number, corner.worker, corner.crowd
    title, title_en, where, words, seats = EVENINGS[number % len(EVENINGS)]
    about = AboutDraft(
        ANY_KIND, corner.path, title, [RoleDraft("听众", seats, "Audience")], title_en=title_en, where=where,
        words=words, is_demo=True,
    )  # fmt: skip
    tonight = localtime(context.now).replace(hour=19, minute=30, second=0, microsecond=0)
    starts_at = context.now - timedelta(minutes=20) if number == 0 else tonight + timedelta(days=1 + number)
    with at(context.now - timedelta(days=2)):
        session = plan_session(SessionDraft(about, starts_at, starts_at + HOUR * 2), by=worker)
        if number == 3:
            return
        perform_action(session.pk, Action.PUBLISH, by=worker)
        role = session.roles.get()
        for who in crowd[-6:]:
            sign_up(SignUpDraft(role.pk), by=who)
        sign_up(SignUpDraft(role.pk, companions=("小李", "小王")), by=crowd[-7])
    if number == 2:
        with at(context.now - HOUR):
            perform_action(session.pk, Action.CANCEL, by=worker, words="讲师临时有事，另行通知")
    if number == 0:
        with at(starts_at + timedelta(minutes=1)):
            perform_action(session.pk, Action.OPEN, by=worker)
            for row in SignUp.objects.filter(session=session, state=SignUpState.HELD).order_by("pk")[:4]:
                check_by_host(row.pk, Way.IN, by=worker)
        with at(context.now):
            tell_wall(session, worker, corner.random)
