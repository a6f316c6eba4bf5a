"""Rows that are only added: the database's own refusal to rewrite them, for whoever comes past the models.

Put in place after every ``migrate``, as the ledger's triggers are: SQLite forgets a table's triggers when a migration
rebuilds it. Deleting is refused on PostgreSQL only, for SQLite empties the tables of the demonstration row by row.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections

_KNOWN = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger",
}


@dataclass(frozen=True)
class FrozenRows:
    """One table whose rows are never changed.

    ``name`` is what its triggers are called by; ``words`` is what the database answers to whoever tries.
    """

    table: str
    name: str
    words: str

    def install(self, using: str = "default", **_kwargs: Any) -> None:
        """Create whichever of the triggers is missing; a receiver of ``post_migrate``."""
        connection = connections[using]
        if self.table not in connection.introspection.table_names():
            return
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN[connection.vendor])
            present = {name for (name,) in cursor.fetchall()}
            if connection.vendor == "postgresql":
                cursor.execute(self._function())
            for name, body in self._triggers(connection.vendor).items():
                if name not in present:
                    cursor.execute(f"CREATE TRIGGER {name} {body}")

    def _function(self) -> str:
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{self.words}' USING ERRCODE = 'restrict_violation'; END $$"
        )

    def _triggers(self, vendor: str) -> dict[str, str]:
        if vendor == "sqlite":
            refuse = f"BEGIN SELECT RAISE(ABORT, '{self.words}'); END"
            return {f"{self.name}_frozen": f"BEFORE UPDATE ON {self.table} {refuse}"}
        refuse = f"FOR EACH ROW EXECUTE FUNCTION {self.name}_refuse()"
        return {
            f"{self.name}_frozen": f"BEFORE UPDATE ON {self.table} {refuse}",
            f"{self.name}_kept": f"BEFORE DELETE ON {self.table} {refuse}",
        }
