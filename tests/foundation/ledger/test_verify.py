"""Whatever is done to the ledger behind its back is found."""

from typing import Any

import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from jiayuan.foundation.ledger.domain.erase import ACTION, erase_personal_payloads
from jiayuan.foundation.ledger.domain.record import hash_entry, record
from jiayuan.foundation.ledger.domain.report import FAULTS_LISTED, WORDS, FaultKind
from jiayuan.foundation.ledger.domain.seal import seal
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry, Seal

from .conftest import Tamper

Ledger = dict[str, list[Entry]]
F = FaultKind
pytestmark = pytest.mark.django_db

FORGED: dict[str, tuple[Any, set[FaultKind]]] = {
    "id": (9_999_999, {F.SEAL}),
    "stream": ("case/forged", {F.MISSING, F.NO_HEAD}),
    "number": (77, {F.CHANGED, F.MISSING, F.LENGTH}),
    "action": ("case.close", {F.CHANGED}),
    "at": ("2020-01-01 00:00:00.000001+00:00", {F.CHANGED}),
    "actor_id": (None, {F.CHANGED}),
    "on_behalf_of_id": (None, {F.CHANGED}),
    "place_path": ("140106", {F.CHANGED}),
    "source": ("api", {F.CHANGED}),
    "nonce": (None, {F.CHANGED}),
    "payload": ('{"before":{},"after":{}}', {F.PAYLOAD_CHANGED}),
    "salt": ("ff", {F.PAYLOAD_CHANGED}),
    "payload_digest": ("f" * 64, {F.CHANGED, F.PAYLOAD_CHANGED}),
    "previous_hash": ("f" * 64, {F.CHANGED, F.UNLINKED}),
    "hash": ("f" * 64, {F.CHANGED, F.UNLINKED, F.SEAL}),
    "erased_at": ("2020-01-01 00:00:00+00:00", {F.PAYLOAD_CHANGED}),
}


def kinds(**kwargs: Any) -> set[FaultKind]:
    return {fault.kind for fault in verify(**kwargs).faults}


def test_an_untouched_ledger_is_whole(ledger: Ledger) -> None:
    report = verify()
    assert report.ok
    assert (report.entries, report.streams, report.seals, report.fault_count) == (15, 3, 1, 0)
    assert report.as_dict()["ok"] is True
    assert report.seconds > 0


def test_every_column_has_its_forgery() -> None:
    assert set(FORGED) == {each.column for each in Entry._meta.concrete_fields}


@pytest.mark.parametrize("column", FORGED)
def test_a_changed_field_is_found(ledger: Ledger, tamper: Tamper, column: str) -> None:
    value, expected = FORGED[column]
    tamper(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, ledger["case/2"][2].pk)  # noqa: S608
    report = verify()
    assert {fault.kind for fault in report.faults} == expected
    assert ledger["case/2"][2].pk in {fault.entry for fault in report.faults} or column in {
        "id",
        "number",
        "stream",
    }


@pytest.mark.parametrize("column", ["at", "erased_at", "number", "salt"])
def test_values_that_were_never_written_are_found(ledger: Ledger, tamper: Tamper, column: str) -> None:
    """SQLite stores anything anywhere, and the walk notices; PostgreSQL does not let it in."""
    statement = f"UPDATE ledger_entry SET {column} = %s WHERE id = %s"  # noqa: S608
    if connection.vendor == "sqlite":
        tamper(statement, b"\x00", ledger["case/2"][2].pk)
        assert not verify().ok
        return
    with pytest.raises((DataError, ProgrammingError)), transaction.atomic():
        tamper(statement, b"\x00" if column != "salt" else "\x00", ledger["case/2"][2].pk)
    assert verify().ok


def test_a_deleted_entry_is_found(ledger: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE id = %s", ledger["case/1"][2].pk)
    assert kinds() == {F.MISSING, F.SEAL}
    fault = verify().faults[0]
    assert (fault.stream, fault.number, fault.entry) == ("case/1", 4, ledger["case/1"][3].pk)


def test_a_deleted_end_is_found(ledger: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE id = %s", ledger["case/1"][4].pk)
    assert kinds() == {F.LENGTH, F.SEAL}


def test_a_deleted_end_under_a_mended_head_is_found_by_the_seal(ledger: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE id = %s", ledger["case/1"][4].pk)
    tamper("UPDATE ledger_stream SET length = 4, head = %s WHERE name = 'case/1'", ledger["case/1"][3].hash)
    assert kinds() == {F.SEAL}


def test_a_deleted_stream_is_found_by_the_seal(ledger: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE stream = 'case/1'")
    assert kinds() == {F.NO_ENTRIES, F.SEAL}
    tamper("DELETE FROM ledger_stream WHERE name = 'case/1'")
    assert kinds() == {F.SEAL}


def test_a_deleted_head_is_found(ledger: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_stream WHERE name = 'case/1'")
    assert kinds() == {F.NO_HEAD}


@pytest.mark.parametrize(("change", "kind"), [("length = 6", F.LENGTH), ("head = 'f'", F.HEAD)])
def test_a_changed_head_is_found(ledger: Ledger, tamper: Tamper, change: str, kind: FaultKind) -> None:
    tamper(f"UPDATE ledger_stream SET {change} WHERE name = 'case/1'")  # noqa: S608
    assert kinds() == {kind}


def test_swapped_entries_are_found(ledger: Ledger, tamper: Tamper) -> None:
    second, third = ledger["case/1"][1:3]
    for number, entry in ((99, second), (2, third), (3, second)):
        tamper("UPDATE ledger_entry SET number = %s WHERE id = %s", number, entry.pk)
    report = verify()
    assert {fault.kind for fault in report.faults} == {F.CHANGED, F.UNLINKED}
    assert {fault.number for fault in report.faults} == {2, 3, 4}


def test_an_entry_put_in_and_chained_anew_is_found_by_the_seal(ledger: Ledger, tamper: Tamper) -> None:
    """The attacker knows the spelling and mends every hash after the forgery."""
    third, fourth, fifth = ledger["case/1"][2:]
    third.payload, third.action = {"before": {}, "after": {}}, "case.close"
    hashes = []
    for entry, previous in ((third, ledger["case/1"][1]), (fourth, third), (fifth, fourth)):
        entry.previous_hash = previous.hash
        entry.hash = hash_entry(entry)
        hashes.append(entry.hash)
        tamper(
            "UPDATE ledger_entry SET action = %s, previous_hash = %s, hash = %s WHERE id = %s",
            entry.action, entry.previous_hash, entry.hash, entry.pk,
        )  # fmt: skip
    tamper("UPDATE ledger_stream SET head = %s WHERE name = 'case/1'", hashes[-1])
    assert kinds() == {F.SEAL}


def test_a_forged_entry_at_the_end_is_found_by_the_seal_before_it(ledger: Ledger, tamper: Tamper) -> None:
    """Put under an id that was already sealed, to look old."""
    forged = record("case/1", "case.forged")
    tamper("UPDATE ledger_entry SET id = -1 WHERE id = %s", forged.pk)
    assert kinds() == {F.SEAL}


def test_a_blanked_payload_without_an_erasure_is_found(ledger: Ledger, tamper: Tamper) -> None:
    tamper("UPDATE ledger_entry SET payload = NULL, salt = '' WHERE id = %s", ledger["case/1"][1].pk)
    assert kinds() == {F.PAYLOAD_MISSING}


def test_an_erasure_covers_only_what_it_lists(ledger: Ledger, tamper: Tamper) -> None:
    erased, other = ledger["person/7"][:2]
    erase_personal_payloads([erased.pk], by=None, reason="本人要求")
    assert verify().ok
    tamper(
        "UPDATE ledger_entry SET payload = NULL, salt = '', "
        "erased_at = (SELECT erased_at FROM ledger_entry WHERE id = %s) WHERE id = %s",
        erased.pk, other.pk,
    )  # fmt: skip
    assert kinds() == {F.PAYLOAD_MISSING}


@pytest.mark.parametrize(
    ("column", "value"), [("salt", "ff"), ("erased_at", "2020-01-01 00:00:00+00:00"), ("erased_at", None)]
)
def test_an_erased_entry_cannot_be_touched_again(
    ledger: Ledger, tamper: Tamper, column: str, value: str | None
) -> None:
    erased = ledger["person/7"][0]
    erase_personal_payloads([erased.pk], by=None, reason="本人要求")
    tamper(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, erased.pk)  # noqa: S608
    assert kinds() == {F.PAYLOAD_MISSING}


@pytest.mark.parametrize("text", ["not json", "[]", '{"after":{"entries":["x"]}}', '{"after":{}}'])
def test_a_damaged_erasure_covers_nothing(ledger: Ledger, tamper: Tamper, text: str) -> None:
    erase_personal_payloads([ledger["person/7"][0].pk], by=None, reason="本人要求")
    tamper("UPDATE ledger_entry SET payload = %s WHERE action = %s", text, ACTION)
    assert kinds() == {F.PAYLOAD_MISSING, F.PAYLOAD_CHANGED}


@pytest.mark.parametrize(
    "column", [each.column for each in Seal._meta.concrete_fields if each.column != "id"]
)
def test_a_changed_seal_is_found(ledger: Ledger, tamper: Tamper, column: str) -> None:
    forged = {
        "up_to": ledger["case/1"][4].pk,
        "entries": 14,
        "root": "f" * 64,
        "at": "2020-01-01 00:00:00+00:00",
    }
    tamper(f"UPDATE ledger_seal SET {column} = %s", forged[column])  # noqa: S608
    assert kinds() == {F.SEAL}


def test_a_seal_taken_out_breaks_the_next(ledger: Ledger, tamper: Tamper) -> None:
    record("case/9", "report")
    assert seal()
    assert verify().ok
    tamper("DELETE FROM ledger_seal WHERE entries = 15")
    assert kinds() == {F.SEAL}


def test_some_streams_can_be_verified_alone(ledger: Ledger, tamper: Tamper) -> None:
    tamper("UPDATE ledger_entry SET action = 'x' WHERE id = %s", ledger["case/1"][0].pk)
    assert verify(["case/2", "person/7"]).ok
    report = verify(["case/1", "case/2"])
    assert (report.entries, report.streams, report.seals, report.fault_count) == (10, 2, 0, 1)
    assert verify([]).entries == 0


def test_faults_are_counted_beyond_those_described(ledger: Ledger, tamper: Tamper) -> None:
    for _ in range(FAULTS_LISTED):
        record("case/3", "note")
    tamper("UPDATE ledger_entry SET action = 'x'")
    report = verify()
    assert (report.fault_count, len(report.faults)) == (FAULTS_LISTED + 15, FAULTS_LISTED)
    described = report.as_dict()["faults"][0]
    assert described.keys() == {"stream", "number", "entry", "kind", "words"}
    assert described["words"]


def test_every_kind_of_fault_has_words() -> None:
    assert set(WORDS) == set(FaultKind)


def test_statements_do_not_grow_with_the_ledger(ledger: Ledger, django_assert_max_num_queries: Any) -> None:
    for stream in range(50):
        record(f"case/{100 + stream}", "note")
    erase_personal_payloads([each.pk for each in ledger["person/7"]], by=None, reason="本人要求")
    with django_assert_max_num_queries(9):
        assert verify().ok
