"""What the database itself refuses of rounds, stops and weights."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from jiayuan.modules.waste.models import Unloading, Weighing
from jiayuan.modules.waste.round_enums import RoundState, StopReason, StopState
from tests.factories import (
    CrewFactory,
    RoundFactory,
    RoundPlanFactory,
    RoundStopFactory,
    SiteFactory,
    TicketNumberFactory,
    UnloadingFactory,
    VehicleFactory,
    WeighingFactory,
)

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 4, tzinfo=UTC)


def refused(constraint: str, make: Any, **fields: Any) -> None:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        make(**fields)
    assert constraint in str(raised.value) or "UNIQUE constraint failed" in str(raised.value)


@pytest.mark.parametrize("kg", ["-3", "0", "3000.1", "30000"])
def test_no_weight_that_cannot_be_is_kept(kg: str) -> None:
    stop = RoundStopFactory()
    refused("waste_weighing_in_bounds", WeighingFactory, stop=stop, kg=kg)
    refused("waste_unloading_in_bounds", UnloadingFactory, round=stop.round, kg=kg)
    ended = {"state": StopState.DONE, "ended_at": THEN, "estate": stop.estate, "part": 2, "round": stop.round}
    refused("waste_stop_weighs_when_done", RoundStopFactory, kg=kg, **ended)
    assert RoundStopFactory(kg="3000", **ended).pk


def test_a_stop_says_how_it_ended() -> None:
    refused("waste_stop_weighs_when_done", RoundStopFactory, state=StopState.DONE, ended_at=THEN)
    refused("waste_stop_weighs_when_done", RoundStopFactory, kg=5)
    refused("waste_stop_not_served_says_why", RoundStopFactory, state=StopState.MISSED, ended_at=THEN)
    refused("waste_stop_not_served_says_why", RoundStopFactory, reason=StopReason.TIME)
    refused("waste_stop_ended_when", RoundStopFactory, state=StopState.MOVED)
    refused("waste_stop_ended_when", RoundStopFactory, ended_at=THEN)


def test_a_collection_has_one_stop_unless_it_was_moved() -> None:
    first = RoundStopFactory()
    refused("waste_one_stop_a_collection", RoundStopFactory, estate=first.estate)
    first.state, first.ended_at = StopState.MOVED, THEN
    first.save()
    assert RoundStopFactory(estate=first.estate).pk


def test_a_vehicle_has_one_round_a_shift_unless_it_was_called_off() -> None:
    first = RoundFactory()
    refused("waste_one_round_a_shift", RoundFactory, vehicle=first.vehicle)
    refused("waste_one_round_a_driver", RoundFactory, driver=first.driver)
    first.state = RoundState.CALLED_OFF
    first.save()
    assert RoundFactory(vehicle=first.vehicle, driver=first.driver).pk


def test_weights_and_tickets_are_entered_once() -> None:
    weighed = WeighingFactory()
    refused("waste_weighed_once", WeighingFactory, stop=weighed.stop)
    refused("waste_weighing_corrects_with_reason", WeighingFactory, stop=weighed.stop, corrects=weighed)
    ticket = UnloadingFactory()
    TicketNumberFactory(unloading=ticket)
    other = UnloadingFactory(site=ticket.site)
    refused("waste_one_ticket_a_site", TicketNumberFactory, unloading=other, ticket=ticket.ticket)
    refused("waste_one_unloading_a_trip", UnloadingFactory, round=ticket.round)


def test_weights_are_never_rewritten() -> None:
    for row in (WeighingFactory(), UnloadingFactory()):
        with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(kg=1)
    assert (Weighing.objects.get().kg, Unloading.objects.get().kg) == (300, 1500)


@pytest.mark.parametrize(
    "fields", [{"capacity_kg": 49}, {"capacity_kg": 30_000}, {"capacity_litres": 99}, {"range_km": 0}]
)
def test_no_vehicle_is_like_that(fields: dict[str, int]) -> None:
    refused("waste_vehicle_in_bounds", VehicleFactory, **fields)


def test_what_stands_once() -> None:
    vehicle, site, crew = VehicleFactory(), SiteFactory(), CrewFactory()
    refused("waste_one_vehicle_a_plate", VehicleFactory, plate=vehicle.plate)
    refused("waste_one_site_a_name", SiteFactory, operator=site.operator, name=site.name)
    refused("waste_crew_once", CrewFactory, vehicle=crew.vehicle, driver=crew.driver)
    refused("waste_crew_in_order", CrewFactory, ends_at=time(5))
    plan = RoundPlanFactory(state="waiting")
    refused("waste_one_plan_at_work", RoundPlanFactory, operator=plan.operator, state="running")
