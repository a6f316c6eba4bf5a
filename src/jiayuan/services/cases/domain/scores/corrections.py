"""What came after a month was frozen: it changes no line, and stands beside it with the next month."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from jiayuan.foundation.clock.now import now
from jiayuan.services.voice.models import Rating

from ...models import Case, ScoreCorrection, ScoreLine, ScoreMonth
from ...score_enums import RATED, CorrectionKind, LineReason
from .lines import ratings_of_cases
from .months import month_before
from .sums import Judged

WATCHED = 3
"""Months back in which a case can still be taken out of the scores, or put back."""
CHUNK = 500


def state_of(line: ScoreLine) -> Judged:
    """As it stands: the latest correction, else the line. Prefetch ``corrections`` to save a query."""
    found = list(line.corrections.all())
    return found[-1] if found else line


def correct(line: ScoreLine, kind: CorrectionKind, **changed: object) -> ScoreCorrection:
    """Unsaved: the line as it stands, with ``changed``."""
    names = ("is_late", "why", "rated", "satisfied", "stars")
    facts = {name: getattr(state_of(line), name) for name in names} | changed
    return ScoreCorrection(line=line, kind=kind, at=now(), **facts)


def found_since(month: date) -> list[ScoreCorrection]:
    """What is known now of the months before ``month`` and was not when they were frozen, unsaved. A line that was both
    rated and taken out gets the second with the month after."""
    before = ScoreMonth.objects.filter(month__lt=month).order_by("-month").first()
    if before is None:
        return []
    found = {each.line_id: each for each in _scores(month)}
    return [*found.values(), *(each for each in _rated(before) if each.line_id not in found)]


def _rated(before: ScoreMonth) -> Iterable[ScoreCorrection]:
    rows = Rating.objects.filter(service="cases", rated_at__gt=before.frozen_at)
    keys = sorted({int(each.removeprefix("case/")) for each in rows.values_list("subject", flat=True)})
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        ratings = ratings_of_cases(chunk)
        lines = ScoreLine.objects.filter(case__in=chunk).exclude(why=LineReason.UNFINISHED)
        for line in lines.prefetch_related("corrections").order_by("pk"):
            rated, satisfied, stars = ratings[line.case_id, line.round]
            if rated > state_of(line).rated:
                yield correct(line, CorrectionKind.RATED, rated=rated, satisfied=satisfied, stars=stars)


def _scores(month: date) -> Iterable[ScoreCorrection]:
    """Taken out of the scores since, or put back in; a part goes with the case that leads it."""
    watched = ScoreLine.objects.filter(month__month__gte=month_before(month, WATCHED), month__month__lt=month)
    watched, scored = watched.prefetch_related("corrections").order_by("pk"), Case.objects.scored(now())
    yield from _moved(watched, Q(case__in=scored), RATED, LineReason.SET_ASIDE)
    of_scored = Q(case__tie__lead__case__in=scored)
    yield from _moved(watched, of_scored, (LineReason.PIECE,), LineReason.PIECE_ASIDE)


def _moved(
    watched: "QuerySet[ScoreLine]", is_in: Q, counted: Sequence[LineReason], aside: LineReason
) -> Iterable[ScoreCorrection]:
    """``counted`` are the reasons under which such a line is in, ``aside`` the one under which it is out."""
    for line in watched.filter(~is_in, why__in=counted):
        if state_of(line).why in counted:
            yield correct(line, CorrectionKind.SCORES, why=aside)
    once_out = Q(why=LineReason.SET_ASIDE) | Q(corrections__kind=CorrectionKind.SCORES)
    for line in watched.filter(once_out, is_in, why__in=(*counted, aside)).distinct():
        if state_of(line).why == aside:
            why = LineReason.COUNTS if line.why == LineReason.SET_ASIDE else line.why
            yield correct(line, CorrectionKind.SCORES, why=why)
