"""Planning visits: four weeks ahead everybody by their own rhythm, spread evenly over the team."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from jiayuan.foundation.clock.calendar import DayKind, kind_of_day
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.services.gatherings.recurrence import WEEKDAYS, days_of, read_rule

from ..limits import PLANNED_DAYS
from ..models import Away, PostMember, Recipient, SpecialService, Visit
from ..station_enums import TAKING_DAYS, TURNS
from .rhythm import Rhythm, due
from .rota import Helper, Turn, even_start, spread
from .special_locks import lock_special, lock_turns, note

COUNTED = timedelta(days=90)
"""Turns of so long ago still count for whose turn it is."""


def plan_all() -> int:
    """Plan every running service; how many visits are new. One that fails does not keep the others from theirs: the
    duty is reported as failed when all had their turn."""
    keys = list(SpecialService.objects.running().order_by("pk").values_list("pk", flat=True))
    return one_by_one(keys, plan_special, what="special service")


def plan_special(pk: int, *, until: date | None = None) -> int:
    """Plan what is not planned yet, and give open visits to who can go; how many visits are new."""
    with transaction.atomic():
        service = lock_special(pk)
        if not SpecialService.objects.running().filter(pk=pk).exists():
            return 0
        new = _new_turns(service, until or today() + timedelta(days=PLANNED_DAYS))
        rows = [Visit(service=service, recipient_id=turn.recipient, day=turn.day) for turn in new]
        Visit.objects.bulk_create(rows, batch_size=200)
        give_open(service)
        if rows:
            last = max(turn.day for turn in new)
            note(service, "help.plan_visits", after={"visits": len(rows), "until": str(last)})
    return len(rows)


def give_open(service: SpecialService) -> None:
    """Planned visits that nobody makes yet go to those who can; each of them is told once of all that is new to them.
    The caller holds the service."""
    rows = Visit.objects.planned().filter(service=service, person=None, day__gte=first_day(service))
    waiting = {Turn(each.day, each.recipient_id): each for each in rows.order_by("day", "pk")}
    if not waiting:
        return
    given = spread(list(waiting), _team(service), usual=_usual(service), keeps_ties=service.keeps_ties)
    theirs: dict[int, list[int]] = {}
    for turn, person in given.items():
        if person is not None:
            visit = waiting[turn]
            visit.person_id, visit.revision = person, visit.revision + 1
            visit.save(update_fields=["person", "revision", "updated_at"])
            theirs.setdefault(person, []).append(visit.pk)
    for visits in theirs.values():
        note(service, "help.give_visits", after={"visits": visits})


def first_day(service: SpecialService) -> date:
    """The first on which somebody can still be sent: today only before the hour of the service."""
    begun = timezone.localtime(now(), timezone.get_default_timezone()).time() >= service.starts
    return today() + timedelta(days=1) if begun else today()


def _new_turns(service: SpecialService, until: date) -> list[Turn]:
    """What the rhythms say and is not planned; a day that was called off stays so."""
    held = Visit.objects.filter(service=service, day__gte=today()).values_list("day", "recipient")
    return due(
        service_days(service, first_day(service), until),
        rhythms_of(service),
        {Turn(day, recipient) for day, recipient in held},
        first=service.first,
        interval=read_rule(service.rule, service.first).interval,
    )


def rhythms_of(service: SpecialService) -> list[Rhythm]:
    """Of everybody who is visited now."""
    return [
        Rhythm(each.pk, each.since, weekdays_in(each.days), each.every, each.phase)
        for each in Recipient.objects.current().filter(service=service).order_by("pk")
    ]


def weekdays_in(days: str) -> frozenset[int]:
    """``TU,FR`` as numbers from Monday, which is 0."""
    return frozenset(WEEKDAYS.index(each) for each in days.split(",") if each)


def service_days(service: SpecialService, since: date, until: date) -> Sequence[date]:
    """Its days from ``since`` to ``until``, both included, without public holidays if it rests on them."""
    rule = read_rule(service.rule, service.first)
    found = days_of(rule, service.first, since, until + timedelta(days=1))
    return [
        each for each in found if not (service.rests_on_holidays and kind_of_day(each) == DayKind.HOLIDAY)
    ]


def team_keys(service: SpecialService) -> list[int]:
    """Verified helpers of the post."""
    rows = PostMember.objects.verified().filter(post=service.post_id)
    return sorted(set(rows.values_list("person", flat=True)))


def _team(service: SpecialService) -> list[Helper]:
    """What they did here of late, and the days on which they cannot; nobody else gives them a day meanwhile."""
    people = team_keys(service)
    lock_turns(people)
    rows = Visit.objects.filter(service=service, person__in=people, day__gt=today() - COUNTED)
    counted = rows.filter(state__in=TURNS).order_by().values("person")
    went = {
        person: (turns, last)
        for person, turns, last in counted.annotate(turns=Count("pk"), last=Max("day")).values_list(
            "person", "turns", "last"
        )
    }
    busy = _busy(people)
    return even_start(
        Helper(person, *went.get(person, (0, None)), busy.get(person, set())) for person in people
    )


def _busy(people: Iterable[int]) -> dict[int, set[date]]:
    """person -> days on which they go somewhere, whatever the service, or are away."""
    found: dict[int, set[date]] = {}
    visits = Visit.objects.filter(person__in=people, state__in=TAKING_DAYS, day__gte=today())
    for person, day in visits.values_list("person", "day"):
        found.setdefault(person, set()).add(day)
    for away in Away.objects.filter(person__in=people, last__gte=today()):
        first = max(away.first, today())
        days = (away.last - first).days + 1
        found.setdefault(away.person_id, set()).update(first + timedelta(days=each) for each in range(days))
    return found


def _usual(service: SpecialService) -> dict[int, int]:
    """recipient -> who goes there last, as far as that is known."""
    taken = Visit.objects.filter(service=service, state__in=TURNS, person__isnull=False)
    rows = taken.filter(day__gt=today() - COUNTED)
    return dict(rows.order_by("day", "pk").values_list("recipient", "person"))
