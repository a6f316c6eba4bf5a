"""Lines of frozen months, and the appeals of them: read, made and decided."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Missing, Refused
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.paging import page_of
from jiayuan.services.cases.appeal_rules import APPEAL_TERM, sees_the_line
from jiayuan.services.cases.domain.queries.appeals import AppealFilter, appeals_for, appellant_of
from jiayuan.services.cases.domain.queries.performance import frozen_month, lines_behind, subject_of
from jiayuan.services.cases.domain.scores.appealing import appeal_line, find_line
from jiayuan.services.cases.domain.scores.corrections import state_of
from jiayuan.services.cases.domain.scores.deciding import decide_appeal
from jiayuan.services.cases.interfaces.sheet import whole_number
from jiayuan.services.cases.models import Appeal, ScoreLine
from jiayuan.services.cases.rules import CASE_ROLES

from .months import Month
from .outermost import nonce_of
from .schemas import Key
from .schemas_scores import (
    AppealIn,
    AppealOut,
    AppealsOut,
    AppealsQuery,
    DecisionIn,
    ScoreLinesOut,
    ScoreLinesQuery,
)
from .scopes import APPEAL_LINE, DECIDE_APPEAL, MONTHS
from .visitors import Door, actor_of, upload_token_of

A_PAGE = 50
FACTS = ("is_late", "why", "rated", "satisfied", "stars")
TIMES = ("since", "due_at", "done_at", "closed_at", "paused_minutes", "extra_days")


def _works_on_cases(request: HttpRequest, **_more: Any) -> None:
    if not actor_of(request).reach.has_any(CASE_ROLES):
        raise Refused(
            _("Only those who work on cases see the frozen months."),
            _("What everybody may know stands in the figures."),
        )


def _decides(request: HttpRequest, appeal: str, **more: Any) -> None:
    """Who may not see an appeal does not learn that there is one. It comes as it stands in the address."""
    _works_on_cases(request, **more)
    if not Appeal.objects.visible_to(actor_of(request)).filter(pk=whole_number(appeal) or 0).exists():
        raise Missing(_("There is no such appeal."), _("Choose one in the list."))


router = Router(tags=["months"], auth=Door(MONTHS, named=True, rule=_works_on_cases))


def _line_out(line: ScoreLine, until: datetime) -> dict[str, Any]:
    """``until``: the last moment for an appeal, the same for all lines of a month."""
    present = state_of(line)
    return {
        **{name: getattr(line, name) for name in TIMES},
        "id": line.pk,
        "case": line.case.number,
        "round": line.round,
        "unit": line.unit_id,
        "unit_name": line.unit.display_name,
        "place": line.place_id,
        "category_name": line.version.display_name,
        "frozen": {name: getattr(line, name) for name in FACTS},
        "present": {name: getattr(present, name) for name in FACTS},
        "appeal_until": until,
        "appeal": next((each.pk for each in line.appeals.all()), None),
    }


def _appeal_out(appeal: Appeal) -> dict[str, Any]:
    line = appeal.line
    return {
        "id": appeal.pk,
        "line": line.pk,
        "month": str(line.month),
        "case": line.case.number,
        "category_name": line.version.display_name,
        "who": appellant_of(appeal),
        "ground": appeal.ground,
        "ground_label": appeal.get_ground_display(),
        "words": mask_words(appeal.words),
        "asked_at": appeal.asked_at,
        "decide_by": appeal.decide_by,
        "state": appeal.state,
        "state_label": appeal.get_state_display(),
        "reason": mask_words(appeal.reason),
        "decided_at": appeal.decided_at,
    }


@router.get(
    "/months/{month}/lines", response=ScoreLinesOut, summary="The lines of a unit or place in a frozen month"
)
def read_lines(request: HttpRequest, month: Month, query: Query[ScoreLinesQuery]) -> Any:
    """Say `unit` or `place`, one that I work with. As they were frozen, and as they stand with what was corrected."""
    found = frozen_month(month or "-")
    assert found is not None  # noqa: S101 an unknown month raises
    _subject, key = subject_of(actor_of(request), query.unit, query.place)
    page = page_of(lines_behind(found, key, query.show), by="pk", after=query.after, size=A_PAGE)
    until = deadline(found.frozen_at, APPEAL_TERM)
    return {"lines": [_line_out(each, until) for each in page], "next": page.next_cursor}


@router.get("/appeals", response=AppealsOut, summary="Appeals of my places and units")
def read_appeals(request: HttpRequest, query: Query[AppealsQuery]) -> Any:
    """Newest first; numbers of people masked."""
    wanted = AppealFilter(state=query.state, month=query.month, mine=query.mine == "1")
    page = page_of(appeals_for(actor_of(request), wanted), by="-id", after=query.after, size=A_PAGE)
    return {"appeals": [_appeal_out(each) for each in page], "next": page.next_cursor}


@router.post(
    "/appeals",
    response={201: AppealOut},
    auth=Door(APPEAL_LINE, named=True, rule=_works_on_cases),
    summary="Appeal a line",
)
def appeal(request: HttpRequest, payload: AppealIn) -> Any:
    """Within ten working days of the freezing, once a line, by the unit or the desk of the place. Nothing changes until
    the office above decides."""
    by = actor_of(request)
    line = find_line(payload.line)
    if not sees_the_line(by, line):
        raise Missing(_("There is no such line."), _("Choose one in the list of the month."))
    made = appeal_line(
        line.pk,
        payload.ground,
        payload.words,
        by=by,
        photo_ids=[payload.photo] if payload.photo else (),
        upload_token=upload_token_of(request) if payload.photo else "",
        nonce=nonce_of(request),
    )
    return Status(201, _appeal_out(made))


@router.post(
    "/appeals/{appeal}/decide",
    response=AppealOut,
    auth=Door(DECIDE_APPEAL, named=True, rule=_decides),
    summary="Decide on an appeal",
)
def decide(request: HttpRequest, appeal: Key, payload: DecisionIn) -> Any:
    """By the office above who had no part in it. What is upheld is put right beside the line with the next month."""
    return _appeal_out(decide_appeal(appeal, payload.outcome, payload.reason, by=actor_of(request)))
