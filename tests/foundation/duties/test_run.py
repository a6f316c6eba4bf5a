"""What has to happen by the clock: when it is due, once, remembered, caught up, and missed aloud."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock
from typing import Any

import pytest
from django.db import DatabaseError, connection

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import Duty, Register
from jiayuan.foundation.duties.domain import run
from jiayuan.foundation.duties.domain.alarm import late, standings
from jiayuan.foundation.duties.domain.run import Done, run_all, run_due, run_duty, take
from jiayuan.foundation.duties.models import DutyRun

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def later(seconds: float) -> Any:
    return at(NOON + timedelta(seconds=seconds))


def a_duty(work: Callable[[], Any], **changes: Any) -> Duty:
    return Duty(
        **{"name": "sweep", "label": "Sweep", "every": 60, "work": work, "alarm_after": 900, **changes}
    )


def broken() -> None:
    raise RuntimeError("out of paper")


@pytest.mark.django_db
class TestOne:
    def test_it_runs_once_a_period(self) -> None:
        done: list[int] = []
        duty = a_duty(lambda: done.append(1))
        for seconds, runs in ((0, 1), (30, 1), (59, 2), (118, 3), (119, 3)):
            with later(seconds):
                run_due([duty])
            assert len(done) == runs, seconds

    def test_what_was_missed_is_caught_up_once(self) -> None:
        done: list[int] = []
        duty = a_duty(lambda: done.append(1))
        with later(0):
            run_due([duty])
        for _round in range(3):
            with later(86400):
                run_due([duty])
        assert len(done) == 2

    def test_a_restart_forgets_nothing(self) -> None:
        with later(0):
            run_due([a_duty(lambda: 7)])
        row = DutyRun.objects.get()
        assert (row.started_at, row.ok_at, row.runs, row.error) == (NOON, NOON, 1, "")
        assert str(row) == "sweep"

    def test_a_failure_is_remembered_and_tried_again_soon(self, caplog: pytest.LogCaptureFixture) -> None:
        duty = a_duty(broken, every=3600)
        with later(0):
            assert run_due([duty]) == [Done("sweep", False, "failed: out of paper")]
        row = DutyRun.objects.get()
        assert (row.failures, row.error, row.ok_at) == (1, "RuntimeError: out of paper", None)
        with later(30):
            assert run_due([duty]) == []
        with later(60):
            assert [each.ok for each in run_due([duty])] == [False]
        assert DutyRun.objects.get().failures == 2
        assert "duty failed: sweep" in caplog.text

    def test_after_a_good_end_the_failures_are_over(self) -> None:
        with later(0):
            run_due([a_duty(broken)])
        with later(60):
            run_due([a_duty(lambda: None)])
        assert (DutyRun.objects.get().failures, DutyRun.objects.get().error) == (0, "")

    def test_one_failure_stops_no_other(self) -> None:
        done: list[int] = []
        results = run_due([a_duty(broken), a_duty(lambda: done.append(1), name="mop")])
        assert ([each.ok for each in results], done) == ([False, True], [1])

    def test_who_died_at_it_is_waited_for_and_then_followed(self) -> None:
        done: list[int] = []
        duty = a_duty(lambda: done.append(1), lease=120)
        with later(0):
            run_due([a_duty(lambda: 1 / 0)])
        with later(60):
            assert take(duty)  # and is killed
        with later(150):
            assert run_due([duty]) == []
        with later(181):
            assert [each.ok for each in run_due([duty])] == [True]

    def test_who_lost_the_lease_writes_no_end(self) -> None:
        """A run that was taken for dead ends after all: what its follower wrote stays."""
        duty = a_duty(lambda: 0, lease=10)

        def slow() -> None:
            with later(11):
                run_duty(duty)
            broken()

        with later(0):
            assert run_due([a_duty(slow, lease=10)]) == [Done("sweep", False, "failed: out of paper")]
        row = DutyRun.objects.get()
        assert (row.failures, row.error, row.runs) == (0, "", 2)

    def test_everything_at_once(self, duties: Register) -> None:
        done: list[int] = []
        duties.add("sweep", a_duty(lambda: done.append(1)))
        run_due()
        run_all()
        assert len(done) == 2

    def test_one_query_when_nothing_is_due(self, django_assert_num_queries: Any) -> None:
        both = [a_duty(lambda: 0), a_duty(lambda: 0, name="mop")]
        run_due(both)
        with django_assert_num_queries(1):
            run_due(both)

    def test_a_dead_database_is_survived(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def dead(*_: Any) -> None:
            raise DatabaseError

        monkeypatch.setattr(run, "_succeed", dead)
        assert [each.ok for each in run_due([a_duty(lambda: 0)])] == [True]
        monkeypatch.setattr(run, "_due", dead)
        assert run_due([a_duty(lambda: 0)]) == []
        assert "could not be written" in caplog.text


@pytest.mark.django_db
class TestAlarm:
    def test_a_duty_that_does_not_end_well_rings(self, duties: Register) -> None:
        duties.add("sweep", a_duty(broken))
        assert [(each.run, each.is_late, each.quiet_since) for each in standings()] == [(None, False, None)]
        with later(0):
            run_due()
        with later(900):
            assert late() == []
        with later(901):
            run_due()
            [found] = late()
        assert found.quiet_since == NOON
        assert not found.is_running

    def test_a_duty_that_runs_is_seen(self, duties: Register) -> None:
        seen: list[bool] = []
        duties.add("sweep", a_duty(lambda: seen.append(standings()[0].is_running)))
        with later(0):
            run_due()
        assert seen == [True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestRace:
    def race(self, duty: Duty) -> None:
        start = Barrier(8)

        def work(_: int) -> None:
            start.wait(timeout=10)
            try:
                run_duty(duty)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(work, range(8)))

    def counted(self) -> tuple[list[int], Duty]:
        done: list[int] = []
        lock = Lock()

        def work() -> None:
            with lock:
                done.append(1)

        duty = a_duty(work)
        run._due([duty])
        return done, duty

    def test_of_eight_machines_one_does_it(self) -> None:
        done, duty = self.counted()
        self.race(duty)
        assert len(done) == 1

    def test_without_the_conditional_update_all_do_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        done, duty = self.counted()
        gate = Barrier(8)

        def look_and_leap(duty: Duty) -> str | None:
            free = DutyRun.objects.free_to_run(datetime.now(UTC)).filter(pk=duty.name).exists()
            gate.wait(timeout=10)
            return "me" if free else None

        monkeypatch.setattr(run, "take", look_and_leap)
        self.race(duty)
        assert len(done) == 8
