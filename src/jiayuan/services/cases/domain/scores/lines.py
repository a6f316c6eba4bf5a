"""The lines of a month, made from the stages its cases went through."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from django.db.models import QuerySet

from jiayuan.services.voice.models import Rating

from ...enums import Stage
from ...models import Case, ScoreLine, StageRun, Tie
from ...score_enums import LineReason
from .months import bounds

CHUNK = 500
MINUTE = 60
SATISFIED = 4
"""Stars from which on somebody is satisfied."""
Given = tuple[int, int, int]
NONE: Given = (0, 0, 0)


def lines_of(month: date) -> Iterator[ScoreLine]:
    """Unsaved, by the order of the closings; every closing of the month, and for it each unit that had it in that
    round. A constant number of queries for each :data:`CHUNK` closings."""
    since, until = bounds(month)
    closings = StageRun.objects.filter(stage=Stage.CLOSING, ended_at__gte=since, ended_at__lt=until)
    rows = closings.select_related("case").order_by("ended_at", "pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _lines(chunk, until)


def _lines(closings: Sequence[StageRun], until: datetime) -> Iterator[ScoreLine]:
    keys = [each.case_id for each in closings]
    runs = _handling(keys)
    leads = dict(Tie.objects.pieces().filter(case__in=keys).values_list("case", "lead"))
    asked = {*keys, *(each for each in leads.values() if each is not None)}
    scored = set(Case.objects.scored(until).filter(pk__in=asked).values_list("pk", flat=True))
    reopened = set(
        StageRun.objects.filter(case__in=keys, round__gt=1, since__lt=until).values_list("case_id", "round")
    )
    ratings = ratings_of_cases(keys)
    for closing in closings:
        case, number = closing.case_id, closing.round
        by_unit: dict[int, list[StageRun]] = defaultdict(list)
        for run in runs.get((case, number), ()):
            if run.responsible_id is not None and run.since <= closing.since:
                by_unit[run.responsible_id].append(run)
        last = max((each[-1].pk for each in by_unit.values()), default=0)
        for had in by_unit.values():
            line = _line(closing, had)
            line.why = LineReason.UNFINISHED
            if had[-1].pk == last:
                is_scored, is_reopened = leads.get(case, case) in scored, (case, number + 1) in reopened
                line.why = _why(case in leads, is_scored, is_reopened)
            if line.why != LineReason.UNFINISHED:
                line.rated, line.satisfied, line.stars = ratings.get((case, number), NONE)
            yield line


def _why(is_piece: bool, is_scored: bool, is_reopened: bool) -> LineReason:
    """Of the unit that finished. A part counts for that unit, which did it in time or not, and for no place: there the
    case that leads stands for it. It is out where its lead is out."""
    if is_piece:
        return LineReason.PIECE if is_scored and not is_reopened else LineReason.PIECE_ASIDE
    if not is_scored:
        return LineReason.SET_ASIDE
    return LineReason.REOPENED if is_reopened else LineReason.COUNTS


def _handling(keys: Sequence[int]) -> Mapping[tuple[int, int], Sequence[StageRun]]:
    rows: QuerySet[StageRun] = StageRun.objects.filter(
        case__in=keys, stage=Stage.HANDLING, ended_at__isnull=False
    )
    found: dict[tuple[int, int], list[StageRun]] = defaultdict(list)
    for run in rows.prefetch_related("pauses").order_by("pk"):
        found[run.case_id, run.round].append(run)
    return found


def ratings_of_cases(keys: Sequence[int]) -> Mapping[tuple[int, int], Given]:
    """By case and round: how many rated it, how many of them were satisfied, and all their stars. One query."""
    rows = Rating.objects.filter(service="cases", subject__in=[f"case/{key}" for key in keys])
    found: dict[tuple[int, int], Given] = defaultdict(lambda: NONE)
    for subject, number, score in rows.values_list("subject", "round", "score"):
        key = int(subject.removeprefix("case/")), number
        rated, satisfied, stars = found[key]
        found[key] = rated + 1, satisfied + (score >= SATISFIED), stars + score
    return found


def _line(closing: StageRun, had: Sequence[StageRun]) -> ScoreLine:
    """From the first stretch of the unit to its last; all of them are over."""
    last = had[-1]
    unit, done, closed = last.responsible_id, last.ended_at, closing.ended_at
    assert unit is not None and done is not None and closed is not None  # noqa: S101, PT018
    return ScoreLine(
        case_id=closing.case_id,
        round=closing.round,
        run=last,
        unit_id=unit,
        place_id=closing.case.place_id,
        version_id=closing.case.version_id,
        since=had[0].since,
        due_at=last.due_at,
        done_at=done,
        closed_at=closed,
        paused_minutes=_paused(last),
        extra_days=last.extra_days,
        is_late=any(each.ended_at is not None and each.ended_at > each.due_at for each in had),
        why=LineReason.COUNTS,
    )


def _paused(run: StageRun) -> int:
    """The minutes of its pauses by the clock, each counted once."""
    total, reached = 0.0, None
    for each in sorted(run.its_pauses, key=lambda pause: pause.since):
        until = each.until or run.ended_at
        since = max(each.since, reached) if reached else each.since
        if until is not None and until > since:
            total += (until - since).total_seconds()
            reached = until
    return int(total // MINUTE)
