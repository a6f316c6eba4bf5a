"""Background tasks: worked off, tried again, taken up after a death."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.duties.domain import work
from jiayuan.foundation.duties.domain.work import Labourer, forget_old_tasks, free_lost_tasks
from jiayuan.foundation.duties.models import TaskWorker
from jiayuan.foundation.duties.tasks import Policy, policy_of

from .sample_tasks import DONE, ask_for_too_much, note, stumble

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done() -> Iterator[None]:
    DONE.clear()
    yield
    DONE.clear()


@pytest.fixture(autouse=True)
def _keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def test_tasks_are_worked_off_in_order() -> None:
    for word in ("sweep", "mop"):
        note.enqueue(word)
    assert DONE == []
    assert Labourer().work_off() == 2
    assert DONE == ["sweep", "mop"]
    row = DBTaskResult.objects.first()
    assert row
    assert (row.status, row.return_value) == (Status.SUCCESSFUL, "sweep")
    assert Labourer().work_off() == 0


def test_a_failure_is_tried_again_after_a_pause_and_then_given_up(caplog: pytest.LogCaptureFixture) -> None:
    stumble.enqueue("oops")
    assert Labourer().work_off() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, DONE) == (Status.READY, ["oops"])
    assert timedelta(seconds=8) < row.run_after - now() < timedelta(seconds=11)
    assert Labourer().work_off() == 0
    DBTaskResult.objects.update(run_after=now() - timedelta(seconds=1))
    assert Labourer().work_off() == 1
    row.refresh_from_db()
    assert (row.status, DONE) == (Status.FAILED, ["oops", "oops"])
    assert "failed for good after 2 attempts" in caplog.text


def test_a_refusal_is_not_asked_again() -> None:
    ask_for_too_much.enqueue()
    Labourer().work_off()
    assert DBTaskResult.objects.get().status == Status.FAILED


def test_an_unknown_kind_of_error_is_no_refusal() -> None:
    assert not work._is_refusal("gone.Error")
    assert not work._is_refusal("os.path.join")


def test_pauses_double_up_to_an_hour() -> None:
    policy = Policy(attempts=20, pause=30)
    assert [policy.pause_after(attempt) for attempt in (1, 2, 3, 9)] == [30, 60, 120, 3600]
    assert policy_of("unknown.task") == Policy()


def test_a_task_whose_worker_died_goes_to_another() -> None:
    note.enqueue("sweep")
    row = DBTaskResult.objects.get()
    row.claim("dead")
    TaskWorker.objects.create(name="dead", seen_at=now())
    assert free_lost_tasks() == 0
    with at(now() + timedelta(minutes=6)):
        assert free_lost_tasks() == 1
    Labourer().work_off()
    assert DONE == ["sweep"]


def test_a_task_that_kills_its_workers_is_given_up() -> None:
    stumble.enqueue("deadly")
    row = DBTaskResult.objects.get()
    for name in ("first", "second"):
        row.claim(name)
    assert free_lost_tasks() == 1
    row.refresh_from_db()
    assert (row.status, row.exception_class_path.rpartition(".")[2]) == (Status.FAILED, "WorkerDied")


def test_old_results_and_workers_are_forgotten() -> None:
    note.enqueue("sweep")
    Labourer().work_off()
    assert forget_old_tasks() == 0
    with at(now() + timedelta(days=31)):
        assert forget_old_tasks() == 1
        free_lost_tasks()
    assert not TaskWorker.objects.exists()


def test_it_goes_on_until_told_and_survives_a_dead_database(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    labourer = Labourer()
    rounds: list[int] = []

    def work_off() -> int:
        rounds.append(1)
        if len(rounds) == 2:
            labourer.stopping.set()
        raise DatabaseError

    monkeypatch.setattr(work, "IDLE", 0.01)
    monkeypatch.setattr(Labourer, "_give_signs", lambda _: None)
    monkeypatch.setattr(labourer, "work_off", work_off)
    labourer.work_for_ever()
    assert len(rounds) == 2
    assert "cannot be worked off" in caplog.text


def test_signs_of_life(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(work, "SIGN", 0.001)
    given: list[int] = []
    labourer = Labourer(threading.Event())

    def sign() -> Any:
        given.append(1)
        if len(given) == 2:
            labourer.stopping.set()
            raise DatabaseError

    monkeypatch.setattr(labourer, "give_sign", sign)
    labourer._give_signs()
    assert len(given) == 2
    assert "no sign of life" in caplog.text
