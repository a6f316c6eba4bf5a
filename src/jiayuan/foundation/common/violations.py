"""What an ``IntegrityError`` says: that somebody else was quicker, or that something is wrong.

A unique constraint refuses the second of two who want the same thing. Every other constraint (a check, a key that leads
nowhere, a value that is missing) refuses what must not be written by anybody: to call that "somebody was quicker" would
hide a fault of ours behind advice that never helps.
"""

from django.db import IntegrityError

UNIQUE = "23505"
"""SQLSTATE of PostgreSQL."""
UNIQUE_IN_SQLITE = frozenset(("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"))


def is_taken(error: IntegrityError) -> bool:
    """Was it refused because there is one already?"""
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", None) == UNIQUE
        or getattr(cause, "sqlite_errorname", None) in UNIQUE_IN_SQLITE
    )
