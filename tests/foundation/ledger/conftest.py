"""A small ledger, and a way to change it behind its back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.domain.seal import seal
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.ledger.triggers import drop_triggers
from jiayuan.foundation.people.models import Person
from tests.factories import PersonFactory

Tamper = Callable[..., None]


@pytest.fixture
def worker(db: None) -> Person:
    return PersonFactory(name="王干事")


@pytest.fixture
def ledger(worker: Person) -> dict[str, list[Entry]]:
    """Three streams of five entries each, written in turn, under one seal."""
    written: dict[str, list[Entry]] = {}
    for number in range(1, 6):
        for stream in ("case/1", "case/2", "person/7"):
            entry = record(
                stream,
                "case.note",
                by=worker,
                on_behalf_of=worker,
                before={"state": "filed"},
                after={"words": f"第 {number} 次 👋", "ratio": 1e16},
                place_path="140106004010",
                source=Source.CONSOLE,
                nonce=f"{stream}-{number}",
            )
            written.setdefault(stream, []).append(entry)
    assert seal() is not None
    return written


@pytest.fixture
def tamper(db: None) -> Iterator[Tamper]:
    """Run SQL with the triggers gone; everything is undone at the end."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with (
                connection.cursor() as cursor
            ):  # no trigger can be dropped while constraints wait to be checked
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        drop_triggers()

        def run(statement: str, *parameters: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                assert cursor.rowcount > 0, "the attack touched nothing"

        yield run
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _only_where_it_can_run(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
