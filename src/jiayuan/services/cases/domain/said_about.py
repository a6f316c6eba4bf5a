"""What offices and units wrote about a case: it stays, but what in it points to the reporter goes with them."""

from collections.abc import Collection
from typing import Any

from ..models import (
    Appeal,
    Case,
    DemandMark,
    Dossier,
    Doubt,
    OutsideAnswer,
    OutsideLink,
    Pause,
    Recall,
    Request,
    SupervisionOrder,
)
from .redact import blank_people

SAID_ABOUT: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Appeal, "line__case", ("words", "reason")),
    (DemandMark, "case", ("words", "answer")),
    (Dossier, "case", ("reason",)),
    (Doubt, "case", ("reason",)),
    (OutsideAnswer, "link__case", ("words", "reply")),
    (OutsideLink, "case", ("matter", "asked")),
    (Pause, "run__case", ("reason",)),
    (Recall, "case", ("reason",)),
    (Request, "case", ("reason", "answer")),
    (SupervisionOrder, "case", ("reason", "wanted", "answer", "remark")),
)
"""Model, the way to its case, its columns of free words."""


def redact_said_about(cases: Collection[Case]) -> int:
    """Numbers, names and rooms in it become a gap; how many rows were changed."""
    return sum(_redact(model, f"{way}__in", columns, cases) for model, way, columns in SAID_ABOUT)


def _redact(model: Any, way: str, columns: tuple[str, ...], cases: Collection[Case]) -> int:
    changed = []
    longest = {name: model._meta.get_field(name).max_length for name in columns}  # noqa: SLF001 (Django's public name)
    for row in model.objects.select_for_update(of=("self",)).filter(**{way: cases}).order_by("pk"):
        before = [getattr(row, name) for name in columns]
        for name, words in zip(columns, before, strict=True):
            setattr(row, name, blank_people(words)[: longest[name]])
        if before != [getattr(row, name) for name in columns]:
            changed.append(row)
    if changed:
        model.objects.bulk_update(changed, columns)
    return len(changed)
