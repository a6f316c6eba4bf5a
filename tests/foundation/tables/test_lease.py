"""Work that is given up is taken up again; work that is held is left alone; files do not stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, DataError
from django.test import TestCase

from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.tables.domain import bring_in, lease, work
from jiayuan.foundation.tables.domain.decide import cancel, confirm
from jiayuan.foundation.tables.domain.files import staged_path
from jiayuan.foundation.tables.domain.tidy import forget_files
from jiayuan.foundation.tables.domain.work import resume_abandoned, work_on
from jiayuan.foundation.tables.enums import JobState
from jiayuan.foundation.tables.models import Export, Fault, Job
from jiayuan.foundation.tables.tasks import run_job, write_export
from tests.factories import ExportFactory, FaultFactory, JobFactory

from .conftest import HEADINGS, row, xlsx

pytestmark = pytest.mark.django_db


def many(count):
    return xlsx([HEADINGS, *[row(name=f"店{index}") for index in range(count)]])


def test_only_one_runner_has_a_job(office, bring):
    job = bring(office, many(1))
    confirm(job.pk, "good", by=office)
    assert lease.take(job.pk) is not None
    assert lease.take(job.pk) is None
    assert not work_on(job.pk)


def test_who_died_in_the_middle_is_followed_by_another_behind_the_last_kept_row(office, bring, monkeypatch):
    job = bring(office, many(5))
    confirm(job.pk, "good", by=office)
    monkeypatch.setattr(bring_in, "CHUNK", 2)
    take_chunk, taken = bring_in._take_chunk, []

    def dies(*args):
        if len(taken) == 1:
            raise DatabaseError("killed")
        taken.append(1)
        return take_chunk(*args)

    with monkeypatch.context() as patch:
        patch.setattr(bring_in, "_take_chunk", dies)
        with pytest.raises(DatabaseError):
            work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.cursor, job.written, Organisation.objects.count()) == (JobState.RUNNING, 3, 2, 2)
    assert resume_abandoned() == 0
    assert job.runner == "", "let go, although it could not go on"
    with clock.at(clock.now() + lease.GRACE + timedelta(seconds=1)):
        assert resume_abandoned() == 1
        assert resume_abandoned() == 0, "it waits in the queue now"
        run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.written, Organisation.objects.count()) == (JobState.DONE, 5, 5)


def test_what_the_database_does_not_take_is_a_fault_of_its_row(office, bring, monkeypatch):
    job = bring(office, many(3))
    confirm(job.pk, "good", by=office)
    made = job.declared.loader
    real = type(made(office)).write

    def write(self, row, *, nonce):
        if row["name"].endswith("1"):
            raise DataError("value out of range")
        real(self, row, nonce=nonce)

    monkeypatch.setattr(type(made(office)), "write", write)
    assert work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.written, job.bad) == (JobState.DONE, 2, 1)
    assert "too long or too large" in Fault.objects.get(job=job).message


def test_who_was_superseded_writes_nothing_more(office, bring, monkeypatch):
    job = bring(office, many(4))
    confirm(job.pk, "good", by=office)
    monkeypatch.setattr(bring_in, "CHUNK", 2)
    take_chunk = bring_in._take_chunk

    def then_cancelled(*args):
        done = take_chunk(*args)
        cancel(job.pk, by=office)
        return done

    monkeypatch.setattr(bring_in, "_take_chunk", then_cancelled)
    assert not work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, Organisation.objects.count()) == (JobState.CANCELLED, 2)


def test_what_goes_wrong_on_our_side_is_said_and_can_be_gone_on_with(office, bring, monkeypatch, caplog):
    job = bring(office, many(2))
    confirm(job.pk, "good", by=office)

    def breaks(*_args):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(bring_in, "_take_chunk", breaks)
        work_on(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "on our side" in job.failure["message"]
    assert "stopped" in caplog.text
    confirm(job.pk, "", by=office)
    work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.written) == (JobState.DONE, 2)


def test_the_staged_rows_are_made_anew_on_another_machine(office, bring, finish):
    job = bring(office, many(2))
    for path in Path(job.file.path).parents[3].parent.rglob("import-*.jsonl"):
        path.unlink()
    staged_path(job).unlink(missing_ok=True)
    assert finish(job, "good").written == 2


def test_files_are_forgotten_in_time(office, bring):
    job = bring(office, many(1))
    path = Path(job.file.path)
    export = ExportFactory(who=office.person)
    export.file.save("x.csv", __import__("io").BytesIO(b"x"))
    FaultFactory(job=job)
    assert forget_files() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert forget_files() == 1
        assert path.exists()
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget_files() == 1
    assert not path.exists()
    assert (Job.objects.get().state, Export.objects.get().file.name) == (JobState.CANCELLED, "")
    assert Entry.objects.get(action="tables.lapsed").stream_id == job.stream
    with clock.at(clock.now() + timedelta(days=40)):
        forget_files()
    assert not Fault.objects.exists()


def test_no_staged_rows_stay_behind(office, bring):
    job, open_job = bring(office, many(1)), bring(office, many(2))
    left = staged_path(job)
    other_sheet = left.with_name(f"import-{job.pk}-0123456789abcdef.jsonl")
    other_sheet.write_text(left.read_text())
    with TestCase.captureOnCommitCallbacks(execute=True):
        cancel(job.pk, by=office)
    assert not left.exists()
    assert not other_sheet.exists(), "staged as another worksheet"
    other_sheet.write_text("staged by somebody who was still at it")
    left.with_name("import-999999-0123456789abcdef.jsonl").write_text("of no job")
    assert forget_files() == 2
    assert [each.name for each in left.parent.iterdir()] == [staged_path(open_job).name]


def holds(job):
    job.refresh_from_db()
    return [name for name in ("file", "preview", "changes", "found") if getattr(job, name)]


def test_what_an_import_holds_of_its_file_goes_with_the_file(office, bring, finish):
    bad = xlsx([HEADINGS, row(), [*row(name="乙"), "李奶奶 13812345678"]])
    job, broken, taken_in = bring(office, bad), bring(office, b"no table"), bring(office, many(1))
    assert holds(broken) == []
    assert Fault.objects.get(job=job).value == "李奶奶 138****5678", "nobody says what the column is"
    assert holds(finish(taken_in, "all")) == []
    assert holds(finish(job, "good")) == ["file", "preview", "found"], (
        "the table is wanted, with what to correct"
    )
    undecided = bring(office, many(2))
    with TestCase.captureOnCommitCallbacks(execute=True):
        cancel(undecided.pk, by=office)
    assert holds(undecided) == []
    Job.objects.filter(pk=broken.pk).update(found={"header": ["李奶奶"]})
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget_files() == 1
    assert (holds(job), holds(broken)) == ([], [])
    assert Fault.objects.filter(job=job).exists()
    with clock.at(clock.now() + timedelta(days=31)):
        forget_files()
    assert not Fault.objects.filter(job=job).exists(), "a month after the import ended"


def test_tasks_take_ids(office):
    export = ExportFactory(who=office.person)
    write_export.func(export.pk)
    export.refresh_from_db()
    assert export.state == "ready"
    assert not work.work_on(0)
    assert JobFactory(state=JobState.DONE).is_working is False
