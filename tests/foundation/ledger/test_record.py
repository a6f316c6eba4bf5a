from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.ledger.domain import record as room
from jiayuan.foundation.ledger.domain.record import AlreadyRecorded, already_recorded, record
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry, Stream
from jiayuan.foundation.people.models import Person

from .test_hashing import MOMENTS

pytestmark = pytest.mark.django_db


def test_entries_of_a_stream_are_numbered_and_chained() -> None:
    first, second = record("case/1", "report"), record("case/1", "file")
    other = record("case/2", "report")
    assert [(each.number, each.previous_hash) for each in (first, second, other)] == [
        (1, ""),
        (2, first.hash),
        (1, ""),
    ]
    head = Stream.objects.get(pk="case/1")
    assert (head.length, head.head) == (2, second.hash)
    assert str(head) == "case/1 (2)"
    assert str(second) == "case/1#2 file"


def test_a_subject_made_just_now_begins_its_stream_in_fewer_statements(
    django_assert_num_queries: Any,
) -> None:
    with transaction.atomic():
        with django_assert_num_queries(2):
            first = record("case/1", "report", begins=True)
        second = record("case/1", "file", begins=True)  # whoever was wrong about it loses nothing
    third = record("case/1", "dispatch")
    chain = [(each.number, each.previous_hash) for each in (first, second, third)]
    assert chain == [(1, ""), (2, first.hash), (3, second.hash)]
    head = Stream.objects.get(pk="case/1")
    assert (head.length, head.head) == (3, third.hash)
    assert verify().ok


def test_an_entry_says_who_when_and_through_which_door(worker: Person) -> None:
    with at(MOMENTS[0]), coming_from(Source.CONSOLE):
        entry = record("case/1", "file", by=worker, on_behalf_of=worker, before={"a": 1}, after={"a": 2})
    stored = Entry.objects.get(pk=entry.pk)
    assert (stored.actor, stored.on_behalf_of, stored.at, stored.source) == (
        worker,
        worker,
        MOMENTS[0],
        "console",
    )
    assert stored.payload == {"before": {"a": 1}, "after": {"a": 2}}


def test_a_nonce_is_recorded_once_and_the_transaction_goes_on() -> None:
    first = record("case/1", "report", nonce="n1")
    with transaction.atomic():
        with pytest.raises(AlreadyRecorded) as refusal:
            record("case/2", "report", nonce="n1")
        record("case/3", "report", nonce="n2")
    assert refusal.value.entry == first
    assert refusal.value.status == 409
    assert refusal.value.remedy
    assert already_recorded("n1") == first
    assert not Stream.objects.filter(pk="case/2").exists()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("nonce", ["x" * 65, "a\x00b", "half \ud83d", "行" * 200])
def test_whatever_a_client_sends_as_nonce_is_kept(nonce: str) -> None:
    entry = record("case/1", "report", nonce=nonce)
    assert already_recorded(nonce) == entry
    assert len(entry.nonce or "") == 64


@pytest.mark.parametrize("nonce", [None, ""])
def test_no_nonce_is_no_nonce(nonce: str | None) -> None:
    record("case/1", "report", nonce=nonce)
    record("case/1", "report", nonce=nonce)
    assert already_recorded(nonce) is None


def test_a_number_taken_twice_is_not_mistaken_for_a_nonce(monkeypatch: pytest.MonkeyPatch) -> None:
    record("case/1", "report")
    stale = Stream(name="case/1", length=0, head="")
    monkeypatch.setattr(room, "_lock_stream", lambda _: stale)
    with pytest.raises(IntegrityError), transaction.atomic():
        record("case/1", "report", nonce="n1")
    assert Entry.objects.count() == 1


def test_the_loser_of_a_first_write_takes_the_winners_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = room._begin_stream

    def beaten(name: str) -> bool:
        monkeypatch.undo()
        record("case/1", "report")  # the other writer, in between
        return begin(name)

    monkeypatch.setattr(room, "_begin_stream", beaten)
    assert record("case/1", "file").number == 2


@pytest.mark.parametrize(("nonce", "first", "later"), [(None, 6, 5), ("n", 6, 5)])
def test_a_write_costs_few_statements(
    django_assert_num_queries: Any, nonce: str | None, first: int, later: int
) -> None:
    """With the savepoint that every test's transaction adds; a nonce keeps it outside tests too."""
    with transaction.atomic():
        with django_assert_num_queries(first - (0 if nonce else 2)):
            record("case/1", "report", nonce=nonce)
        with django_assert_num_queries(later - (0 if nonce else 2)):
            record("case/1", "report", nonce=nonce and "m")
