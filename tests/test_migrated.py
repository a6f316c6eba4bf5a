"""What tests begin with is what ``migrate`` makes, copied or not."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated


@pytest.mark.django_db
def test_nothing_is_left_to_migrate() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_guards_of_the_database_are_copied_too() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        (found,) = cursor.fetchone()
    assert found >= 4


def test_a_changed_migration_asks_for_another_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "src" / "app" / "migrations"
    folder.mkdir(parents=True)
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    prints = set()
    for text in ("one", "two"):
        (folder / "0001_initial.py").write_text(text)
        migrated.fingerprint.cache_clear()
        prints.add(migrated.fingerprint())
    migrated.fingerprint.cache_clear()
    assert len(prints) == 2
