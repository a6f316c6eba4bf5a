"""An import as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from jiayuan.foundation.common.joined import listed
from jiayuan.foundation.common.sheets import Column

from ..domain.check import missing_columns
from ..enums import JobState
from ..models import Fault, Job
from ..reading.addresses import letters

SMALL_ENOUGH = 2_000
"""Rows that a single file database writes in one go without making others wait for long."""


@dataclass(frozen=True)
class MappedColumn:
    """A column of the list and what stands for it in the file."""

    column: Column
    index: int | None
    is_missing: bool


@dataclass(frozen=True)
class Summary:
    """Equal faults, counted."""

    message: str
    code: str
    count: int
    first: str


def mapped_columns(job: Job) -> list[MappedColumn]:
    missing = missing_columns(job)
    return [
        MappedColumn(each, job.mapping.get(each.key), each.key in missing) for each in job.declared.columns
    ]


def file_columns(job: Job) -> list[tuple[int, str]]:
    """(index, ``B · Telephone``) of the columns of the file."""
    header = job.found.get("header", [])
    return [
        (index, f"{letters(index)} · {name}" if name else letters(index)) for index, name in enumerate(header)
    ]


def unused_columns(job: Job) -> list[str]:
    used = set(job.mapping.values())
    return [said for index, said in file_columns(job) if index not in used]


def preview_columns(job: Job) -> Sequence[str]:
    return [str(each.label) for each in job.declared.columns if each.key in job.mapping]


def changes_of(job: Job) -> list[dict[str, Any]]:
    """The first changes, with the names of their columns."""
    names = {each.key: str(each.label) for each in job.declared.columns}
    return [
        {**each, "fields": [(names.get(key, key), before, after) for key, before, after in each["fields"]]}
        for each in job.changes
    ]


def summaries(job: Job) -> list[Summary]:
    """Faults by kind, the most frequent first. One query."""
    rows = Fault.objects.filter(job=job).values("code", "message", "column")
    counted = rows.annotate(count=Count("pk"), first=Min("pk")).order_by("-count", "code")[:200]
    merged: dict[str, list[Any]] = {}
    for each in counted:
        kept = merged.setdefault(each["code"], [each["message"], 0, each["first"]])
        kept[1] += each["count"]
        kept[2] = min(kept[2], each["first"])
    firsts = Fault.objects.in_bulk([each[2] for each in merged.values()])
    found = [
        Summary(
            firsts[pk].said[0] if pk in firsts else words,
            code,
            count,
            firsts[pk].cell if pk in firsts else "",
        )
        for code, (words, count, pk) in merged.items()
    ]
    return sorted(found, key=lambda each: -each.count)


def warnings(job: Job) -> list[str]:
    """What the reader of the file saw and who decides should know."""
    found, said = job.found, []
    if found.get("has_macros"):
        said.append(_("The file holds macros. They were not run and are not kept."))
    marks, first = found.get("marks", {}), found.get("first", {})
    if marks.get("formula"):
        said.append(
            _("Formulas in the table: %(count)s (%(cells)s). The results saved in the file are taken.")
            % {"count": marks["formula"], "cells": listed(first["formula"])}
        )
    if found.get("merged"):
        said.append(_("Merged cells: %(ranges)s.") % {"ranges": listed(found["merged"][:5])})
    if found.get("kind") == "csv" and found.get("encoding") == "gb18030":
        said.append(_("The characters were read as GBK."))
    if (job.header_row or 1) > 1:
        said.append(_("The headings were found in row %(row)s.") % {"row": job.header_row})
    unused = unused_columns(job)
    if unused:
        said.append(_("Not taken in: %(columns)s.") % {"columns": listed(unused[:10])})
    return said


def makes_others_wait(job: Job) -> bool:
    """Would all-or-nothing keep everybody else from saving for minutes?"""
    return connection.vendor == "sqlite" and job.total > SMALL_ENOUGH and job.state == JobState.PREVIEWED
