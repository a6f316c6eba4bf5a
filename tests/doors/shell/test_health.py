"""``/healthz`` and ``/readyz``."""

import datetime

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from jiayuan.doors.cli.checkup import examine
from jiayuan.doors.shell import health
from jiayuan.doors.shell.health import Level
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.duties.domain.run import run_all


def fail(*_args, **_kwargs):
    raise DatabaseError("password=secret")


@pytest.mark.django_db
def test_alive_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready():
    with at(datetime.datetime(2026, 3, 2, 4, tzinfo=datetime.UTC)):
        run_all()
        body = Client().get("/readyz").json()
    assert body == {
        "status": "ready",
        "checks": dict.fromkeys(["database", "migrations", "cache", "calendar", "duties"], "ok"),
        "warnings": [],
    }


@pytest.mark.django_db
def test_an_unknown_year_warns_without_making_it_unready():
    with at(datetime.datetime(2099, 12, 20, tzinfo=datetime.UTC)):
        run_all()
        response = Client().get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["calendar"] == "warning"
    assert "2099" in response.json()["warnings"][0]


@pytest.mark.django_db
def test_a_clock_that_stopped_warns_and_is_a_fault_to_who_mends():
    assert health.find_duties() == health.Finding(
        "duties",
        Level.WARNING,
        "Nothing has run by the clock yet.",
        "Start the server without --no-tick, or run: jiayuan tick",
    )
    run_all()
    assert health.find_duties().level == Level.OK
    with at(now() + datetime.timedelta(minutes=16)):
        found = health.find_duties()
        assert found.level == Level.WARNING
        assert "cases escalate since" in found.words
        assert "expire sessions" not in found.words
        assert next(each for each in examine() if each.name == "duties").level == Level.FAULT


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("one", False), ("two", False)])
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert response.json()["checks"]["migrations"] == "fault"


@pytest.mark.django_db
def test_a_dead_database_is_said_without_secrets(monkeypatch):
    monkeypatch.setattr(connection, "cursor", fail)
    monkeypatch.setattr(cache, "set", fail)
    monkeypatch.setattr(cache, "get", fail)
    monkeypatch.setattr(health, "MigrationExecutor", fail)
    monkeypatch.setattr(health, "standings", fail)
    response = Client().get("/readyz")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert (checks["database"], checks["migrations"], checks["cache"]) == ("fault", "fault", "fault")
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_a_cache_that_forgets_is_a_fault(monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *_: None)
    assert health.find_cache().level == Level.FAULT
