"""The duties of the clock."""

import os
import signal

import pytest
from django.core.cache import cache

from jiayuan.doors.cli import duties
from jiayuan.doors.cli.duties import Duty, run_duties
from jiayuan.doors.shell.health import TICK_KEY
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_connection(monkeypatch):
    monkeypatch.setattr(duties, "close_old_connections", lambda: None)


def broken():
    raise RuntimeError("out of paper")


def test_once_does_everything(call):
    record("case/1", "cases.report")
    result = call("tick", "--once")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "cases escalate: 0", "ledger seal: 1", "remove orphan photos: 0", "expire sessions: 0",
    ]  # fmt: skip
    assert Seal.objects.count() == 1
    assert cache.get(TICK_KEY)


def test_one_failure_stops_no_other(call, monkeypatch):
    done = []
    both = (Duty("print", 60, broken), Duty("sweep", 60, lambda: done.append(1)))
    monkeypatch.setattr(duties.run_duties, "__defaults__", (both,))
    result = call("tick", "--once")
    assert result.exit_code == 1
    assert "print: failed: out of paper" in result.output
    assert done == [1]


def test_each_duty_once_a_period_whoever_asks():
    done = []
    duty = (Duty("sweep", 60, lambda: done.append(1)),)
    assert [each.name for each in run_duties(duty)] == ["sweep"]
    assert run_duties(duty) == []
    assert done == [1]


def test_a_failed_duty_is_tried_in_the_next_round():
    duty = (Duty("print", 3600, broken),)
    assert [each.ok for each in run_duties(duty)] == [False]
    assert [each.ok for each in run_duties(duty)] == [False]


def test_a_dead_cache_stops_nobody(monkeypatch):
    def dead(*_args, **_kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", dead)
    monkeypatch.setattr(cache, "add", dead)
    assert run_duties((Duty("sweep", 60, lambda: None),)) == []
    assert [each.ok for each in run_duties((Duty("sweep", 60, lambda: None),), all_of_them=True)] == [True]


def test_it_ends_with_its_parent(call, monkeypatch):
    rounds = []
    monkeypatch.setattr(duties, "run_duties", lambda: rounds.append(1))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    result = call("tick", "--every", "1", "--with-parent", str(os.getppid() + 1))
    assert result.exit_code == 0
    assert rounds == [1]


def test_it_ends_when_told(call, monkeypatch):
    handlers = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    monkeypatch.setattr(duties, "run_duties", lambda: handlers[signal.SIGTERM](signal.SIGTERM, None))
    assert call("tick").exit_code == 0
