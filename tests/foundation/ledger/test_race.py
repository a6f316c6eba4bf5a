"""Sixteen writers at once, on PostgreSQL: with the lock the chains hold, without it they break."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from jiayuan.foundation.ledger.domain import record as room
from jiayuan.foundation.ledger.domain.record import AlreadyRecorded, record
from jiayuan.foundation.ledger.domain.seal import seal
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry, Stream

WRITERS, EACH = 16, 25
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def run(write: Callable[[int], None]) -> list[Exception]:
    """Run ``write(writer)`` in as many threads as there are writers; what they raised."""
    start = Barrier(WRITERS)

    def work(writer: int) -> Exception | None:
        try:
            start.wait(timeout=10)
            write(writer)
        except Exception as error:  # noqa: BLE001 the test looks at it
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(WRITERS) as threads:
        return [error for error in threads.map(work, range(WRITERS)) if error is not None]


@pytest.mark.parametrize("streams", [1, 7, WRITERS * EACH])
def test_with_the_lock_every_chain_holds(streams: int) -> None:
    def write(writer: int) -> None:
        for turn in range(EACH):
            with transaction.atomic():
                record(f"case/{(writer * EACH + turn) % streams}", "note", nonce=f"{writer}-{turn}")

    assert run(write) == []
    lengths = Stream.objects.values_list("length", flat=True)
    assert (len(lengths), sum(lengths)) == (streams, WRITERS * EACH)
    report = verify()
    assert (report.ok, report.entries) == (True, WRITERS * EACH)


def test_without_the_lock_writers_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    record("case/1", "report")
    monkeypatch.setattr(room, "_lock_stream", lambda name: Stream.objects.get(pk=name))

    def write(_: int) -> None:
        for _turn in range(EACH):
            with transaction.atomic():
                record("case/1", "note")

    errors = run(write)
    assert errors
    assert all(isinstance(error, IntegrityError) for error in errors)
    assert verify().ok  # the unique number is the second line: it refuses, nothing is broken


def test_one_nonce_is_recorded_by_one_of_sixteen() -> None:
    def write(writer: int) -> None:
        record(f"case/{writer}", "report", nonce="the same tap")

    errors = run(write)
    assert len(errors) == WRITERS - 1
    assert all(isinstance(error, AlreadyRecorded) for error in errors)
    assert Entry.objects.count() == 1
    assert verify().ok


def test_seals_taken_while_others_write_hold() -> None:
    def write(writer: int) -> None:
        for turn in range(EACH):
            if writer < 2:
                seal()
                continue
            with transaction.atomic():
                record(f"case/{writer}", "note")
                record(f"sample/{writer}/{turn}", "note")

    assert run(write) == []
    seal()
    report = verify()
    assert report.ok
    assert report.seals > 1
    assert report.entries == (WRITERS - 2) * EACH * 2


def test_verifying_while_others_write_raises_no_alarm() -> None:
    def write(writer: int) -> None:
        for turn in range(EACH):
            if writer == 0:
                assert verify().ok
            else:
                record(f"case/{turn}", "note")

    assert run(write) == []
    assert verify().ok
