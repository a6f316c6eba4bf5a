"""The database's own refusal to rewrite the book of a fund, for whoever comes past the models.

Put in place after every ``migrate``, as the ledger's are: SQLite forgets a table's triggers when a migration rebuilds
it. Deleting is refused on PostgreSQL only, for SQLite empties the tables of the demonstration row by row.
"""

from typing import Any

from django.db import connections

TABLE, WORDS = "help_transfer", "Money is never rewritten: reverse and enter anew"
_KNOWN = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger",
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION help_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$
"""
_REFUSE = "FOR EACH ROW EXECUTE FUNCTION help_refuse()"
_TRIGGERS = {
    "sqlite": {
        "help_transfer_frozen": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    },
    "postgresql": {
        "help_transfer_frozen": f"BEFORE UPDATE ON {TABLE} {_REFUSE}",
        "help_transfer_kept": f"BEFORE DELETE ON {TABLE} {_REFUSE}",
    },
}


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Create whichever of the triggers is missing."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, body in _TRIGGERS[connection.vendor].items():
            if name not in present:
                cursor.execute(f"CREATE TRIGGER {name} {body}")
