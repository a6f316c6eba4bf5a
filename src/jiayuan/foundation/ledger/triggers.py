"""The database's own refusal to rewrite the ledger, for whoever comes past the models.

Put in place after every ``migrate`` rather than by one migration, because SQLite forgets a table's triggers
whenever a later migration rebuilds it. What SQLite leaves open, and why, is in ADR 0003.
"""

from typing import Any

from django.db import connections

ENTRY_FROZEN = (
    "id",
    "stream",
    "number",
    "action",
    "at",
    "actor_id",
    "on_behalf_of_id",
    "place_path",
    "source",
    "nonce",
    "payload_digest",
    "previous_hash",
    "hash",
)
SEAL_FROZEN = ("id", "up_to", "entries", "root", "at")
_WORDS = "The ledger is append-only"

_OF_ENTRY = f"BEFORE UPDATE OF {', '.join(ENTRY_FROZEN)} ON ledger_entry"
_OF_PAYLOAD = "BEFORE UPDATE OF payload ON ledger_entry"
_OF_SEAL = f"BEFORE UPDATE OF {', '.join(SEAL_FROZEN)} ON ledger_seal"

_ABORT = f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
_SQLITE_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_SQLITE = {
    "ledger_entry_frozen": ("ledger_entry", f"{_OF_ENTRY} {_ABORT}"),
    "ledger_payload_frozen": ("ledger_entry", f"{_OF_PAYLOAD} WHEN NEW.payload IS NOT NULL {_ABORT}"),
    "ledger_seal_frozen": ("ledger_seal", f"{_OF_SEAL} {_ABORT}"),
}

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'restrict_violation';
END $$
"""
_REFUSE = "EXECUTE FUNCTION ledger_refuse()"
_POSTGRESQL = {
    "ledger_entry_frozen": ("ledger_entry", f"{_OF_ENTRY} FOR EACH ROW {_REFUSE}"),
    "ledger_payload_frozen": (
        "ledger_entry",
        f"{_OF_PAYLOAD} FOR EACH ROW WHEN (NEW.payload IS NOT NULL) {_REFUSE}",
    ),
    "ledger_entry_kept": ("ledger_entry", f"BEFORE DELETE ON ledger_entry FOR EACH ROW {_REFUSE}"),
    "ledger_seal_frozen": ("ledger_seal", f"{_OF_SEAL} FOR EACH ROW {_REFUSE}"),
    "ledger_seal_kept": ("ledger_seal", f"BEFORE DELETE ON ledger_seal FOR EACH ROW {_REFUSE}"),
}


def install_triggers(using: str = "default") -> None:
    """Create whichever of the triggers is missing."""
    connection = connections[using]
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger" if on_postgresql else _SQLITE_TRIGGERS)
        present = {name for (name,) in cursor.fetchall()}
        wanted = (_POSTGRESQL if on_postgresql else _SQLITE).items()
        missing = [f"CREATE TRIGGER {name} {body}" for name, (_, body) in wanted if name not in present]
        if missing and on_postgresql:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for statement in missing:
            cursor.execute(statement)


def drop_triggers(using: str = "default") -> None:
    """Take the triggers away: for a migration that must rewrite the table, and for tests that tamper."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, (table, _) in (_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE).items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def install_after_migrate(sender: Any, using: str, **_kwargs: Any) -> None:  # noqa: ARG001 a signal's name
    if _tables_exist(using):
        install_triggers(using)


def _tables_exist(using: str) -> bool:
    """``migrate ledger zero`` ends here too."""
    return {"ledger_entry", "ledger_seal"} <= set(connections[using].introspection.table_names())
