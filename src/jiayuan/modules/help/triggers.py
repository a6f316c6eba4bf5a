"""What the database itself holds of the book of a fund, for whoever comes past the models.

An entry is never rewritten; it stays within one fund; it moves both balances itself, and nothing else moves them. So a
balance is the sum of its entries whoever writes, and with the constraint of :class:`.models.Account` never negative.
Put in place after every ``migrate``, as :mod:`~jiayuan.foundation.common.frozen_rows` says.
"""

from typing import Any

from django.db import connections

from jiayuan.foundation.common.frozen_rows import FrozenRows

BOOK = FrozenRows("help_transfer", "help_transfer", "Money is never rewritten: reverse and enter anew")
WITHIN = "An entry of a fund stays within this fund"
SUMMED = "A balance is the sum of the entries: enter what moves it"

_FUND_OF = "(SELECT fund_id FROM help_account WHERE id = NEW.{end}_id)"
_FUND_PAYING = "(SELECT fund_id FROM help_payment WHERE id = NEW.payment_id)"
_LEAVES = (
    f"{_FUND_OF.format(end='origin')} <> {_FUND_OF.format(end='target')} "
    f"OR NEW.payment_id IS NOT NULL AND {_FUND_OF.format(end='origin')} <> {_FUND_PAYING}"
)
_MOVE = """
    UPDATE help_account SET balance = balance - NEW.amount WHERE id = NEW.origin_id;
    UPDATE help_account SET balance = balance + NEW.amount WHERE id = NEW.target_id;
"""
_SUM = "(SELECT COALESCE(SUM(amount), 0) FROM help_transfer WHERE {end}_id = NEW.id)"
_IS_NOT_THE_SUM = f"NEW.balance <> {_SUM.format(end='target')} - {_SUM.format(end='origin')}"
_IS_ANOTHER = "NEW.id <> OLD.id OR NEW.fund_id <> OLD.fund_id OR NEW.kind <> OLD.kind"

_SQLITE = {
    "help_transfer_within": f"BEFORE INSERT ON help_transfer WHEN {_LEAVES} "
    f"BEGIN SELECT RAISE(ABORT, '{WITHIN}'); END",
    "help_transfer_moves": f"AFTER INSERT ON help_transfer BEGIN {_MOVE} END",
    "help_account_begins": "BEFORE INSERT ON help_account WHEN NEW.balance <> 0 "
    f"BEGIN SELECT RAISE(ABORT, '{SUMMED}'); END",
    "help_account_summed": f"BEFORE UPDATE ON help_account WHEN {_IS_ANOTHER} OR {_IS_NOT_THE_SUM} "
    f"BEGIN SELECT RAISE(ABORT, '{SUMMED}'); END",
}


def _function(name: str, body: str, end: str = "NEW") -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {body} RETURN {end}; END $$"
    )


def _refusing(condition: str, words: str) -> str:
    return f"IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF;"


_FUNCTIONS = (
    _function("help_transfer_within", _refusing(_LEAVES, WITHIN)),
    _function("help_transfer_moves", _MOVE, "NULL"),
    _function("help_account_begins", _refusing("NEW.balance <> 0", SUMMED)),
    _function("help_account_summed", _refusing(f"{_IS_ANOTHER} OR {_IS_NOT_THE_SUM}", SUMMED)),
)
_POSTGRESQL = {
    "help_transfer_within": "BEFORE INSERT ON help_transfer",
    "help_transfer_moves": "AFTER INSERT ON help_transfer",
    "help_account_begins": "BEFORE INSERT ON help_account",
    "help_account_summed": "BEFORE UPDATE ON help_account",
}
_KNOWN = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger",
}


def install(using: str = "default", **_kwargs: Any) -> None:
    """Create whichever of the triggers is missing; a receiver of ``post_migrate``."""
    BOOK.install(using)
    connection = connections[using]
    if not {"help_transfer", "help_account"} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
        triggers = _SQLITE
        if connection.vendor == "postgresql":
            for function in _FUNCTIONS:
                cursor.execute(function)
            triggers = {
                name: f"{when} FOR EACH ROW EXECUTE FUNCTION {name}()" for name, when in _POSTGRESQL.items()
            }
        for name, body in triggers.items():
            if name not in present:
                cursor.execute(f"CREATE TRIGGER {name} {body}")
