"""Planning visits: the days of a service for four weeks ahead, spread evenly over its team."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from jiayuan.foundation.clock.calendar import DayKind, kind_of_day
from jiayuan.foundation.clock.now import today
from jiayuan.services.gatherings.recurrence import days_of, read_rule

from ..limits import PLANNED_DAYS
from ..models import Away, PostMember, Recipient, SpecialService, Visit
from ..station_enums import TAKING_DAYS
from .rota import Helper, Turn, deal, even_start, spread
from .special_locks import lock_special, note

COUNTED = timedelta(days=90)
"""Turns of so long ago still count for whose turn it is."""


def plan_all() -> int:
    """Plan every running service; how many visits are new."""
    keys = SpecialService.objects.running().values_list("pk", flat=True)
    return sum(plan_special(pk) for pk in list(keys))


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
    """Planned visits that nobody makes yet go to those who can. The caller holds the service."""
    rows = Visit.objects.planned().filter(service=service, person=None, day__gte=today())
    waiting = {Turn(each.day, each.recipient_id): each for each in rows.order_by("day", "pk")}
    if not waiting:
        return
    given = spread(list(waiting), _team(service), usual=_usual(service), keeps_ties=service.keeps_ties)
    for turn, person in given.items():
        if person is not None:
            visit = waiting[turn]
            visit.person_id, visit.revision = person, visit.revision + 1
            visit.save()


def _new_turns(service: SpecialService, until: date) -> list[Turn]:
    """Days that have no visit yet, dealt to those who waited longest."""
    held = set(Visit.objects.filter(service=service, day__gte=today()).values_list("day", flat=True))
    days = [each for each in service_days(service, today(), until) if each not in held]
    recipients = Recipient.objects.current().filter(service=service)
    waited = recipients.annotate(
        latest=Max("visits__day", filter=Q(visits__state__in=TAKING_DAYS))
    ).values_list("pk", "latest")
    return deal(days, dict(waited), service.people)


def service_days(service: SpecialService, since: date, until: date) -> Sequence[date]:
    """Its days from ``since`` to ``until``, both included, without public holidays if it rests on them."""
    rule = read_rule(service.rule, service.first)
    found = days_of(rule, service.first, since, until + timedelta(days=1))
    return [
        each for each in found if not (service.rests_on_holidays and kind_of_day(each) == DayKind.HOLIDAY)
    ]


def _team(service: SpecialService) -> list[Helper]:
    """Verified helpers of the post: what they did here of late, and the days on which they cannot."""
    people = PostMember.objects.verified().filter(post=service.post_id).values_list("person", flat=True)
    rows = Visit.objects.filter(service=service, person__in=list(people), day__gt=today() - COUNTED)
    counted = rows.filter(state__in=TAKING_DAYS).order_by().values("person")
    went = {
        person: (turns, last)
        for person, turns, last in counted.annotate(turns=Count("pk"), last=Max("day")).values_list(
            "person", "turns", "last"
        )
    }
    busy = _busy(set(people))
    return even_start(
        Helper(person, *went.get(person, (0, None)), busy.get(person, set()))
        for person in sorted(set(people))
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
    taken = Visit.objects.filter(service=service, state__in=TAKING_DAYS, person__isnull=False)
    rows = taken.filter(day__gt=today() - COUNTED)
    return dict(rows.order_by("day", "pk").values_list("recipient", "person"))
