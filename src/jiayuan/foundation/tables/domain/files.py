"""Where an import's file and its staged rows lie."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from jiayuan.foundation.common.registers import registers

from ..enums import OPEN
from ..models import Job
from ..reading.ask import stage_apart


def staged_folder() -> Path:
    """On this machine; another machine that takes the work up stages the file again."""
    return Path(settings.DATA_DIR) / "staged"


def staged_path(job: Job) -> Path:
    return staged_folder() / f"import-{job.pk}-{job.table_digest}.jsonl"


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


def emptied() -> dict[str, Any]:
    """What an import holds of its file besides the counts, forgotten together with the file."""
    return {"file": "", "preview": [], "changes": [], "found": {}}


def forget_job_files(job: Job) -> None:
    """The uploaded file and whatever was staged of it, as any worksheet, are deleted; the job itself stays."""
    for staged in staged_folder().glob(f"import-{job.pk}-*.jsonl"):
        staged.unlink(missing_ok=True)
    if job.file:
        job.file.delete(save=False)


def sweep_staged() -> int:
    """Delete rows that were staged of files which are not kept: whoever staged them was still at it when the job was
    cancelled, or died. How many files."""
    there = {path: int(path.name.split("-")[1]) for path in staged_folder().glob("import-*-*.jsonl")}
    kept = Job.objects.filter(Q(state__in=OPEN) | ~Q(file=""), pk__in=set(there.values()))
    wanted = set(kept.values_list("pk", flat=True))
    gone = [path for path, pk in there.items() if pk not in wanted]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
