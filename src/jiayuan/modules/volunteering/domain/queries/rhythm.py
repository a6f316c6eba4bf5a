"""Reading the charity hour of a week, community by community. Six queries, however many communities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import local, when
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.duties.domain.alarm import Standing, standings
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside
from jiayuan.services.gatherings.domain.generate import occurrences
from jiayuan.services.gatherings.enums import SEATED, State
from jiayuan.services.gatherings.models import Presence, Series, Session, SignUp

from ...enums import CHARITY_HOUR
from ...hour_enums import ClaimState
from ...models import HourClaim, WeekNudge
from ...week_enums import FURTHEST, ORDER, UNPUBLISHED, WeekStep
from ..week import Week, week_of
from .activities import amounts_in_words

LOOK_BACK = timedelta(weeks=8)
"""How far back an hour is looked for that could be repeated."""
OPEN = (ClaimState.PREPARED, ClaimState.MARKED)
GENERATOR = "gatherings series"
_STEPS = {
    State.DRAFT: WeekStep.DRAFT, State.PUBLISHED: WeekStep.PUBLISHED, State.RUNNING: WeekStep.RUNNING,
    State.CLOSED: WeekStep.CLOSED, State.FILED: WeekStep.FILED, State.CANCELLED: WeekStep.OFF,
}  # fmt: skip


@dataclass(frozen=True)
class RhythmFilter:
    """What of the board's address narrows it; what is not known narrows nothing."""

    week: Week
    place: str = ""
    step: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], week: Week) -> "RhythmFilter":
        place, step = given.get("place", ""), given.get("step", "")
        known = place.isascii() and place.isdecimal()
        return cls(week, place if known else "", step if step in WeekStep.values else "")


@dataclass(frozen=True)
class WeekLine:
    """A community in a week. ``session`` is the one that is furthest, ``others`` how many more were called out, and
    ``drafts`` what is being prepared beside it; ``last`` the one before this week, to be repeated. ``unmade``: its
    series wants one that nobody made; ``amounts``: what came of it, numbers with units."""

    place: Any
    week: Week
    session: Any = None
    others: int = 0
    drafts: Sequence[Any] = ()
    last: Any = None
    unmade: bool = False
    amounts: Sequence[tuple[int, str]] = ()

    @property
    def step(self) -> WeekStep:
        return step_of(self.session)

    @property
    def due_at(self) -> datetime | None:
        """Until when the next step is to be done."""
        if self.step in UNPUBLISHED:
            return self.week.publish_by
        return self.session.confirm_by if self.step == WeekStep.CLOSED else None

    @property
    def light(self) -> str:
        if self.due_at is None:
            return "none"
        since = self.session.ends_at if self.step == WeekStep.CLOSED else self.week.begins_at
        return light(since, self.due_at)

    @property
    def deadline(self) -> str:
        """The light in words."""
        if self.due_at is None:
            return _("nothing is due")
        if self.is_missed:
            return _("did not take place")
        said = {"when": when(self.due_at)}
        if self.step == WeekStep.CLOSED:
            return (
                _("hours overdue since %(when)s") if self.light == "red" else _("hours due %(when)s")
            ) % said
        return (_("overdue since %(when)s") if self.light == "red" else _("to publish by %(when)s")) % said

    @property
    def is_missed(self) -> bool:
        """The day is over, and nobody was called together."""
        day = self.week.held_on
        return self.step in UNPUBLISHED and day is not None and day < today()

    @property
    def may_be_repeated(self) -> bool:
        return (
            self.last is not None
            and self.step in (WeekStep.NONE, WeekStep.OFF)
            and self.week.held_on is not None
            and moment_like(self.last, self.week.held_on) > now()
        )

    @property
    def wants_nudge(self) -> bool:
        """Something is not done that the community could do."""
        if self.step in UNPUBLISHED:
            return self.due_at is not None and not self.is_missed
        return self.step == WeekStep.CLOSED


@dataclass(frozen=True)
class Board:
    """``counts``: communities in each step before the board was narrowed to one."""

    week: Week
    lines: Sequence[WeekLine]
    counts: Mapping[str, int]
    streets: Sequence[Any]
    generator: Standing | None = None
    unmade: int = field(default=0)

    @property
    def is_generator_late(self) -> bool:
        return self.generator is not None and self.generator.is_late


def step_of(session: Any) -> WeekStep:
    """Filed is what was filed, or what has no hours left to confirm; with open hours nothing is filed."""
    if session is None:
        return WeekStep.NONE
    step = _STEPS[session.state]
    if step in (WeekStep.CLOSED, WeekStep.FILED):
        if session.open_hours:
            return WeekStep.CLOSED
        return WeekStep.FILED if session.all_hours else step
    return step


def moment_like(session: Any, day: date) -> datetime:
    """The same time of day on another day."""
    return local(session.starts_at).replace(year=day.year, month=day.month, day=day.day)


def board_of(actor: Actor, wanted: RhythmFilter) -> Board:
    """The communities of this actor's places in a week. Six queries."""
    week = wanted.week
    places = list(communities(actor, wanted.place, week))
    paths = [each.path for each in places]
    this, before = _sessions(actor, wanted.place, week)
    unmade = _unmade(actor, wanted.place, week, {path: found for path, found in this.items() if found})
    lines = [_line(each, week, this.get(each.path, []), before.get(each.path), unmade) for each in places]
    amounts = amounts_in_words([line.session.pk for line in lines if line.session is not None])
    lines = [
        replace(each, amounts=amounts.get(each.session.pk, ())) if each.session else each for each in lines
    ]
    counts = {step.value: sum(line.step == step for line in lines) for step in ORDER}
    if wanted.step:
        lines = [line for line in lines if line.step == wanted.step]
    streets = {each.parent_id: each.parent for each in places if each.parent is not None}
    standing = next((each for each in standings() if each.duty.name == GENERATOR), None)
    return Board(week, lines, counts, list(streets.values()), standing, len(unmade & set(paths)))


def line_of(actor: Actor, path: str, week: Week) -> WeekLine:
    """One community in a week. :raises Missing: there is none, or not for this actor to know of."""
    found = board_of(actor, RhythmFilter(week, path)).lines
    if len(found) != 1 or found[0].place.path != path:
        raise Missing(_("There is no such community."), _("Look for it on the board of the week."))
    return found[0]


def communities(actor: Actor, place: str, week: Week) -> QuerySet[Place]:
    """With the day on which each was last reminded of this week."""
    rows = Place.objects.current().of_kind(*COMMUNITY_KINDS)
    rows = rows.filter(inside(actor.reach.paths_for(*DESK_STAFF)))
    if place:
        rows = rows.within(place)
    nudges = WeekNudge.objects.filter(community=OuterRef("pk"), week=week.monday).order_by("-on")
    rows = rows.annotate(nudged_on=Subquery(nudges.values("on")[:1]))
    return rows.select_related("parent").defer("boundary", "parent__boundary").order_by("path")


def charity_hours() -> Any:
    """Charity hours with what their step follows from: hours waiting and hours in all, and who comes and came."""
    claims = HourClaim.objects.filter(session=OuterRef("pk")).order_by().values("session")
    taken = SignUp.objects.filter(session=OuterRef("pk"), state__in=SEATED).order_by().values("session")
    there = Presence.objects.filter(sign_up__session=OuterRef("pk"), minutes__gt=0)
    return (
        Session.objects.filter(kind=CHARITY_HOUR)
        .annotate(
            open_hours=_number(claims.filter(state__in=OPEN)),
            all_hours=_number(claims),
            confirm_by=Subquery(claims.filter(state__in=OPEN).annotate(due=Min("confirm_by")).values("due")),
            taken=_number(taken),
            came=_number(there.order_by().values("sign_up__session")),
        )
        .defer("words", "secret")
    )


def _number(rows: Any) -> Any:
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def _sessions(actor: Actor, place: str, week: Week) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """By community: those of this week, and the latest before it that was held or is going to be. One query."""
    here = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
    own = inside([place], field="place_id") if place else Q()
    since = week.begins_at - LOOK_BACK
    rows = charity_hours().filter(
        here & own, starts_at__gte=since, starts_at__lt=week.begins_at + timedelta(days=14)
    )
    this, before = dict[str, list[Any]](), dict[str, Any]()
    for each in rows.order_by("starts_at", "pk"):
        path, meant = each.place_id[:12], week_of_session(each).monday
        if meant == week.monday:
            this.setdefault(path, []).append(each)
        elif meant < week.monday and each.state not in (State.DRAFT, State.CANCELLED):
            before[path] = each
    return this, before


def week_of_session(session: Any) -> Week:
    """The week that it is meant for: a shifted one keeps the Friday of its series, or is the week's own shifted day."""
    day = session.occurrence or local(session.starts_at).date()
    week = week_of(day)
    if session.occurrence is None and day.weekday() < 4:
        earlier = week_of(week.before)
        if earlier.held_on == day:
            return earlier
    return week


def _unmade(actor: Actor, place: str, week: Week, made: Mapping[str, Any]) -> set[str]:
    """Communities whose series wants an hour this week that was not made, though its time has come. One query."""
    here = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
    own = inside([place], field="place_id") if place else Q()
    rows = Series.objects.going_on().filter(here & own, kind=CHARITY_HOUR, created_at__lt=week.begins_at)
    return {each.place_id[:12] for each in unmade_of(rows, week, made)}


def unmade_of(rows: Iterable[Series], week: Week, made: Mapping[str, Any]) -> list[Series]:
    if week.begins_at > now():
        return []  # it is made some weeks ahead, and is not missed before its week
    wanting = [each for each in rows if each.place_id[:12] not in made]
    return [each for each in wanting if any(occurrences(each, week.monday, week.after))]


def _line(place: Any, week: Week, found: list[Any], last: Any, unmade: set[str]) -> WeekLine:
    standing = [each for each in found if each.state != State.CANCELLED] or found
    first = max(reversed(standing), key=lambda each: FURTHEST.index(step_of(each)), default=None)
    drafts = [each for each in standing if each is not first and each.state == State.DRAFT]
    others = max(len(standing) - 1, 0) - len(drafts)
    return WeekLine(place, week, first, others, drafts, last, place.path in unmade)


def weeks_of(actor: Actor, path: str) -> Any:
    """Every charity hour of a community, for a list that is paged by when it began."""
    return charity_hours().filter(
        inside(actor.reach.paths_for(*DESK_STAFF), field="place_id") & inside([path], field="place_id")
    )


def spots_of(path: str) -> list[str]:
    """Where it could be held: where it was lately, then the estates of the community. Two queries."""
    rows = Session.objects.filter(inside([path], field="place_id"), kind=CHARITY_HOUR).exclude(where="")
    known = list(rows.order_by("-starts_at").values_list("where", flat=True)[:40])
    estates = Place.objects.current().of_kind(PlaceKind.ESTATE).within(path).order_by("path")
    return list(dict.fromkeys([*known, *estates.values_list("name", flat=True)[:60]]))
