"""Nothing rewrites the ledger by accident: neither through the models nor past them."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.domain.seal import seal
from jiayuan.foundation.ledger.models import Entry, Seal
from jiayuan.foundation.ledger.triggers import ENTRY_FROZEN, SEAL_FROZEN, drop_triggers, install_after_migrate

ATTEMPTS: dict[str, Callable[[Entry], object]] = {
    "save": lambda entry: entry.save(),
    "save some fields": lambda entry: Entry(pk=entry.pk).save(update_fields=["action"]),
    "save over": lambda entry: Entry(pk=entry.pk).save(force_update=True),
    "delete": lambda entry: entry.delete(),
    "update many": lambda _: Entry.objects.update(action="x"),
    "delete many": lambda _: Entry.objects.all().delete(),
    "bulk update": lambda entry: Entry.objects.bulk_update([entry], ["action"]),
    "update or create": lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"action": "x"}),
    "by its stream": lambda entry: entry.stream.entries.update(action="x"),
    "seal": lambda _: Seal.objects.update(root="x"),
    "one seal": lambda _: Seal.objects.get().delete(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_models_refuse(attempt: Callable[[Entry], object]) -> None:
    entry = record("case/1", "report")
    assert seal()
    with pytest.raises(TypeError, match="append-only"):
        attempt(entry)
    assert Entry.objects.get().action == "report"


def refused(statement: str) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except DatabaseError as error:
            transaction.set_rollback(True)
            return "append-only" in str(error)
    return False


@pytest.mark.django_db
def test_the_database_refuses_to_rewrite() -> None:
    record("case/1", "report")
    assert seal()
    assert all(refused(f"UPDATE ledger_entry SET {column} = {column}") for column in ENTRY_FROZEN)  # noqa: S608
    assert all(refused(f"UPDATE ledger_seal SET {column} = {column}") for column in SEAL_FROZEN)  # noqa: S608
    assert refused("UPDATE ledger_entry SET payload = '{}'")
    assert not refused("UPDATE ledger_entry SET payload = NULL, salt = '', erased_at = '2026-01-01 00:00:00'")


def test_every_column_but_the_erasable_is_frozen() -> None:
    erasable = {"payload", "salt", "erased_at"}
    assert set(ENTRY_FROZEN) == {each.column for each in Entry._meta.concrete_fields} - erasable
    assert set(SEAL_FROZEN) == {each.column for each in Seal._meta.concrete_fields}


@pytest.mark.django_db
@pytest.mark.postgres
def test_postgresql_refuses_to_delete() -> None:
    record("case/1", "report")
    assert seal()
    assert refused("DELETE FROM ledger_entry")
    assert refused("DELETE FROM ledger_seal")


@pytest.mark.django_db
def test_triggers_come_back_after_migrate() -> None:
    drop_triggers()
    record("case/1", "report")
    assert not refused("UPDATE ledger_entry SET action = action")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for _ in range(2):
        install_after_migrate(None, using="default")
    assert refused("UPDATE ledger_entry SET action = action")


@pytest.mark.django_db
def test_no_triggers_without_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    drop_triggers()
    monkeypatch.setattr(connection.introspection, "table_names", list)
    install_after_migrate(None, using="default")
    record("case/1", "report")
    assert not refused("UPDATE ledger_entry SET action = action")


@pytest.mark.django_db(transaction=True)
def test_a_demonstration_can_still_be_emptied() -> None:
    record("case/1", "report")
    call_command("flush", interactive=False, verbosity=0)
    assert not Entry.objects.exists()
    record("case/1", "report")
    assert refused("UPDATE ledger_entry SET action = action")
