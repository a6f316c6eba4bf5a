"""Everybody is visited exactly when their own rhythm says: not twice, not in the past, on no day that is full."""

from collections import Counter
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Invalid
from jiayuan.modules.help.domain.rhythm import CYCLE, Rhythm, roomiest
from jiayuan.modules.help.domain.specials import RecipientDraft, SpecialDraft, add_recipient, open_special
from jiayuan.modules.help.domain.visit_plan import plan_all, plan_special
from jiayuan.modules.help.limits import PLANNED_DAYS
from jiayuan.modules.help.models import PostMember, Recipient, SpecialService, Visit
from jiayuan.services.gatherings.recurrence import WEEKDAYS
from tests.modules.help.scene import BUILDING, Scene
from tests.modules.help.visits import MONDAY, Daughters

FIRST = date(2026, 3, 2)
STARTS = time(10)
served = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=2, unique=True)
rhythms = st.lists(st.tuples(st.lists(st.booleans(), min_size=2, max_size=2), st.integers(1, 4)), max_size=5)


@pytest.fixture
def team(db):
    with at(MONDAY):
        yield Daughters(Scene())


def moment(day, hour):
    return datetime.combine(FIRST + timedelta(days=day), time(hour), tzinfo=timezone.get_default_timezone())


def meant(recipient, service_days, interval, since, until):
    """Written down a second time, day by day, from what the desk chose."""
    wanted = recipient.days.split(",") if recipient.days else service_days
    found, day = set(), since
    while day <= until:
        week = (day - FIRST).days // 7
        is_on = week % interval == 0 and (week // interval) % recipient.every == recipient.phase
        if WEEKDAYS[day.weekday()] in wanted and is_on and day >= recipient.since:
            found.add(day)
        day += timedelta(days=1)
    return found


@given(
    days=served, interval=st.sampled_from((1, 2)), wished=rhythms, people=st.integers(1, 4),
    times=st.lists(st.tuples(st.integers(0, 45), st.integers(6, 19)), min_size=6, max_size=6),
)  # fmt: skip
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everybody_gets_exactly_the_turns_of_their_rhythm(team, **drawn):
    """Entered and planned at any time of the first weeks, in any order."""
    Visit.objects.all().delete()
    SpecialService.objects.update(ended_on=date(2026, 6, 1))
    days = sorted(drawn["days"], key=WEEKDAYS.index)
    with at(MONDAY):
        draft = SpecialDraft(
            "看望", ",".join(days), STARTS, FIRST, weeks=drawn["interval"], people=drawn["people"]
        )
        service = open_special(team.post.pk, draft, by=team.scene.worker)
    wishes = iter(drawn["wished"])
    for day, hour in sorted(drawn["times"]):
        with at(moment(day, hour)):
            enter(team, service, days, next(wishes, None))
            known = set(Visit.objects.filter(service=service).values_list("pk", flat=True))
            plan_special(service.pk)
            check_new(service, known, FIRST + timedelta(days=day + (hour >= STARTS.hour)))
            check_horizon(service, days, drawn["interval"], FIRST + timedelta(days=day), hour)
    check_days(service)


def enter(team, service, days, wish):
    if wish is None:
        return
    chosen = [day for day, is_on in zip(days, wish[0], strict=False) if is_on]
    given = RecipientDraft("某奶奶", BUILDING, "spoken", days=",".join(chosen), every=wish[1])
    with suppress(Invalid):  # the team has no room then
        add_recipient(service.pk, given, by=team.scene.worker)


def check_new(service, known, since):
    new = Visit.objects.filter(service=service).exclude(pk__in=known)
    assert all(each.day >= since for each in new), "none in the past, nor in hours that are past"


def check_horizon(service, days, interval, day, hour):
    """From now to the end of what is planned each has what the rhythm says, and nothing else."""
    since = day + timedelta(days=hour >= STARTS.hour)
    for recipient in Recipient.objects.filter(service=service):
        rows = Visit.objects.filter(recipient=recipient, day__gte=since).values_list("day", flat=True)
        wanted = meant(recipient, days, interval, since, day + timedelta(days=PLANNED_DAYS))
        assert sorted(rows) == sorted(wanted)


def check_days(service):
    rows = Visit.objects.filter(service=service)
    many = Counter(rows.values_list("day", flat=True))
    assert max(many.values(), default=0) <= service.people, "no day fuller than the team makes"
    turns = Counter(rows.filter(person__isnull=False).values_list("person", flat=True))
    team = PostMember.objects.verified().filter(post=service.post).values_list("person", flat=True)
    loads = [turns[each] for each in team]
    assert len(loads) == 3
    # Two, and not one: nobody goes twice in a row only to be level, and who is new begins one turn behind.
    assert max(loads) - min(loads) <= 2, "whoever did not go yet counts as well"
    taken = Counter(rows.filter(person__isnull=False).values_list("person", "day"))
    assert max(taken.values(), default=1) == 1, "nobody goes twice on a day"
    for day, all_of_it in many.items():
        going = rows.filter(day=day, person__isnull=False).count()
        assert going == min(3, all_of_it), "open only if the team is too few"


@given(st.lists(st.tuples(st.sets(st.sampled_from((1, 4)), max_size=1), st.integers(1, 4)), max_size=12))
def test_a_day_is_as_full_as_it_was_said_to_be(wishes):
    found, said = [], 0
    for key, (weekdays, every) in enumerate(wishes):
        phase, most = roomiest(weekdays, every, found, (1, 4))
        found.append(Rhythm(key, FIRST, frozenset(weekdays), every, phase))
        said = max(said, most)
    rounds = [FIRST + timedelta(days=7 * turn + weekday) for turn in range(CYCLE) for weekday in (1, 4)]
    loads = [sum(each.means(day, (day - FIRST).days // 7) for each in found) for day in rounds]
    assert max(loads) == said or not wishes


def test_who_is_entered_later_shares_the_same_days(team):
    team.planned()
    second = Recipient.objects.order_by("pk").last()
    assert Visit.objects.filter(recipient=second).count() == 8, "as many as who was entered first"


def test_a_full_day_is_said_at_the_door_and_nobody_loses_a_turn(team):
    with pytest.raises(Invalid) as refused:
        team.visited("陈奶奶")
    assert refused.value.field == "days"
    with pytest.raises(Invalid):
        team.visited("陈奶奶", days="WE")
    with pytest.raises(Invalid):
        team.visited("陈奶奶", every=7)
    assert len(team.planned()) == 16


def test_two_who_share_a_day_by_weeks_take_turns(team):
    team.service.people = 3
    team.service.save()
    first, second = (team.visited(name, days="TU", every=2)[0] for name in ("陈奶奶", "史奶奶"))
    team.planned()
    days = [
        set(Visit.objects.filter(recipient=each).values_list("day", flat=True)) for each in (first, second)
    ]
    assert days[0] | days[1] == {date(2026, 3, 3) + timedelta(weeks=week) for week in range(4)}
    assert not days[0] & days[1]


def test_nobody_is_sent_into_hours_that_are_past(team):
    with at(datetime(2026, 3, 3, 3, tzinfo=MONDAY.tzinfo)):
        assert plan_all() == 16
    assert not Visit.objects.filter(day=date(2026, 3, 3)).exists()
