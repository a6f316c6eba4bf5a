"""Moving to another database."""

import subprocess
from contextlib import nullcontext

import pytest
from django.db import connections

from jiayuan.doors.cli import relocate
from jiayuan.doors.cli.relocate import TARGET, copy_rows, opened
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.models import Case
from tests.factories import CasePhotoFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(tmp_path, copy_of_migrated):
    """An empty, migrated database beside the test's own."""
    with opened(f"sqlite:///{copy_of_migrated(tmp_path / 'other.sqlite3')}") as alias:
        connections[alias].connect()  # past the guard that keeps tests to the databases they name
        yield alias
    assert TARGET not in connections.databases


def test_every_row_arrives_as_it_was(target):
    CasePhotoFactory()
    RoleGrantFactory()
    record("case/1", "cases.report", after={"words": "井盖", "at": "2026-01-01T00:00:00.123456Z"})
    said = []
    total = copy_rows(target, said.append)
    assert total == sum(int(line.rsplit(": ")[1]) for line in said)
    for model in relocate.copied_models():
        here = list(model._base_manager.order_by("pk").values())
        assert list(model._base_manager.using(target).order_by("pk").values()) == here, model
    assert Entry.objects.using(target).get().at == Entry.objects.get().at
    assert Case.objects.using(target).count() == 1
    fresh = Person.objects.db_manager(target).create(name="新来的")
    assert fresh.pk > max(Person.objects.values_list("pk", flat=True))


def test_nothing_is_mixed_with_what_is_there(target):
    Person.objects.db_manager(target).create(name="先来的")
    RoleGrantFactory()
    with pytest.raises(Conflict, match="people_person"):
        copy_rows(target, lambda _: None)
    assert Person.objects.using(target).count() == 1


@pytest.mark.parametrize("address", ["nonsense", "http://somewhere/else", ""])
def test_what_is_no_address(address):
    with pytest.raises(Invalid), opened(address):
        pass


def test_the_command_migrates_copies_and_verifies(call, target, monkeypatch):
    asked = []

    class Done:
        returncode = 0

    def run(command, *, env, check):
        asked.append((command[3:], env["DATABASE_URL"]))
        return Done

    monkeypatch.setattr(subprocess, "run", run)
    RoleGrantFactory()
    address = f"sqlite:///{connections.databases[target]['NAME']}"
    monkeypatch.setattr(relocate, "opened", lambda _address: nullcontext(target))
    result = call("copy-to", address)
    assert "rows copied" in result.output, result.output
    assert asked == [(["migrate"], address), (["ledger", "verify"], address)]
    Done.returncode = 1
    result = call("copy-to", address)
    assert result.exit_code == 1
    assert "migrate failed over there" in result.output
