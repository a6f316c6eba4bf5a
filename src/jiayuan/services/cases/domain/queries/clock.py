"""The running clocks of many cases at once."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from jiayuan.foundation.common.prepared import Slots, asked_in_parts

from ...models import Case, Pause, StageRun

Cases = TypeVar("Cases", bound=Iterable[Case])


def with_clocks(cases: Cases) -> Cases:
    """The same cases with ``running_stages``, and these with ``known_pauses``: :func:`~.due.due_of` explains each
    without a query. Two queries for up to 128."""
    keys = [case.pk for case in cases]
    runs = {run.case_id: run for run in asked_in_parts("running", _running, "cases", keys)}
    paused: dict[int, list[Pause]] = {}
    for pause in asked_in_parts("pauses", _pauses, "runs", [run.pk for run in runs.values()]):
        paused.setdefault(pause.run_id, []).append(pause)
    for run in runs.values():
        run.known_pauses = paused.get(run.pk, [])
    for case in cases:
        case.running_stages = [runs[case.pk]] if case.pk in runs else []
    return cases


def _running(many: int) -> "QuerySet[StageRun]":
    """Without what its deadline does not follow from."""
    rows = StageRun.objects.filter(case_id__in=Slots("cases", StageRun, "case", many), ended_at=None)
    return rows.defer("responsible", "counts", "due_at")


def _pauses(many: int) -> "QuerySet[Pause]":
    return Pause.objects.filter(run_id__in=Slots("runs", Pause, "run", many)).order_by("since")
