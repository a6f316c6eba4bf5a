"""``jiayuan ledger``."""

import json

import pytest
from django.db import OperationalError, connection
from django.utils import translation

from jiayuan.foundation.ledger.domain.queries import last_verification
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_a_sound_ledger(call):
    record("case/1", "cases.report", after={"words": "井盖"})
    result = call("ledger", "verify")
    assert result.exit_code == 0
    assert "all as it was written" in result.output


def test_a_change_behind_its_back_is_named(call):
    record("case/1", "cases.report")
    second = record("case/1", "cases.file")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE ledger_entry SET action = 'cases.reject' WHERE id = %s", [second.pk])
    result = call("ledger", "verify", "--json")
    assert result.exit_code == 1
    said = json.loads(result.output)
    assert not said["ok"]
    first = said["faults"][0]
    assert (first["stream"], first["number"], first["kind"]) == ("case/1", 2, "changed")
    result = call("ledger", "verify", "--stream", "case/1")
    assert "1 faults" in result.output
    assert "case/1 #2" in result.output


def test_one_stream_alone(call):
    record("case/1", "cases.report")
    record("case/2", "cases.report")
    assert json.loads(call("ledger", "verify", "--json", "--stream", "case/2").output)["entries"] == 1
    assert last_verification() is None


def test_the_outcome_is_kept(call):
    record("case/1", "cases.report")
    said = json.loads(call("ledger", "verify", "--json").output)
    assert {"entries", "streams", "seconds", "ok", "faults"} <= said.keys()
    kept = last_verification()
    assert (kept.ok, kept.entries, kept.streams, kept.by) == (True, 1, 1, None)
    with translation.override("en"):
        assert last_verification().door == "Shell"
    assert json.loads(call("ledger", "verify", "--json").output)["entries"] == 2


def test_a_ledger_that_can_only_be_read_is_verified_too(call, monkeypatch):
    def refuse(*_given, **_named):
        raise OperationalError("attempt to write a readonly database")

    record("case/1", "cases.report")
    monkeypatch.setattr("jiayuan.foundation.ledger.domain.queries.record", refuse)
    result = call("ledger", "verify")
    assert result.exit_code == 0
    assert "all as it was written" in result.stdout
    assert "readonly" in result.stderr


def test_sealing(call):
    assert call("ledger", "seal").output == "Nothing new to seal.\n"
    record("case/1", "cases.report")
    assert call("ledger", "seal").output.startswith(f"1 entries up to {Entry.objects.get().pk}: ")
