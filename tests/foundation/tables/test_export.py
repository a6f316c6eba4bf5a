"""Lists on their way out: nothing runs, nothing personal without a reason, and memory stays small."""

import csv
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import jiayuan
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused, TooMany
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.tables.domain import take_out
from jiayuan.foundation.tables.domain.take_out import begin_export, find_export, hand_out, write_file
from jiayuan.foundation.tables.enums import ExportState
from jiayuan.foundation.tables.interfaces.writing import safe_cell, sheet_name, write_csv, write_xlsx
from jiayuan.foundation.tables.models import Export
from tests.factories import OrganisationContactFactory, OrganisationFactory, PlaceFactory

from .conftest import HERE

pytestmark = pytest.mark.django_db
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    " =1",
    "\u00a0=1",
    "|x",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_begins_a_formula(tmp_path, text):
    assert safe_cell(text).startswith("'")
    write_csv(tmp_path / "x.csv", [text], [[text]])
    for row in csv.reader((tmp_path / "x.csv").open(encoding="utf-8-sig", newline="")):
        assert row[0].startswith("'")
    write_xlsx(tmp_path / "x.xlsx", "x", [text], [[text]])
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active["A2"]
    assert (cell.data_type, cell.value.strip()) == (
        "s",
        text.strip().strip("\u00a0") if text[0] != "\u00a0" else "=1",
    )


@given(st.text(max_size=20))
def test_whatever_is_written_comes_back_as_text(text):
    assert not safe_cell(text).lstrip().startswith(("=", "+", "@"))


def test_names_of_worksheets():
    assert sheet_name("a/b[c]:*?") == "abc"
    assert sheet_name("[]") == "1"
    assert len(sheet_name("x" * 50)) == 31


@pytest.fixture
def shop(office):
    made = OrganisationFactory(name="=永和超市", kind="merchant", place=PlaceFactory(path=HERE))
    OrganisationContactFactory(organisation=made, name="李建芳", phone="+8613800000001", is_primary=True)
    return made


def written(export: Export) -> list[list[str]]:
    write_file(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.READY
    with export.file.open("rb") as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))


def test_personal_data_is_masked(office, shop):
    rows = written(begin_export(registers.sheets["organisations"], "csv", by=office))
    assert rows[1][0] == "'=永和超市"
    assert "138****0001" in rows[1]
    assert "李建芳" not in str(rows)


def test_in_full_only_with_a_reason_and_recorded(office, shop):
    sheet = registers.sheets["organisations"]
    with pytest.raises(Invalid):
        begin_export(sheet, "csv", by=office, in_full=True, reason="  ")
    export = begin_export(sheet, "csv", by=office, in_full=True, reason="防汛通知")
    assert "李建芳" in str(written(export))
    entry = Entry.objects.get(stream_id=export.stream, action="tables.exported")
    assert entry.actor_id == office.pk
    assert entry.payload["after"]["reason"] == "防汛通知"
    assert entry.payload["after"]["in_full"] is True


def acts_on(export):
    return list(
        Entry.objects.filter(stream_id=export.stream).order_by("number").values_list("action", flat=True)
    )


def test_a_reason_alone_shows_nothing_in_full(office, shop):
    export = begin_export(registers.sheets["organisations"], "csv", by=office)
    Export.objects.filter(pk=export.pk).update(reason="防汛通知")
    assert "李建芳" not in str(written(export))


def test_in_full_without_a_reason_is_not_stored(office, shop):
    export = begin_export(registers.sheets["organisations"], "csv", by=office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(in_full=True)


def test_who_lost_the_right_before_it_was_written_gets_no_file(office, shop):
    export = begin_export(
        registers.sheets["organisations"], "csv", by=office, in_full=True, reason="防汛通知"
    )
    RoleGrant.objects.filter(person=office.person).update(revoked_at=now())
    write_file(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file.name) == (ExportState.FAILED, "")
    assert acts_on(export) == ["tables.exported", "tables.refused"]


def test_who_may_no_longer_see_it_in_full_does_not_fetch_it(office, shop, monkeypatch):
    sheet = registers.sheets["organisations"]
    full = begin_export(sheet, "csv", by=office, in_full=True, reason="防汛通知")
    masked = begin_export(sheet, "csv", by=office)
    written(full)
    written(masked)
    assert hand_out(full.pk, by=office) == full
    assert acts_on(full) == ["tables.exported", "tables.written", "tables.downloaded"]
    last = Entry.objects.filter(stream_id=full.stream).latest("number").payload["after"]
    assert (last["in_full"], last["reason"]) == (True, "防汛通知")
    narrower = replace(sheet, may_reveal=lambda _actor: False)
    monkeypatch.setitem(registers.sheets._entries, "organisations", narrower)
    with translation.override("en"), pytest.raises(Refused, match="does not need"):
        hand_out(full.pk, by=office)
    assert hand_out(masked.pk, by=office) == masked
    assert acts_on(full)[-1:] == ["tables.downloaded"]
    assert len(acts_on(full)) == 3


def test_who_does_not_need_it_in_full_does_not_get_it(actor_with):
    PlaceFactory(path=HERE)
    worker = actor_with(Role.DISTRICT_OFFICER, "140106")
    sheet = registers.sheets["cases"]
    with translation.override("en"), pytest.raises(Refused, match="does not need"):
        begin_export(sheet, "csv", by=worker, in_full=True, reason="x")


def test_what_is_brought_out_can_be_brought_in_again(office, shop, bring):
    export = begin_export(registers.sheets["organisations"], "xlsx", by=office, in_full=True, reason="核对")
    write_file(export.pk)
    export.refresh_from_db()
    with export.file.open("rb") as file:
        job = bring(office, file.read())
    assert (job.same, job.new, job.changed, job.bad) == (1, 0, 0, 0)


def test_only_who_took_it_out_gets_the_file_while_it_is_kept(office, actor_with, shop):
    export = begin_export(registers.sheets["organisations"], "csv", by=office)
    with pytest.raises(Conflict):
        find_export(export.pk, by=office)
    written(export)
    assert find_export(export.pk, by=office) == export
    with pytest.raises(Refused):
        find_export(export.pk, by=actor_with(Role.DISTRICT_OFFICER, "140106"))
    Export.objects.update(file="")
    with pytest.raises(Missing):
        find_export(export.pk, by=office)
    with pytest.raises(Missing):
        find_export(0, by=office)


def test_a_kind_that_is_not_offered_and_too_many_lists(office):
    sheet = registers.sheets["organisations"]
    with pytest.raises(Invalid):
        begin_export(sheet, "pdf", by=office)
    for _number in range(take_out.LISTS_AN_HOUR):
        begin_export(sheet, "csv", by=office)
    with pytest.raises(TooMany):
        begin_export(sheet, "csv", by=office)


def test_a_file_that_could_not_be_written_is_tried_again(office, shop, monkeypatch):
    export = begin_export(registers.sheets["organisations"], "csv", by=office)

    def full(*_args):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(take_out, "write_csv", full)
        with pytest.raises(OSError, match="no space"):
            write_file(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert written(export)
    write_file(export.pk)  # once more does nothing
    write_file(0)


@pytest.mark.once
def test_two_hundred_thousand_rows_are_written_in_little_memory(tmp_path):
    code = (
        "import resource, sys; from pathlib import Path;"
        "from jiayuan.foundation.tables.interfaces.writing import write_xlsx;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "n = write_xlsx(Path(sys.argv[1]), 'x', ['a'] * 8, (['路%d' % i] * 8 for i in range(200_000)));"
        "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    source = str(Path(jiayuan.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x.xlsx")], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip
    rows, grown = (int(each) for each in done.stdout.split())
    assert rows == 200_000
    assert grown < 60_000, f"{grown} kB"
