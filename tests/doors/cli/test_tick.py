"""The process beside the server: its commands, its threads, its end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jiayuan.doors.cli import clockwork as room
from jiayuan.doors.cli.clockwork import Clockwork
from jiayuan.foundation.common.registers import Duty, Register, registers
from jiayuan.foundation.duties.domain import work
from jiayuan.foundation.duties.models import DutyRun
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Seal
from tests.foundation.duties.sample_tasks import DONE, kill_the_worker_once, note, take_a_while

pytestmark = pytest.mark.django_db
COMMAND = [sys.executable, "-m", "jiayuan.doors.cli.main"]


@pytest.fixture(autouse=True)
def _keep_connection(monkeypatch):
    monkeypatch.setattr(room, "close_old_connections", lambda: None)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def broken():
    raise RuntimeError("out of paper")


def test_once_does_everything(call):
    record("case/1", "cases.report")
    result = call("tick", "--once")
    assert result.exit_code == 0, result.output
    said = dict(line.split(": ") for line in result.output.splitlines())
    assert set(said) == set(registers.duties.names())
    assert said["ledger seal"] == "1"
    assert Seal.objects.count() == 1
    assert DutyRun.objects.exclude(ok_at=None).count() == len(said)


def test_one_failure_stops_no_other_and_is_said(call, monkeypatch):
    done = []
    both = Register()
    both.add("print", Duty("print", "Print", 60, broken, 900))
    both.add("sweep", Duty("sweep", "Sweep", 60, lambda: done.append(1), 900))
    monkeypatch.setattr(registers, "duties", both)
    result = call("tick", "--once")
    assert result.exit_code == 1
    assert "print: failed: out of paper" in result.output
    assert done == [1]


def test_cron_does_what_is_due(call):
    said = call("tick", "--due").output.splitlines()
    assert len(said) == len(registers.duties.names())
    again = call("tick", "--due")
    assert (again.exit_code, again.output) == (0, "")


def test_tasks_are_worked_off_by_hand(call, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    DONE.clear()
    note.enqueue("sweep")
    assert call("work", "--once").output == "1 tasks\n"
    assert DONE == ["sweep"]


def test_a_worker_of_its_own_goes_on_until_told(call, monkeypatch):
    handlers = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    monkeypatch.setattr(
        work.Labourer, "work_off", lambda _: handlers[signal.SIGTERM](signal.SIGTERM, None) or 0
    )
    monkeypatch.setattr(work.Labourer, "_give_signs", lambda _: None)
    assert call("work").exit_code == 0


def test_every_duty_has_its_thread(call, monkeypatch):
    """Ordinary ones share one, those apart have their own, tasks theirs; the end of the parent ends all."""
    rounds = []
    both = Register()
    both.add("sweep", Duty("sweep", "Sweep", 60, lambda: 0, 900))
    both.add("send", Duty("send", "Send", 1, lambda: 0, 900, apart=True))
    monkeypatch.setattr(registers, "duties", both)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(room, "run_due", lambda duties: rounds.append([each.name for each in duties]))
    monkeypatch.setattr(work.Labourer, "work_for_ever", lambda _: rounds.append("tasks"))
    result = call("tick", "--with-parent", str(os.getppid() + 1))
    assert result.exit_code == 0
    assert sorted(set(map(str, rounds))) == ["['send']", "['sweep']", "tasks"]
    assert len(Clockwork(with_work=False)._loops) == 2


@pytest.mark.once
class TestInEarnest:
    """In processes of their own, on a database file of their own."""

    @pytest.fixture(scope="class")
    @classmethod
    def house(cls, tmp_path_factory):
        folder = tmp_path_factory.mktemp("clock") / "var"
        here = Path(__file__).resolve().parents[3]
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
        environment = {
            **kept,
            "JIAYUAN_DATA": str(folder),
            "PYTHONPATH": os.pathsep.join([str(here / "src"), str(here)]),
        }
        subprocess.run([*COMMAND, "migrate"], env=environment, check=True, capture_output=True, timeout=120)
        return environment

    def enqueue(self, house, task, *args):
        code = (
            "import django;django.setup();"
            f"from tests.foundation.duties.sample_tasks import {task.name} as t;t.enqueue({str(args[0])!r})"
        )
        subprocess.run(
            [sys.executable, "-c", code],
            env={**house, "DJANGO_SETTINGS_MODULE": "jiayuan.settings"},
            check=True,
            timeout=60,
        )

    def wait_for(self, path, text):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if path.exists() and path.read_text() == text:
                return
            time.sleep(0.1)
        pytest.fail(f"{path.name} never said {text}")

    def test_a_stop_lets_the_task_under_way_finish(self, house, tmp_path):
        mark = tmp_path / "mark"
        self.enqueue(house, take_a_while, mark)
        worker = subprocess.Popen([*COMMAND, "tick"], env=house)
        try:
            self.wait_for(mark, "begun")
            worker.terminate()
            assert worker.wait(timeout=30) == 0
        finally:
            worker.kill()
        assert mark.read_text() == "done"

    def test_a_killed_workers_task_is_done_by_the_next(self, house, tmp_path):
        mark = tmp_path / "mark"
        self.enqueue(house, kill_the_worker_once, mark)
        first = subprocess.run([*COMMAND, "work", "--once"], env=house, check=False, timeout=60)
        assert (first.returncode, mark.read_text()) == (-signal.SIGKILL, "begun")
        free = (
            "import django;django.setup();from jiayuan.foundation.duties.domain.work import free_lost_tasks;"
            "print(free_lost_tasks(lost_after=0))"
        )
        said = subprocess.run(
            [sys.executable, "-c", free],
            env={**house, "DJANGO_SETTINGS_MODULE": "jiayuan.settings"},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert said.stdout == "1\n"
        subprocess.run([*COMMAND, "work", "--once"], env=house, check=True, timeout=60)
        assert mark.read_text() == "done"
