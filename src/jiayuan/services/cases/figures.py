"""The numbers that cases answer for. What stood on a past day is drawn from the stages (``domain/queries/past.py``)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)  # fmt: skip
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.figures import Line, Scope, Shape, Value, figure
from jiayuan.foundation.common.joined import told_of
from jiayuan.foundation.places.paths import inside
from jiayuan.services.voice.models import Rating

from .domain.doubts.spoken import spoken_doubt
from .domain.queries.past import closed_between, first_in, late_at, open_at
from .domain.queries.satisfaction import FEW
from .domain.queries.scored import of_scored_cases
from .doubt_enums import DoubtState
from .enums import OPEN_STATES, Stage
from .models import Case, CaseQuerySet, DemandMark, Doubt, StageRun, Tie
from .numbers import number_of

TENTH = Decimal("0.1")
CASES, PER_CENT = pgettext_lazy("unit of a figure", "cases"), "%"
OUT_OF_SCORES = gettext_lazy(
    "Without the cases whose demand was found, with two signatures, to be more than can be met."
)
PUBLIC_LIMIT = gettext_lazy("What of it is public is judged as of today.")


def _line(case: Case, is_public: bool) -> Line:
    kind = case.version.display_name
    state = case.get_state_display()
    address = reverse("case" if is_public else "console-case", args=[case.number])
    return Line(f"{kind} {case.number}", f"{case.place} · {when(case.reported_at)} · {state}", address)


def _rating_line(rating: Rating, _is_public: bool) -> Line:
    number = number_of(int(rating.subject.removeprefix("case/")))
    title = _("%(score)s of 5 for case %(number)s") % {"score": rating.score, "number": number}
    return Line(title, f"{rating.place} · {when(rating.rated_at)}", reverse("console-case", args=[number]))


CASE = Shape("case", _line, ("version", "place"), ("place__boundary",))
RATING = Shape("rating", _rating_line, ("place",), ("place__boundary",))


def _known(scope: Scope) -> CaseQuerySet:
    return Case.objects.public() if scope.is_public else Case.objects.all()


def _here(scope: Scope) -> CaseQuerySet:
    return _counted(scope).within(*scope.paths).filter(reported_at__lte=scope.as_of)


def _counted(scope: Scope) -> CaseQuerySet:
    """What was merged into another by then, or is a part of another, counts with that and not once more."""
    tied = Tie.objects.filter(case=OuterRef("pk"), lead__isnull=False, at__lte=scope.as_of)
    return _known(scope).filter(~Exists(tied))


def _lately(scope: Scope) -> CaseQuerySet:
    """Of a short time: found by its moment. The place is compared as text, which tempts no database to walk the whole
    place and its closed years instead."""
    if scope.since is None or len(scope.paths) > 1:
        return _here(scope)
    return _counted(scope).alias(head=Left("place_id", len(scope.path))).filter(head=scope.path)


@figure(
    "cases.reported", name=gettext_lazy("Reported"), unit="case", unit_name=CASES, shape=CASE,
    definition=gettext_lazy(
        "Cases reported in this place in the period, whatever became of them; what was merged, or divided into parts,"
        " counts once."
    ),
    limits=PUBLIC_LIMIT, is_flow=True, is_public=True, in_hall=True,
)  # fmt: skip
def reported(scope: Scope) -> CaseQuerySet:
    rows = _lately(scope).filter(reported_at__lte=scope.as_of)
    return rows if scope.since is None else rows.filter(reported_at__gte=scope.since)


@figure(
    "cases.filed", name=gettext_lazy("Taken up"), unit="case", unit_name=CASES, shape=CASE,
    definition=gettext_lazy("Cases that were filed for the first time in the period: looked at and taken up."),
    is_flow=True,
)  # fmt: skip
def filed(scope: Scope) -> CaseQuerySet:
    return _here(scope).filter(first_in(Stage.DISPATCHING, scope.since, scope.as_of))


@figure(
    "cases.closed", name=gettext_lazy("Closed"), unit="case", unit_name=CASES, shape=CASE,
    definition=gettext_lazy("Cases closed after verification in the period and not reopened until its end."),
    limits=PUBLIC_LIMIT, is_flow=True, is_public=True, in_hall=True,
)  # fmt: skip
def closed(scope: Scope) -> CaseQuerySet:
    rows = _lately(scope) if scope.is_live else _here(scope)
    return rows.filter(closed_between(scope.since, scope.as_of, is_live=scope.is_live))


@figure(
    "cases.open", name=gettext_lazy("Open"), unit="case", unit_name=CASES, shape=CASE,
    definition=gettext_lazy("Cases neither closed nor declined at the end of the day; today: at this moment."),
    limits=PUBLIC_LIMIT, is_public=True, in_hall=True,
)  # fmt: skip
def open_(scope: Scope) -> CaseQuerySet:
    if scope.is_live:
        return _counted(scope).within(*scope.paths).filter(state__in=OPEN_STATES)
    return _here(scope).filter(open_at(scope.as_of))


@figure(
    "cases.overdue", name=gettext_lazy("Overdue"), unit="case", unit_name=CASES, shape=CASE,
    definition=gettext_lazy("Open cases whose present stage has passed its promised time."),
    limits=gettext_lazy("For a past day, time that was granted later counts as granted from the beginning."),
)  # fmt: skip
def overdue(scope: Scope) -> CaseQuerySet:
    if scope.is_live:
        return open_(scope).filter(due_at__lt=scope.as_of)
    return _here(scope).filter(late_at(scope.as_of))


@figure(
    "cases.reopened", name=gettext_lazy("Reopened"), unit="case", unit_name=CASES, shape=CASE, is_flow=True,
    definition=gettext_lazy("Cases that were opened again in the period because it was not done."),
)  # fmt: skip
def reopened(scope: Scope) -> CaseQuerySet:
    again = StageRun.objects.filter(
        case_id=OuterRef("pk"),
        stage__in=(Stage.FILING, Stage.DISPATCHING),
        round__gt=1,
        since__lte=scope.as_of,
    )
    if scope.since is not None:
        again = again.filter(since__gte=scope.since)
    return _here(scope).filter(Exists(again))


def share_in_time(rows: "QuerySet[Any]") -> Value:
    """Per cent of the cases none of whose handling ended after its promise; one decimal."""
    late = StageRun.objects.filter(
        case_id=OuterRef("pk"), stage=Stage.HANDLING, counts=True, ended_at__gt=F("due_at")
    )
    many = rows.aggregate(whole=Count("pk"), late=Count("pk", filter=Exists(late)))
    if not many["whole"]:
        return None
    in_time = Decimal(100 * (many["whole"] - many["late"]))
    return (in_time / many["whole"]).quantize(TENTH, ROUND_HALF_UP)


def closed_and_scored(scope: Scope) -> CaseQuerySet:
    return closed(scope).scored(scope.as_of)


figure(
    "cases.on_time_share", name=gettext_lazy("Handled in time"), unit="percent", unit_name=PER_CENT, shape=CASE,
    definition=gettext_lazy(
        "Of the cases closed in the period, the share whose handling kept its promised time, with time that was granted"
        " and without pauses."
    ),
    limits=OUT_OF_SCORES, measure=share_in_time, is_flow=True,
)(closed_and_scored)  # fmt: skip


def median_hours(rows: "QuerySet[Any]") -> Value:
    """The middle of ``took``, in hours to one decimal; of an even number the mean of the two in the middle."""
    many = rows.count()
    if not many:
        return None
    ordered = rows.order_by("took", "pk").values_list("took", flat=True)
    middle = list(ordered[(many - 1) // 2 : many // 2 + 1])
    seconds = sum((Decimal(each.total_seconds()) for each in middle), Decimal(0)) / len(middle)
    return (seconds / 3600).quantize(TENTH, ROUND_HALF_UP)


@figure(
    "cases.first_answer_hours", name=gettext_lazy("Until the first answer"), unit="hour",
    unit_name=pgettext_lazy("unit of a figure", "hours"), shape=CASE,
    definition=gettext_lazy(
        "The middle time from the report until it was filed or declined, in hours by the clock, nights and holidays"
        " included; of the cases reported in the period that had their answer by its end."
    ),
    measure=median_hours, is_flow=True,
)  # fmt: skip
def first_answer(scope: Scope) -> CaseQuerySet:
    looked_at = StageRun.objects.filter(
        case_id=OuterRef("pk"), stage=Stage.FILING, round=1, ended_at__lte=scope.as_of
    ).values("ended_at")
    answered = Subquery(looked_at[:1], output_field=DateTimeField())
    took = ExpressionWrapper(answered - F("reported_at"), output_field=DurationField())
    return reported(scope).filter(Exists(looked_at)).annotate(took=took)


def mean_score(rows: "QuerySet[Any]") -> Value:
    """None for too few ratings: it would say more about single people than about the service."""
    found = rows.aggregate(mean=Avg("score"), many=Count("pk"))
    if found["many"] < FEW:
        return None
    return Decimal(str(found["mean"])).quantize(TENTH, ROUND_HALF_UP)


@figure(
    "cases.ratings", name=gettext_lazy("Ratings"), unit="rating",
    unit_name=pgettext_lazy("unit of a figure", "ratings"), shape=RATING, is_flow=True,
    definition=gettext_lazy("Ratings of handled cases given in the period."),
)  # fmt: skip
def ratings(scope: Scope) -> "QuerySet[Rating]":
    rows = Rating.objects.filter(
        inside(scope.paths, field="place_id"), service="cases", rated_at__lte=scope.as_of
    )
    return rows if scope.since is None else rows.filter(rated_at__gte=scope.since)


def ratings_that_count(scope: Scope) -> "QuerySet[Rating]":
    return of_scored_cases(ratings(scope), scope.as_of)


figure(
    "cases.satisfaction", name=gettext_lazy("Satisfaction"), unit="score",
    unit_name=pgettext_lazy("unit of a figure", "of 5"), shape=RATING, measure=mean_score, is_flow=True,
    definition=gettext_lazy("Mean of the ratings given in the period, from 1 to 5; from five ratings on."),
    limits=OUT_OF_SCORES,
)(ratings_that_count)  # fmt: skip


@figure(
    "cases.out_of_scores", name=gettext_lazy("Kept out of the scores"), unit="case", unit_name=CASES, shape=CASE,
    definition=gettext_lazy(
        "Cases whose demand was found in the period, with two signatures, to be more than can be met, and which"
        " therefore do not count for or against units and places."
    ),
    is_flow=True,
)  # fmt: skip
def out_of_scores(scope: Scope) -> CaseQuerySet:
    marked = DemandMark.objects.in_force(scope.as_of).filter(case=OuterRef("pk"))
    if scope.since is not None:
        marked = marked.filter(decided_at__gte=scope.since)
    return _here(scope).filter(Exists(marked))


def _doubt_line(doubt: Doubt, _is_public: bool) -> Line:
    number = number_of(doubt.case_id)
    title = told_of(f"{doubt.case.version.display_name} {number}", spoken_doubt(doubt.kind, doubt.measured))
    meta = f"{doubt.case.place} · {when(doubt.raised_at)} · {doubt.get_state_display()}"
    return Line(title, meta, reverse("console-case", args=[number]))


DOUBT = Shape("doubt", _doubt_line, ("case__version", "case__place"), ("case__place__boundary",))


@figure(
    "cases.doubts", name=gettext_lazy("Signs to look twice"), unit="sign",
    unit_name=pgettext_lazy("unit of a figure", "signs"), shape=DOUBT, is_flow=True,
    definition=gettext_lazy(
        "Signs in the period that a case may have been closed on paper only: no photo of the result, a photo used"
        " before, taken elsewhere or long before, done within minutes, reported again, reopened, one or two stars."
    ),
)  # fmt: skip
def doubts(scope: Scope) -> "QuerySet[Doubt]":
    rows = Doubt.objects.within(*scope.paths).filter(raised_at__lte=scope.as_of)
    return rows if scope.since is None else rows.filter(raised_at__gte=scope.since)


@figure(
    "cases.doubts_real", name=gettext_lazy("Closed and not done"), unit="sign",
    unit_name=pgettext_lazy("unit of a figure", "signs"), shape=DOUBT, is_flow=True,
    definition=gettext_lazy("Of these signs, those of which somebody who looked said that it was not done."),
    limits=gettext_lazy("Counted by the day the sign was noticed; what was said by the end of the day asked for."),
)  # fmt: skip
def doubts_real(scope: Scope) -> "QuerySet[Doubt]":
    return doubts(scope).filter(state=DoubtState.REAL, decided_at__lte=scope.as_of)
