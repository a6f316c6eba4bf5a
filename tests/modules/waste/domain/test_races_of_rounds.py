"""Race pairs on PostgreSQL: plans, stops, weights and drivers, each wanted twice in one moment."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import time, timedelta
from threading import Barrier, BrokenBarrierError, Event
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common import locking
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain import crews, rounds, setting_out, stops
from jiayuan.modules.waste.domain.crews import CrewDraft, add_crew
from jiayuan.modules.waste.domain.planning import accept
from jiayuan.modules.waste.domain.planning.accept import accept_plan
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.domain.rounds import break_down, call_off
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.models import Crew, Round, RoundPlan, RoundStop, Weighing
from tests.factories import VehicleFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def yard(monkeypatch: pytest.MonkeyPatch) -> Yard:
    from jiayuan.foundation.clock import now as clock
    from tests.browser.watch import Watch

    monkeypatch.setattr(clock, "_set", Watch(NOW))
    return Yard()


def drawn(yard: Yard, day: Any) -> RoundPlan:
    plan = begin_plan(yard.operator, day, by=yard.unit)
    work_out(plan.pk, 0.4)
    plan.refresh_from_db()
    return plan


def no_lock(*_what: Any) -> None:
    """As if nobody waited for anybody."""


def unguarded(*met: tuple[Any, str]) -> ExitStack:
    """Nobody waits for anybody, and both are at these functions before either goes on."""
    stack, barrier = ExitStack(), Barrier(2)

    def meeting(ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*given: Any, **named: Any) -> Any:
            answer = ask(*given, **named)
            with suppress(BrokenBarrierError):
                barrier.wait(timeout=20)
            return answer

        return asked

    stack.enter_context(mock.patch.object(locking, "lock_rows", no_lock))
    for place in (accept, crews):
        stack.enter_context(mock.patch.object(place, "lock_rows", no_lock))
    stack.enter_context(mock.patch.object(accept, "lock_day", no_lock))
    for place, name in met:
        stack.enter_context(mock.patch.object(place, name, meeting(getattr(place, name))))
    return stack


@contextmanager
def as_it_was() -> Iterator[tuple[Event, Event]]:
    """A plan is accepted for the day as it stood before something else was written: when it has read, and when that has
    been written."""
    read, written, ask = Event(), Event(), accept.standing_of

    def asked(*given: Any, **named: Any) -> Any:
        answer = ask(*given, **named)
        read.set()
        written.wait(timeout=20)
        return answer

    with mock.patch.object(accept, "standing_of", asked):
        yield read, written


class TestTwoPlansOfOneDay:
    def race(self, yard: Yard) -> Any:
        for number in (1, 2, 3):
            yard.estate(number)
        plans = [drawn(yard, TOMORROW) for _ in range(2)]
        return lambda: together(*(lambda pk=each.pk: accept_plan(pk, by=yard.unit) for each in plans))

    def test_guard_on_one_is_accepted_and_the_other_is_out_of_date(self, yard: Yard) -> None:
        assert self.race(yard)() == {"done": 1, "Conflict": 1}
        assert (Round.objects.count(), RoundStop.objects.taking().count()) == (1, 3)

    def test_guard_off_both_see_an_empty_day(self, yard: Yard) -> None:
        """Only the database stops the second, and nobody is told in words."""
        race = self.race(yard)
        with (
            unguarded((accept, "standing_of")),
            mock.patch.object(accept, "is_taken", return_value=False),
            pytest.raises(IntegrityError, match="waste_one_round_a_shift"),
        ):
            race()


class TestAStopDoneAndMoved:
    """The truck broke down; its driver empties one more while the rest is given to another."""

    def race(self, yard: Yard, seen: Event | None = None, emptied: Event | None = None) -> Any:
        """``seen``: only then the driver empties it; ``emptied`` is set after."""
        broken = yard.round(yard.estate(1), yard.estate(2))
        yard.truck()
        break_down(broken.pk, by=yard.driver)
        plan, stop = drawn(yard, TODAY), broken.stops.first()

        def empty() -> None:
            if seen:
                seen.wait(timeout=20)
            end_stop(stop.pk, StopDraft("done", kg="320"), by=yard.driver)
            if emptied:
                emptied.set()

        return lambda: together(lambda: accept_plan(plan.pk, by=yard.unit), empty)

    def standing(self) -> dict[str, int]:
        rows = RoundStop.objects.taking().filter(estate__path__endswith="001")
        return {"standing": rows.count(), "weighed": Weighing.objects.count()}

    def test_guard_on_it_stands_once(self, yard: Yard) -> None:
        """The driver first, and the plan is out of date; or the plan first, and the stop is taken back from it."""
        ended = self.race(yard)()
        assert ended["done"] + ended["Conflict"] == 2
        assert self.standing() == {"standing": 1, "weighed": 1}

    def test_guard_off_what_was_weighed_is_fetched_again(self, yard: Yard) -> None:
        seen, emptied = Event(), Event()
        race, ask = self.race(yard, seen, emptied), accept.standing_of

        def asked(*given: Any, **named: Any) -> Any:
            """What stood before the driver emptied it; the other order the database itself refuses."""
            answer = ask(*given, **named)
            seen.set()
            emptied.wait(timeout=20)
            return answer

        with unguarded(), mock.patch.object(accept, "standing_of", asked):
            assert race() == {"done": 2}
        assert emptied.is_set()


class TestTwoWeightsOfOneStop:
    def race(self, yard: Yard) -> Any:
        stop = yard.round(yard.estate(1)).stops.get()
        return lambda: together(
            *(
                lambda kg=kg: end_stop(stop.pk, StopDraft("done", kg=kg), by=yard.driver, nonce=kg * 8)
                for kg in ("320", "340")
            )
        )

    def test_guard_on_the_first_counts_and_the_other_is_told(self, yard: Yard) -> None:
        assert self.race(yard)() == {"done": 1, "Conflict": 1}
        assert Weighing.objects.get().kg == RoundStop.objects.get().kg

    def test_guard_off_only_the_database_says_no(self, yard: Yard) -> None:
        race = self.race(yard)
        with unguarded((stops, "open_for_entry")), pytest.raises(IntegrityError, match="waste_weighed_once"):
            race()


class TestOneDriverForTwoTrucks:
    def race(self, yard: Yard) -> Any:
        driver = yard.holder(Role.DRIVER)
        trucks = [VehicleFactory(operator=yard.operator) for _ in range(2)]
        draft = CrewDraft(driver.person.pk, 127, time(5), time(13))
        return lambda: together(*(lambda pk=each.pk: add_crew(pk, draft, by=yard.unit) for each in trucks))

    def test_guard_on_they_drive_one(self, yard: Yard) -> None:
        assert self.race(yard)() == {"done": 1, "Conflict": 1}

    def test_guard_off_they_drive_both_at_once(self, yard: Yard) -> None:
        race = self.race(yard)
        with unguarded((crews, "_check_free")):
            assert race() == {"done": 2}
        assert Crew.objects.exclude(pk=yard.crew.pk).values("driver").distinct().count() == 1


class TestAPlanAgainstABreakdown:
    def race(self, yard: Yard) -> Any:
        found = yard.round(yard.estate(1), day=TODAY, state="planned")
        yard.estate(2)
        plan = drawn(yard, TODAY)

        def breaks(after: Event | None, said: Event | None) -> None:
            if after:
                after.wait(timeout=20)
            break_down(found.pk, by=yard.driver)
            if said:
                said.set()

        return found, lambda after=None, said=None: together(
            lambda: accept_plan(plan.pk, by=yard.unit), lambda: breaks(after, said)
        )

    def test_guard_on_nothing_new_is_given_to_a_truck_that_stands(self, yard: Yard) -> None:
        found, race = self.race(yard)
        ended = race()
        found.refresh_from_db()
        assert found.state == "broken_down"
        assert found.stops.count() == ended["done"]

    def test_guard_off_the_breakdown_is_lost(self, yard: Yard) -> None:
        """Who read the round as it was writes it back so: it is planned, while its driver stands in the road."""
        found, race = self.race(yard)
        with unguarded(), as_it_was() as (read, broken):
            ended = race(read, broken)
        found.refresh_from_db()
        assert ended == {"done": 2}
        assert (broken.is_set(), found.state, found.stops.count()) == (True, "planned", 2)


class TestSettingOutAndCalledOff:
    def race(self, yard: Yard) -> Any:
        found = yard.round(yard.estate(1), state="planned")
        return found, lambda: together(
            lambda: start_round(found.pk, by=yard.driver), lambda: call_off(found.pk, by=yard.unit)
        )

    def test_guard_on_one_of_the_two(self, yard: Yard) -> None:
        found, race = self.race(yard)
        assert race() == {"done": 1, "Conflict": 1}
        found.refresh_from_db()
        waits = found.stops.get().state == "waiting"
        assert found.state == ("driving" if waits else "called_off")

    def test_guard_off_both(self, yard: Yard) -> None:
        _found, race = self.race(yard)
        with unguarded((rounds, "lock_round"), (setting_out, "lock_round")):
            assert race() == {"done": 2}


class TestADriverForTwoRounds:
    """Somebody stands in on one truck while a plan gives them another at the same hour."""

    def race(self, yard: Yard) -> Any:
        found = yard.round(yard.estate(1), day=TOMORROW, state="planned")
        yard.estate(2, stream="residual")
        other = yard.truck(carries="residual")
        plan = drawn(yard, TOMORROW)

        def changes(after: Event | None, said: Event | None) -> None:
            if after:
                after.wait(timeout=20)
            rounds.change_driver(found.pk, other.driver_id, by=yard.unit)
            if said:
                said.set()

        return found, lambda after=None, said=None: together(
            lambda: accept_plan(plan.pk, by=yard.unit), lambda: changes(after, said)
        )

    def test_guard_on_one_of_the_two(self, yard: Yard) -> None:
        _found, race = self.race(yard)
        assert race() == {"done": 1, "Conflict": 1}
        assert Round.objects.live().values("driver").distinct().count() == Round.objects.live().count()

    def test_guard_off_who_stands_in_is_lost(self, yard: Yard) -> None:
        """The plan writes the round back as it read it: its driver is the one who cannot come."""
        found, race = self.race(yard)
        with unguarded(), mock.patch.object(rounds, "lock_day", no_lock), as_it_was() as (read, written):
            ended = race(read, written)
        found.refresh_from_db()
        assert ended == {"done": 2}
        assert (written.is_set(), found.driver) == (True, yard.crew.driver)


class TestSettingOutTwice:
    """The driver's phone and the unit's desk at once; and another driver who takes the same round."""

    def race(self, yard: Yard) -> Any:
        found = yard.round(yard.estate(1), state="planned")
        return lambda *more: together(
            *(lambda by=by: start_round(found.pk, by=by) for by in (yard.driver, yard.unit, *more))
        )

    def begun(self) -> int:
        return Entry.objects.filter(action="waste.round_start").count()

    def test_guard_on_it_begins_once(self, yard: Yard) -> None:
        assert self.race(yard)() == {"done": 2}
        assert self.begun() == 1

    def test_another_driver_does_not_get_it(self, yard: Yard) -> None:
        assert self.race(yard)(yard.holder(Role.DRIVER)) == {"done": 2, "Refused": 1}
        assert self.begun() == 1

    def test_guard_off_it_begins_twice(self, yard: Yard) -> None:
        race = self.race(yard)
        with unguarded((setting_out, "lock_round")), mock.patch.object(setting_out, "lock_day", no_lock):
            assert race() == {"done": 2}
        assert self.begun() == 2
