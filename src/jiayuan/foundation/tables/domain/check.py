"""Second part of an import: every row is judged, nothing is written to the list."""

from collections import Counter
from functools import partial
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.cells import text_of
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.sheets import CHANGED, Plan

from ..enums import JobState
from ..models import Fault, Job
from ..reading.stage import read_staged
from .files import staged_rows_of
from .lease import Held
from .rows import Parsed, RowReader, in_chunks, key_of

CHUNK = 500
SHOWN = 20
CHANGES_SHOWN = 100
MOST_FAULTS = 20_000
"""When so much is wrong it is the wrong file; the rest is not judged."""


def missing_columns(job: Job) -> list[str]:
    """The keys of required columns that no column of the file stands for."""
    return [each.key for each in job.declared.columns if each.required and each.key not in job.mapping]


def check_rows(held: Held) -> None:
    """Judge all rows; the job then waits for a decision."""
    job = held.job
    Fault.objects.filter(job=job).delete()
    judge = _Judge(job)
    if not missing_columns(job):
        for chunk in in_chunks(read_staged(staged_rows_of(job)), CHUNK):
            judge.take(chunk)
            held.save(**judge.counts())
            if judge.bad > MOST_FAULTS:
                job.found["too_many"] = True
                break
    found = {"preview": judge.preview, "changes": judge.changes, "found": job.found}
    held.end(JobState.PREVIEWED, **judge.counts(), **found)


class _Judge:
    def __init__(self, job: Job) -> None:
        self.reader = RowReader(job)
        self.sheet = job.declared
        self.loader = self.sheet.loader(Actor(person=job.who))
        self.kinds = Counter[str]()
        self.checked = self.bad = 0
        self.preview: list[Any] = []
        self.changes: list[Any] = []

    def take(self, chunk: list[Any]) -> None:
        rows = [self.reader.parse(each) for each in chunk]
        for each in rows:
            self.reader.find_repeated(each)
        good = [each for each in rows if not each.faults]
        self.loader.prepare([each.values for each in good])
        for each in good:
            self._plan(each)
        wrong = [each for each in rows if each.faults]
        Fault.objects.bulk_create([fault for each in wrong for fault in each.faults], batch_size=500)
        self.bad += len(wrong)
        self.checked += len(rows)
        for each in rows[: SHOWN - len(self.preview)]:
            self.preview.append(self._shown(each))

    def _plan(self, parsed: Parsed) -> None:
        try:
            plan = self.loader.plan(parsed.values)
        except DomainError as error:
            again = partial(self.loader.plan, parsed.values)
            self.reader.blame(parsed, error, error.field, again=again)
            return
        self.kinds[plan.kind] += 1
        if plan.kind == CHANGED and len(self.changes) < CHANGES_SHOWN:
            self.changes.append(self._change(parsed, plan))

    def _change(self, parsed: Parsed, plan: Plan) -> dict[str, Any]:
        def shown(key: str, text: str) -> str:
            mask = self.sheet.column(key).mask
            return mask(text) if mask else text

        fields = [
            [key, shown(key, before), shown(key, after)] for key, (before, after) in plan.changes.items()
        ]
        return {"row": parsed.number, "what": key_of(self.sheet, parsed.values), "fields": fields}

    def _shown(self, parsed: Parsed) -> dict[str, Any]:
        cells = []
        for column in self.reader.columns:
            index = self.reader.job.mapping[column.key]
            text = text_of(parsed.cells[index])[:60] if index < len(parsed.cells) else ""
            wrong = any(fault.column == column.key for fault in parsed.faults)
            cells.append([column.mask(text) if column.mask else text, wrong])
        return {"row": parsed.number, "cells": cells, "is_bad": bool(parsed.faults)}

    def counts(self) -> dict[str, int]:
        return {
            "checked": self.checked, "bad": self.bad,
            "new": self.kinds["new"], "changed": self.kinds["changed"], "same": self.kinds["same"],
        }  # fmt: skip
