"""Files as people bring them, and an office that takes them in."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.tables.domain.decide import confirm, upload
from jiayuan.foundation.tables.domain.work import work_on
from jiayuan.foundation.tables.models import Fault, Job
from tests.factories import PlaceFactory

HERE = "140106004010"
HEADINGS = ["名称", "类型", "社区", "联系人", "联系电话", "地址", "成立日期"]
GOOD = ["永和超市", "商户", HERE, "李建芳", "13800000001", "建设南路12号", "2024-05-01"]


def xlsx(rows: Sequence[Sequence[Any]], *, prepare: Callable[[Any], Any] = lambda _sheet: None) -> bytes:
    """An .xlsx with these rows; ``prepare`` gets the worksheet before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    prepare(book.active)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def row(**changed: Any) -> list[Any]:
    """A good row, but for what is said: ``row(name="…", kind="…")``."""
    keys = ["name", "kind", "place", "contact", "phone", "address", "since"]
    return [changed.get(key, value) for key, value in zip(keys, GOOD, strict=True)]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def office(actor_with: Callable[..., Actor]) -> Actor:
    """The district office, in a district with two communities."""
    PlaceFactory(path=HERE, name="桃园三社区")
    PlaceFactory(path="140106004011", name="桃园四社区")
    return actor_with(Role.DISTRICT_OFFICER, "140106", username="office")


@pytest.fixture
def bring() -> Callable[..., Job]:
    """``bring(actor, content, sheet="organisations", name="商户.xlsx")``: read and checked, in English."""

    def make(actor: Actor, content: bytes, *, sheet: str = "organisations", name: str = "商户.xlsx") -> Job:
        with translation.override("en"):
            job = upload(registers.sheets[sheet], ContentFile(content), name=name, by=actor)
            assert work_on(job.pk)
        job.refresh_from_db()
        return job

    return make


@pytest.fixture
def finish() -> Callable[..., Job]:
    """``finish(job, "good")``: decided and done."""

    def make(job: Job, mode: str) -> Job:
        confirm(job.pk, mode, by=Actor(person=job.who))
        assert work_on(job.pk)
        job.refresh_from_db()
        return job

    return make


def faults(job: Job) -> dict[str, tuple[str, str]]:
    """Cell -> (code, message and remedy)."""
    return {each.cell: (each.code, f"{each.message} {each.remedy}") for each in Fault.objects.filter(job=job)}
