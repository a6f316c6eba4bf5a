"""Third part of an import: the good rows are handed to the domain functions of their room, and each once.

Two imports of one list may change the same things. Within a chunk the rows are written in the order of their keys, so
that whoever is second waits for the first; an import in one go holds all its rows to the end and goes alone.

What a row changes, the row's entries in the ledger and the job's cursor are written in one transaction. So whatever
kills the work, the next runner begins behind the last row that was kept, and no row is taken in twice.
"""

from collections.abc import Iterator
from functools import partial

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid
from jiayuan.foundation.common.sheets import Loader
from jiayuan.foundation.ledger.domain.record import record

from ..enums import JobState, Mode
from ..models import Fault, Job
from ..reading.stage import Staged, read_staged
from ..rules import USE
from .files import emptied, forget_job_files, staged_rows_of
from .lease import LEASE, Held, Superseded
from .rows import Parsed, RowReader, in_chunks
from .told import raising
from .turns import in_order, take_turns

CHUNK = 200


def bring_in_rows(held: Held) -> None:
    """All rows that were judged good. :raises Superseded: the job was cancelled, or another runner has it."""
    if held.job.state == JobState.CONFIRMED:
        held.save(state=JobState.RUNNING, started_at=held.job.started_at or now())
    try:
        if held.job.mode == Mode.ALL:
            _all_or_nothing(held)
        else:
            for chunk in in_chunks(_left(held.job), CHUNK):
                with transaction.atomic():
                    take_turns(held.job.sheet, alone=False)
                    _take_chunk(_locked(held), chunk)
    except _NotAll:
        return
    held.job.refresh_from_db()
    if held.job.bad:  # the table is still wanted, with what to correct
        held.end(JobState.DONE)
        return
    forget_job_files(held.job)
    held.end(JobState.DONE, **emptied())


def _left(job: Job) -> Iterator[Staged]:
    return read_staged(staged_rows_of(job), after=job.cursor)


def _locked(held: Held) -> Job:
    """The job, locked until the transaction ends. :raises Superseded: it is no longer ours."""
    rows = Job.objects.select_for_update(of=("self",)).select_related("who")
    job = rows.filter(pk=held.job.pk, runner=held.runner, state=JobState.RUNNING).first()
    if job is None:
        raise Superseded
    return job


class _NotAll(Exception):
    """A row that was good is not any more."""

    def __init__(self, faults: list[Fault]):
        super().__init__()
        self.faults = faults


def _all_or_nothing(held: Held) -> None:
    try:
        with transaction.atomic():
            take_turns(held.job.sheet, alone=True)
            job = _locked(held)
            for chunk in in_chunks(_left(job), CHUNK):
                _insist(_take_chunk(job, chunk))
    except _NotAll as refusal:
        for each in refusal.faults:
            each.pk = None
        Fault.objects.bulk_create(refusal.faults)
        held.end(JobState.PREVIEWED, bad=len({each.row for each in refusal.faults}))
        raise


def _insist(late: list[Fault]) -> None:
    if late:
        raise _NotAll(late)


def _take_chunk(job: Job, chunk: list[Staged]) -> list[Fault]:
    """One chunk, inside a transaction that holds the job. The faults that only came up now."""
    actor, sheet = Actor(person=job.who), job.declared
    gate(actor, USE, sheet)
    first, last = chunk[0][0], chunk[-1][0]
    wrong = set(Fault.objects.filter(job=job, row__gte=first, row__lte=last).values_list("row", flat=True))
    reader, loader = RowReader(job), sheet.loader(actor)
    rows = [reader.parse(each) for each in chunk if each[0] not in wrong]
    good = [each for each in rows if not each.faults]
    loader.prepare([each.values for each in good])
    for each in in_order(good, sheet):
        _write(each, loader, reader)
    late = [fault for each in rows for fault in each.faults]
    Fault.objects.bulk_create(late)
    written = sum(not each.faults for each in rows)
    record(
        job.stream, "tables.imported", by=job.who, nonce=f"{job.stream}/{first}",
        after={"list": job.sheet, "rows": [first, last], "written": written},
    )  # fmt: skip
    job.cursor, job.written, job.bad = last, job.written + written, job.bad + len(rows) - written
    job.lease_until = now() + LEASE
    job.save(update_fields=["cursor", "written", "bad", "lease_until", "updated_at"])
    return late


def _write(parsed: Parsed, loader: Loader, reader: RowReader) -> None:
    nonce = f"{reader.job.stream}/row/{parsed.number}"
    try:
        with transaction.atomic():
            loader.write(parsed.values, nonce=nonce)
    except DomainError as error:
        again = partial(_only_try, loader, parsed, nonce)
        reader.blame(parsed, error, error.field, again=again, is_late=True)
    except DataError:  # too long or too large for the database: a fault of this row, not of the import
        reader.blame(parsed, _beyond(), None, again=raising(_beyond), is_late=True)
    except IntegrityError:
        reader.blame(parsed, _meanwhile(), None, again=raising(_meanwhile), is_late=True)


def _only_try(loader: Loader, parsed: Parsed, nonce: str) -> None:
    """For its refusal alone; whatever it would do is taken back."""
    with transaction.atomic():
        loader.write(parsed.values, nonce=nonce)
        transaction.set_rollback(True)


def _beyond() -> Invalid:
    return Invalid(
        _("A value of this row is too long or too large to be kept."),
        _("Shorten it, and import this row again."),
    )


def _meanwhile() -> Conflict:
    return Conflict(
        _("Somebody entered the same while this was being imported."), _("Import this row once more.")
    )
