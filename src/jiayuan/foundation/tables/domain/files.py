"""Where an import's file and its staged rows lie."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from jiayuan.foundation.common.registers import registers

from ..models import Job
from ..reading.ask import stage_apart


def staged_path(job: Job) -> Path:
    """On this machine; another machine that takes the work up stages the file again."""
    return Path(settings.DATA_DIR) / "staged" / f"import-{job.pk}-{job.table_digest}.jsonl"


def wanted_of(sheet_name: str) -> dict[str, list[str]]:
    """The headings of a list in both languages, by column key."""
    return {each.key: [str(one) for one in each.headings] for each in registers.sheets[sheet_name].columns}


@contextmanager
def local_copy(job: Job) -> Iterator[Path]:
    """The uploaded file as a file of this machine, wherever it is stored."""
    try:
        yield Path(job.file.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy, job.file.open("rb") as stored:
            shutil.copyfileobj(stored, copy)
            copy.flush()
            yield Path(copy.name)


def stage_job(job: Job) -> dict[str, Any]:
    """Stage the job's file as it is chosen (worksheet, row of the headings). :raises Unreadable: in a code."""
    with local_copy(job) as path:
        found = stage_apart(
            path, staged_path(job), wanted_of(job.sheet), table=job.table or None, header_row=job.header_row
        )
    staged_path(job).chmod(0o600)
    return found


def staged_rows_of(job: Job) -> Path:
    """The staged rows, made anew where they are missing."""
    path = staged_path(job)
    if not path.exists():
        stage_job(job)
    return path


def forget_job_files(job: Job) -> None:
    """The uploaded file and the staged rows are deleted; the job itself stays."""
    staged_path(job).unlink(missing_ok=True)
    if job.file:
        job.file.delete(save=False)
