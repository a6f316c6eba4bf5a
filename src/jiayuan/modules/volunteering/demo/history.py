"""Fridays of years: who helped where, with hours that were confirmed long ago."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.calendar import is_known_year, is_working_day
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.people.models import Person

from ..models import Volunteer
from .held import Held, hold
from .texts import APART, HELD

RECENT, YEAR, LONG = 4, 52, 352
"""Weeks: the last before what gatherings tell person by person; every fourth for a year, every quarter before."""
FRIDAY, SIX = 4, time(18)
FEWEST = 3
"""Volunteers of a community, for it to have a history of its own."""
CHUNK = 40


def tell_history(context: DemoContext, volunteers: Sequence[Volunteer]) -> int:
    """How many entries of hours were written."""
    random, workers = context.random("hours"), workers_by_place()
    count, waiting = 0, list(_all_held(context, random, volunteers, workers))
    for start in range(0, len(waiting), CHUNK):
        with transaction.atomic():
            count += sum(len(hold(each)[1]) for each in waiting[start : start + CHUNK])
        context.pulse()
    return count


def workers_by_place() -> dict[str, Person]:
    """Who works for each community: the longest there first. One query."""
    grants = RoleGrant.objects.in_force().filter(role=Role.COMMUNITY_WORKER).select_related("person")
    workers: dict[str, Person] = {}
    for grant in grants.order_by("pk"):
        workers.setdefault(grant.place_id, grant.person)
    return workers


def by_place(volunteers: Sequence[Volunteer]) -> dict[str, list[Volunteer]]:
    found: dict[str, list[Volunteer]] = {}
    for each in volunteers:
        found.setdefault(each.community_id, []).append(each)
    return found


def fridays(today: date, *, small: bool) -> Iterator[date]:
    """Working Fridays, the latest first."""
    last = today - timedelta(days=(today.weekday() - FRIDAY) % 7 or 7)
    weeks = [*range(RECENT, YEAR, 4), *range(YEAR, LONG, 13)][: 2 if small else None]
    for back in weeks:
        day = last - timedelta(weeks=back)
        if is_known_year(day.year) and is_working_day(day):
            yield day


def six_o_clock(day: date) -> datetime:
    return datetime.combine(day, SIX, tzinfo=timezone.get_default_timezone())


def _all_held(
    context: DemoContext, random: Random, volunteers: Sequence[Volunteer], workers: dict[str, Person]
) -> Iterator[Held]:
    days = list(fridays(localtime(context.now).date(), small=context.small))[
        ::-1
    ]  # as they were written down
    for number, (path, own) in enumerate(by_place(volunteers).items()):
        worker = workers.get(path)
        if worker is None or (len(own) < FEWEST and not context.small):
            continue
        for turn, day in enumerate(days):
            came = [each.person for each in own if each.since < day and random.random() < 0.8][:6]
            if not came:
                continue
            if (turn + number) % 9 == 8:
                text, kind, because = APART[turn % 2]
                yield Held(path, six_o_clock(day), text, came, worker, random, kind=kind, because=because)
            else:
                yield Held(path, six_o_clock(day), HELD[(turn + number) % len(HELD)], came, worker, random)
