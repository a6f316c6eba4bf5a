"""One case, with everything its pages show.

Much may lie beside a case, and beside most cases little does. So one query brings the case and says what there is, and
only that is asked for; all questions are prepared.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.prepared import Prepared, Slot, put_along
from jiayuan.services.voice.models import Rating

from ...enums import TieKind
from ...models import (
    Case,
    CasePart,
    CasePhoto,
    DemandMark,
    Doubt,
    Joining,
    OutsideLink,
    Pause,
    Request,
    StageRun,
    SupervisionOrder,
    Tie,
)
from ...numbers import key_of

LARGEST_KEY = 2**63 - 1
_FLAG = "has_"


def _beside(model: type[Model], *joined: str) -> Prepared[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(case_id=Slot("key", model, "case"))  # noqa: SLF001
    return Prepared(lambda: rows.select_related(*joined) if joined else rows)


BESIDE = {
    "requests": _beside(Request, "asked_by", "unit", "proposed_unit"),
    "parts": _beside(CasePart),
    "marks": _beside(DemandMark, "proposed_by", "decided_by"),
    "orders": _beside(SupervisionOrder, "issued_by", "answered_by"),
    "outside_links": _beside(OutsideLink),
    "photos": _beside(CasePhoto, "photo"),
    "stages": _beside(StageRun),
}
"""Read along where it is there."""
PAUSES = Prepared(
    lambda: Pause.objects.filter(run__case_id=Slot("key", StageRun, "case")).order_by("run_id", "since")
)


def _there() -> "dict[str, QuerySet[Any]]":
    """What may be there, each for the case of the query around it."""
    of_case: dict[str, Any] = {
        "requests": Request,
        "parts": CasePart,
        "marks": DemandMark,
        "orders": SupervisionOrder,
        "outside_links": OutsideLink,
        "photos": CasePhoto,
        "stages": StageRun,
        "joinings": Joining,
        "doubts": Doubt,
    }
    found = {name: model.objects.filter(case=OuterRef("pk")) for name, model in of_case.items()}
    return found | {
        "pauses": Pause.objects.filter(run__case=OuterRef("pk")),
        "merged": Tie.objects.filter(lead=OuterRef("pk"), kind=TieKind.MERGED),
        "ratings": Rating.objects.filter(subject=Slot("stream", Rating, "subject"), round=OuterRef("round")),
    }


def _whole() -> "QuerySet[Case]":
    rows = Case.objects.filter(pk=Slot("key", Case, "pk")).select_related(
        "version__category", "place__parent", "unit", "handler", "contact", "consent__helper", "tie"
    )
    rows = rows.defer("place__boundary", "place__parent__boundary", "version__plain_words")
    return rows.annotate(**{f"{_FLAG}{name}": Exists(each) for name, each in _there().items()})


_WHOLE = Prepared(_whole)


def open_case(number: str) -> Case:
    """The case with this printed number. :raises Missing: also for a number with a wrong check digit.

    One query, and one for each thing that is there of :data:`BESIDE`; ``along`` says what else is there.
    """
    key = key_of(number)
    case = None
    if key is not None and key <= LARGEST_KEY:
        case = _WHOLE.first(key=key, stream=Case(pk=key).stream)
    if case is None:
        raise no_such_case()
    case.along = frozenset(
        name.removeprefix(_FLAG) for name, there in vars(case).items() if _is_flag(name, there)
    )
    for name, rows in BESIDE.items():
        put_along(case, name, rows.rows(key=case.pk) if name in case.along else [])
    _put_pauses(case)
    return case


def _is_flag(name: str, there: Any) -> bool:
    return name.startswith(_FLAG) and bool(there)


def _put_pauses(case: Case) -> None:
    runs: Sequence[StageRun] = list(case.stages.all())
    pauses: Sequence[Pause] = PAUSES.rows(key=case.pk) if lies_beside(case, "pauses") else []
    for run in runs:
        run.known_pauses = [each for each in pauses if each.run_id == run.pk]


def lies_beside(case: Case, name: str) -> bool:
    """Is there any of this? True where the case was not opened here and nobody knows."""
    return case.along is None or name in case.along


def no_such_case() -> Missing:
    """The same words whether it does not exist or is not for this reader: the answer must not tell which."""
    return Missing(
        _("There is no case with this number that you can see."),
        _("Check the number on the slip, or scan the code on it again."),
    )
