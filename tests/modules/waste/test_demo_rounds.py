"""The rounds of the demonstration: a fleet, two weeks behind it, today as far as the clock is, and tomorrow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Sum

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.modules.waste.demo.driven import tell_rounds
from jiayuan.modules.waste.demo.fleet import tell_fleet
from jiayuan.modules.waste.demo.quality import PILOTS, WEEKS, tell_quality
from jiayuan.modules.waste.demo.rollout import tell_rollout
from jiayuan.modules.waste.domain.queries.day import board_of, rounds_of_driver
from jiayuan.modules.waste.domain.queries.effect import pilots_compared
from jiayuan.modules.waste.enums import EVERYDAY
from jiayuan.modules.waste.models import Inspection, Round, RoundStop, Unloading, WeekWeight, Weighing
from tests.factories import OrganisationFactory, RoleGrantFactory

from .test_demo import NOW, context_of

STREET = "140106004"
TODAY = NOW.date()


def with_drivers(context: DemoContext) -> DemoContext:
    unit = OrganisationFactory(function="sanitation", place_id=STREET)

    def holder(role: Role) -> Any:
        return RoleGrantFactory(role=role, place=unit.place, organisation=unit, since=date(2019, 1, 2)).person

    people = {"unit": holder(Role.UNIT_OFFICER), "driver": holder(Role.DRIVER)}
    for _number in range(9):
        holder(Role.DRIVER)
    return replace(context, people={**context.people, **people})


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock(), transaction.atomic():
        with at(NOW):
            context = with_drivers(context_of(small=True))
            tell_rollout(context)
            begun = monotonic()
            tell_rounds(context, tell_fleet(context))
            took = monotonic() - begun
            tell_quality(context)
        yield {"context": context, "took": took}
        transaction.set_rollback(True)


@pytest.fixture
def told(_told: dict[str, Any], db: None) -> dict[str, Any]:
    return _told


def test_every_stream_has_its_trucks_and_it_takes_no_time(told: dict[str, Any]) -> None:
    streams = set(Round.objects.values_list("vehicle__carries", flat=True))
    assert streams == {str(each) for each in EVERYDAY}
    assert told["took"] < 5


def test_no_truck_carries_more_than_it_holds_and_nobody_is_late_home(told: dict[str, Any]) -> None:
    trips = RoundStop.objects.values("round", "trip", "holds_kg").annotate(kg=Sum("expected_kg"))
    assert [each for each in trips if each["kg"] > each["holds_kg"]] == []
    for stop in RoundStop.objects.select_related("round"):
        clock = stop.expected_at.astimezone(NOW.tzinfo)
        assert (clock.date(), stop.round.starts_at <= clock.time() <= stop.round.ends_at) == (stop.day, True)


def test_what_is_past_is_weighed_and_unloaded(told: dict[str, Any]) -> None:
    past = Round.objects.filter(day__lt=TODAY)
    assert set(past.values_list("state", flat=True)) == {"finished"}
    assert not RoundStop.objects.filter(round__in=past, state="waiting").exists()
    assert RoundStop.objects.filter(state="missed").exists()
    assert Weighing.objects.exclude(corrects=None).count() == 1
    assert not Weighing.objects.filter(at__gt=NOW).exists()
    with at(NOW):
        tickets = [
            ticket
            for day in range(1, 15)
            for each in board_of(unit_of(told), back(day))
            for ticket in each.tickets
        ]
    assert len(tickets) == Unloading.objects.filter(round__in=past).count()
    assert 1 <= sum(each.is_off for each in tickets) <= 3


def test_whoever_enters_as_the_driver_has_half_a_round_before_them(told: dict[str, Any]) -> None:
    with at(NOW):
        today, tomorrow = rounds_of_driver(Actor(person=told["context"].people["driver"]))
    assert (today.row.state, tomorrow.row.state) == ("driving", "planned")
    assert today.ended == len(today.stops) // 2
    assert today.next is not None


def test_one_round_a_shift(told: dict[str, Any]) -> None:
    twice = Round.objects.values("driver", "day", "starts_at").annotate(many=Count("pk")).filter(many__gt=1)
    assert not twice.exists()


def unit_of(told: dict[str, Any]) -> Organisation:
    return Actor(person=told["context"].people["unit"]).reach and Organisation.objects.get(
        function="sanitation"
    )


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_weights_pilots_and_looks_can_be_read(told: Any) -> None:
    """Half a year of weeks, of which the last comes from its stops; pilots can be compared; one look is overdue."""
    with at(NOW):
        rows = WeekWeight.objects.all()
        assert rows.values("week").distinct().count() == WEEKS
        last = rows.filter(week=max(rows.values_list("week", flat=True)))
        stops = RoundStop.objects.filter(day__gte=last[0].week, day__lt=last[0].week + timedelta(days=7))
        assert sum(each.kg for each in last) == sum(each.kg or 0 for each in stops)
        assert rows.to_look_at().exists()
        compared = pilots_compared()
        assert PILOTS - 1 <= compared.trials <= PILOTS
        assert not compared.effect.short
        assert len(compared.effect.pairs) + len(compared.effect.unlike) == compared.trials
        assert len(Inspection.objects.to_recheck().filter(due_on__lt=today())) == 1
