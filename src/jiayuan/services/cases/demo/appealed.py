"""Who appeals a line of a month, and what becomes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.source import Source, coming_from

from ..appeal_enums import AppealGround, AppealState
from ..appeal_rules import DECIDE
from ..domain.scores.appealing import appeal_line
from ..domain.scores.deciding import decide_appeal
from ..domain.scores.late_appeals import raise_late_appeals
from ..models import ScoreLine, ScoreMonth
from ..score_enums import LineReason
from .cast import Cast

MONTHS, MOST_WAITING = 2, 6
SOON, LATER = timedelta(days=3, hours=10), timedelta(days=12, hours=10)
"""How long after the freezing somebody appeals: those of whom it is decided, and those that still wait."""
DECIDED_IN = timedelta(days=2)


@dataclass(frozen=True)
class Told:
    """``outcome`` as it was decided with ``reason``; one that waits has neither."""

    ground: AppealGround
    words: str
    outcome: AppealState = AppealState.WAITING
    reason: str = ""


BY_UNITS = (
    Told(
        AppealGround.WAITED,
        "到场时发现要先断水断电，等配合单位到场才能动手，等待的时间不是本单位造成的",
        AppealState.IN_TIME,
        "到场时间和配合单位的记录核实过，等待的时间不算本单位的",
    ),
    Told(
        AppealGround.BEYOND,
        "那两天人手都抽去抢险，没有来得及",
        AppealState.DECLINED,
        "当周没有抢险任务的记录，也没有申请延期，维持原结果",
    ),
    Told(
        AppealGround.NOT_OURS,
        "该处属于在建工地红线内，移交前由施工方负责",
        AppealState.LEFT_OUT,
        "查过移交清单，确未移交，本条不计入",
    ),
)
BY_A_DESK = Told(
    AppealGround.TIMES,
    "单位报办结时只做了围挡，过了期限才真正修好，核查时有照片",
    AppealState.LATE,
    "照片时间核对无误，按超时计",
)
WAITING = Told(AppealGround.RATING, "回访过上报人，低分是嫌停车位少，跟这次办理无关")


def appeal_lines(context: DemoContext, cast: Cast) -> None:
    """A few in each of the latest months; those of the last that came late still wait."""
    with coming_from(Source.DEMO):
        for number, month in enumerate(ScoreMonth.objects.order_by("-month")[:MONTHS]):
            for line, by, told in _chosen(month, cast, waits=number == 0):
                _appeal(context, cast, line, by, told)
        with at(context.now):
            raise_late_appeals()


def _chosen(month: ScoreMonth, cast: Cast, *, waits: bool) -> Iterator[tuple[ScoreLine, Actor, Told]]:
    counted = ScoreLine.objects.filter(month=month, why=LineReason.COUNTS).select_related("month")
    late = counted.filter(is_late=True, unit__in=list(cast.officers)).order_by("pk")
    for line, each in zip(late[: len(BY_UNITS)], BY_UNITS, strict=False):
        yield line, cast.officers[line.unit_id][0], each
    unhappy = counted.filter(is_late=False, rated__gt=0, satisfied=0, unit__in=list(cast.officers))
    for line in unhappy.order_by("-pk")[: MOST_WAITING * waits]:
        yield line, cast.officers[line.unit_id][0], WAITING
    in_time = (
        counted.filter(is_late=False, rated=0, place__path__in=list(cast.workers)).order_by("pk").first()
    )
    if in_time is not None:
        yield in_time, cast.workers[in_time.place_id][0], BY_A_DESK


def _appeal(context: DemoContext, cast: Cast, line: ScoreLine, by: Actor, told: Told) -> None:
    is_decided = told.outcome != AppealState.WAITING
    moment = line.month.frozen_at + (SOON if is_decided else LATER)
    if moment + DECIDED_IN >= context.now:
        return
    with at(moment):
        appeal = appeal_line(line.pk, told.ground, told.words, by=by)
    decides = next((each for each in _above(cast, line) if may(each, DECIDE, appeal)), None)
    if is_decided and decides is not None:
        with at(moment + DECIDED_IN):
            decide_appeal(appeal.pk, told.outcome, told.reason, by=decides)


def _above(cast: Cast, line: ScoreLine) -> Sequence[Actor]:
    return [*cast.streets.get(line.place_id[:9], ()), *cast.districts.get(line.place_id[:6], ())]
