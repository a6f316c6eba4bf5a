"""What people decide about an import: the file, the columns, yes or no."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, TooMany
from jiayuan.foundation.common.sheets import Sheet
from jiayuan.foundation.common.stored import stored_with_its_row
from jiayuan.foundation.common.text import clean
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.limits import take as take_turn

from ..enums import OPEN, WORKING, JobState, Mode
from ..models import Job
from ..reading.limits import MAX_BYTES, MAX_COLUMNS
from ..rules import OWN, USE
from .check import missing_columns
from .files import emptied, forget_job_files
from .lease import GRACE

AN_HOUR = 3600
FILES_AN_HOUR = 60
AT_ONCE = 5


def upload(sheet: Sheet, file: File, *, name: str, by: Actor, queue: bool = True) -> Job:
    """Begin an import. The file is read in the background.

    :param queue: False where the caller works on it itself.
    :raises Refused: not a list of this actor. :raises Invalid: empty or too large.
    :raises TooMany: one after the other.
    """
    gate(by, USE, sheet)
    size = file.size or 0
    if not size:
        raise Invalid(_("There is nothing in this file."), _("Choose the file with the table."), field="file")
    if size > MAX_BYTES:
        raise Invalid(
            _("This file is larger than %(most)s MB.") % {"most": MAX_BYTES // 1024 // 1024},
            _("Cut it into several files and import one after the other."),
            field="file",
        )
    if _is_picture(file):
        raise Invalid(
            _("This is a photo, not a table."),
            _("Choose the file with the table: xlsx or csv."),
            field="file",
        )
    _check_pace(by)
    job = Job(
        sheet=sheet.name, who=by.person, language=translation.get_language() or "zh-hans",
        file_name=clean(name)[-200:] or "?", size=size, lease_until=now() + GRACE,
    )  # fmt: skip
    with stored_with_its_row(job.file):
        job.file.save("table", file, save=False)
        job.save()
        record(job.stream, "tables.uploaded", by=by.person, after={"list": sheet.name, "bytes": size})
        if queue:
            _queue(job)
    return job


def _is_picture(file: File) -> bool:
    """By its first bytes. Whatever else is no table is said when it has been read."""
    begin = file.read(12)
    file.seek(0)
    return begin.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or begin[8:12] == b"WEBP"


def _check_pace(by: Actor) -> None:
    if Job.objects.filter(who=by.person, state__in=WORKING).count() >= AT_ONCE:
        raise TooMany(
            _("%(count)s of your imports are still under way.") % {"count": AT_ONCE},
            _("Wait until one is done, or cancel one."),
            retry_after=60,
        )
    wait = take_turn(f"tables.upload:{by.pk}", FILES_AN_HOUR, AN_HOUR)
    if wait:
        raise TooMany(
            _("That were many files in one hour."), _("Put the rows into one file."), retry_after=wait
        )


def _queue(job: Job) -> None:
    from ..tasks import run_job

    transaction.on_commit(lambda: run_job.enqueue(job.pk))


def find_job(pk: int, *, by: Actor) -> Job:
    """An import of this actor. :raises Missing: not there, or not theirs."""
    job = Job.objects.filter(pk=pk, who_id=by.pk).first() if by.is_signed_in else None
    if job is None:
        raise Missing(_("There is no such import of yours."), _("Look in the list of your imports."))
    return job


def _lock(pk: int, by: Actor, *, waits: bool = True) -> Job:
    job = Job.objects.select_for_update(nowait=not waits).filter(pk=pk).first()
    if job is None:
        raise Missing(_("There is no such import of yours."), _("Look in the list of your imports."))
    gate(by, OWN, job)
    gate(by, USE, job.declared)
    return job


def choose_columns(
    pk: int, *, table: str, header_row: int | None, mapping: Mapping[str, int], by: Actor, queue: bool = True
) -> Job:
    """Another worksheet, another row of headings, or other columns; all rows are checked again.

    :raises Refused, Conflict: not theirs, or decided already. :raises Invalid: a column is named twice.
    """
    with transaction.atomic():
        job = _lock(pk, by)
        if job.state != JobState.PREVIEWED or not job.file or job.cursor:
            raise _too_late()
        known = {each.key for each in job.declared.columns}
        kept = {key: index for key, index in mapping.items() if key in known and 0 <= index < MAX_COLUMNS}
        if len(set(kept.values())) < len(kept):
            raise Invalid(
                _("One column of the file is named for two columns of the list."),
                _("Choose each column once."),
                field="mapping",
            )
        tables = [each["name"] for each in job.found.get("tables", [])]
        is_another = (table, header_row) != (job.table, job.header_row)
        job.table = table if table in tables else job.table
        job.header_row = header_row
        job.mapping, job.is_mapped_by_hand = kept, not is_another
        job.state, job.lease_until, job.checked = JobState.UPLOADED, now() + GRACE, 0
        job.save()
        if queue:
            _queue(job)
    return job


def confirm(pk: int, mode: str, *, by: Actor, queue: bool = True) -> Job:
    """Import it: all rows if all are good, or the good ones. Goes on behind the last row where it had stopped.

    :raises Refused, Conflict, Invalid: each in words.
    """
    with transaction.atomic():
        job = _lock(pk, by)
        goes_on = job.state == JobState.FAILED and bool(job.mode and job.file)
        if not goes_on and (job.state != JobState.PREVIEWED or not job.file):
            raise _too_late()
        chosen = job.mode if goes_on else mode
        _check_decision(job, chosen)
        job.mode, job.state, job.failure = chosen, JobState.CONFIRMED, {}
        job.lease_until, job.finished_at = now() + GRACE, None
        job.save()
        record(
            job.stream, "tables.confirmed", by=by.person,
            after={"list": job.sheet, "mode": chosen, "rows": job.total, "bad": job.bad},
        )  # fmt: skip
        if queue:
            _queue(job)
    return job


def _check_decision(job: Job, mode: str) -> None:
    if mode not in Mode.values:
        raise Invalid(_("Choose how to import."), _("All or nothing, or the good rows only."), field="mode")
    missing = [str(job.declared.column(key).label) for key in missing_columns(job)]
    if missing:
        raise Invalid(
            _("No column of the file is named for: %(columns)s.") % {"columns": _(", ").join(missing)},
            _("Choose the column for each, then check again."),
            field="mapping",
        )
    if job.found.get("too_many") or (mode == Mode.ALL and job.bad):
        raise Invalid(
            _("Some rows cannot be imported as they stand."),
            _("Correct them and choose the file again, or import the good rows only."),
            field="mode",
        )
    if not job.good:
        raise Invalid(
            _("No row can be imported."), _("Correct the rows and choose the file again."), field="mode"
        )


def cancel(pk: int, *, by: Actor) -> Job:
    """Stop it. What was imported stays; of a file that was not imported nothing stays.

    :raises Refused: not theirs. :raises Conflict: it has ended already, or is being written all in one.
    """
    in_one_go = Job.objects.filter(pk=pk, state=JobState.RUNNING, mode=Mode.ALL).exists()
    try:
        return _cancel(pk, by, waits=not in_one_go)
    except OperationalError as error:
        if not in_one_go:
            raise
        raise Conflict(
            _("This import is being written all in one; it can no longer be stopped."),
            _("Wait until it is done; its page says so."),
            code="in-one-go",
        ) from error


def _cancel(pk: int, by: Actor, *, waits: bool) -> Job:
    """Whoever writes all in one holds the job until the end, perhaps for minutes: no request waits for that."""
    with transaction.atomic():
        job = _lock(pk, by, waits=waits)
        if job.state not in OPEN and not (job.state == JobState.FAILED and job.file):
            raise _too_late()
        job.state, job.runner, job.lease_until, job.finished_at = JobState.CANCELLED, "", None, now()
        old = job.file.name or ""
        for name, nothing in emptied().items():
            setattr(job, name, nothing)
        job.save()
        record(
            job.stream, "tables.cancelled", by=by.person, after={"list": job.sheet, "written": job.written}
        )
        transaction.on_commit(lambda: _forget(job, old))
    return job


def _forget(job: Job, name: str) -> None:
    job.file = name
    forget_job_files(job)


def _too_late() -> Any:
    return Conflict(
        _("This import has gone on meanwhile."), _("Reload the page to see how far it is."), code="gone-on"
    )
