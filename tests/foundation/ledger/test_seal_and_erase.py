import pytest
from django.db import OperationalError, connection, transaction

from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain import seal as room
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.domain.queries import (
    changed_fields,
    history,
    last_verification,
    latest_seals,
    record_verification,
    streams_named,
)
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.domain.seal import seal
from jiayuan.foundation.ledger.domain.verification import LedgerBroken, verify_by_the_clock
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry, Seal
from jiayuan.foundation.ledger.triggers import drop_triggers
from jiayuan.foundation.people.models import Person

from .test_hashing import MOMENTS
from .test_verify import Ledger

pytestmark = pytest.mark.django_db


def test_seals_follow_one_another(ledger: Ledger) -> None:
    (first,) = latest_seals()
    assert (first.entries, first.up_to) == (15, ledger["person/7"][-1].pk)
    assert seal() is None
    record("case/1", "close")
    second = seal()
    assert second is not None
    assert second.entries == 16
    assert latest_seals() == [second, first]
    assert str(second).startswith(f"{second.up_to}: {second.root[:12]}")
    assert verify().seals == 2


def test_an_empty_ledger_needs_no_seal() -> None:
    assert seal() is None
    assert verify().ok


def test_busy_writers_are_not_kept_waiting(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise OperationalError

    record("case/1", "close")
    monkeypatch.setattr(room.Entry.objects, "aggregate", busy)
    assert seal() is None
    assert Seal.objects.count() == 1


def test_erasing_keeps_the_chain(ledger: Ledger, worker: Person) -> None:
    chosen = ledger["person/7"][:2]
    with at(MOMENTS[0]):
        assert erase_personal_payloads([each.pk for each in chosen], by=worker, reason="本人要求") == 2
        assert erase_personal_payloads([each.pk for each in chosen], by=worker, reason="又一次") == 0
    entry = Entry.objects.get(pk=chosen[0].pk)
    assert (entry.payload, entry.salt, entry.erased_at) == (None, "", MOMENTS[0])
    assert entry.payload_digest == chosen[0].payload_digest
    assert changed_fields(entry) == []
    told = history("erasure/2026").get()
    assert told.actor == worker
    assert told.payload["after"] == {"entries": [each.pk for each in chosen], "reason": "本人要求"}
    assert verify().ok


def test_the_record_of_an_erasure_stays(ledger: Ledger) -> None:
    erase_personal_payloads([ledger["person/7"][0].pk], by=None, reason="本人要求")
    kept = Entry.objects.get(stream=f"erasure/{now().year}")
    assert erase_personal_payloads([kept.pk], by=None, reason="掩盖") == 0
    assert verify().ok


def test_history_is_told_in_order_with_its_people(ledger: Ledger, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        told = [(each.number, each.actor.name, each.on_behalf_of.name) for each in history("case/2")]
    assert told == [(number, "王干事", "王干事") for number in range(1, 6)]
    assert changed_fields(ledger["case/1"][0]) == ["ratio", "state", "words"]


def test_streams_are_found_by_how_they_begin(ledger: Ledger) -> None:
    record("case", "x")
    record("Case/3", "x")
    assert [each.name for each in streams_named("case/")] == ["case/1", "case/2"]
    assert [each.name for each in streams_named("人%_")] == []


def test_a_verification_is_kept(ledger: Ledger, worker: Person) -> None:
    assert last_verification() is None
    record_verification(verify(), by=worker)
    kept = last_verification()
    assert kept is not None
    assert (kept.ok, kept.entries, kept.by, kept.door) == (True, 15, worker, "系统")
    assert verify().ok


def test_the_clock_verifies_and_keeps_what_it_found(ledger: Ledger) -> None:
    assert verify_by_the_clock() == 15
    kept = last_verification()
    assert kept is not None
    assert (kept.ok, kept.entries, kept.by, kept.door) == (True, 15, None, "定时任务")
    duty = registers.duties["ledger verify"]
    assert duty.work is verify_by_the_clock
    assert duty.apart


@pytest.mark.usefixtures("ledger")
def test_the_clock_fails_where_the_ledger_is_broken() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        drop_triggers()
        cursor.execute("UPDATE ledger_stream SET length = 99 WHERE name = 'case/1'")
        with pytest.raises(LedgerBroken, match="1 faults in 15 entries"):
            verify_by_the_clock()
        kept = last_verification()
        assert kept is not None
        assert (kept.ok, kept.fault_count) == (False, 1)
        transaction.set_rollback(True)
