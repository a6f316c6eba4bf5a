"""A month is frozen once, from what happened in it; what comes later stands beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.queries.performance import by_need, places_of, units_of, year_of
from jiayuan.services.cases.domain.scores import corrections, freezing
from jiayuan.services.cases.domain.scores.freezing import freeze_due, freeze_month, is_intact, published_with
from jiayuan.services.cases.domain.scores.months import freezes_at, month_after, month_before, months_due
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import (
    Case,
    CaseQuerySet,
    ScoreCorrection,
    ScoreLine,
    ScoreMonth,
    ScoreTotal,
)
from jiayuan.services.cases.score_enums import CorrectionKind, LineReason
from tests.factories import DemandMarkFactory, PlaceFactory
from tests.services.cases.domain.test_splitting import Divided
from tests.services.cases.story import COMMUNITY, Story

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
FROZEN = datetime(2026, 4, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _places() -> None:
    PlaceFactory(path=COMMUNITY)


def closed(*, days: int = 1, score: int | None = 5, last: Action = Action.CLOSE) -> Story:
    """Accepted on the first Monday of March, handed in ``days`` later (two working days are promised)."""
    with at(MONDAY):
        story = Story().until(Action.ACCEPT)
    with at(MONDAY + timedelta(days=days)):
        story.do(Action.HAND_IN)
        story.do(Action.PASS)
        if last == Action.CLOSE:
            story.do(Action.CLOSE)
            if score is not None:
                story.do(Action.RATE, story.resident, Given(score=score))
    return story


def freeze(month: date = MARCH, moment: datetime = FROZEN) -> ScoreMonth:
    with at(moment):
        frozen = freeze_month(month)
    assert frozen is not None
    return frozen


def test_months_are_counted_over_the_year() -> None:
    assert (month_after(date(2026, 12, 1)), month_before(date(2026, 1, 1))) == (
        date(2027, 1, 1),
        date(2025, 12, 1),
    )
    # 1, 2 and 3 April are worked, 4 to 6 are Qingming: the fifth working day is the eighth.
    assert freezes_at(MARCH) == datetime(2026, 4, 7, 16, tzinfo=UTC)


def test_a_line_says_what_it_is_made_of() -> None:
    story = closed()
    frozen = freeze()
    line = ScoreLine.objects.get()
    assert (line.unit, line.place_id, line.is_late, line.why) == (
        story.unit,
        COMMUNITY,
        False,
        LineReason.COUNTS,
    )
    assert (line.rated, line.satisfied, line.stars) == (1, 1, 5)
    assert line.done_at - line.since == timedelta(days=1)
    assert frozen.line_count == 1
    entry = Entry.objects.get(stream_id="scores/2026-03")
    assert entry.payload["after"] == {"month": "2026-03", "lines": 1, "digest": frozen.digest}
    assert str(line)
    assert str(ScoreTotal.objects.first())


def test_late_and_paused() -> None:
    with at(MONDAY):
        late = Story().until(Action.ACCEPT)
        paused = Story().until(Action.ACCEPT)
        paused.do(Action.ASK_SUSPENSION, paused.handler, Given(words="等配件", days=3))
        paused.do(Action.APPROVE, paused.worker)
    with at(MONDAY + timedelta(days=3)):
        paused.do(Action.RESUME, paused.worker)
    with at(MONDAY + timedelta(days=4)):
        for story in (late, paused):
            story.do(Action.HAND_IN)
            story.do(Action.PASS)
            story.do(Action.CLOSE)
    freeze()
    assert ScoreLine.objects.get(case=late.case).is_late
    kept = ScoreLine.objects.get(case=paused.case)
    assert (kept.is_late, kept.paused_minutes) == (False, 3 * 24 * 60)


def test_what_another_unit_finished_counts_for_it_alone() -> None:
    story = closed(last=Action.PASS)
    with at(MONDAY + timedelta(days=1)):
        story.do(Action.CLOSE)
    other = Story()
    with at(MONDAY):
        for action in (Action.FILE, Action.DISPATCH):
            other.do(action)
        other.do(Action.RECALL, other.worker, Given(words="不归他们"))
        other.do(Action.DISPATCH, other.worker, Given(unit_id=story.unit.pk))
        other.do(Action.ACCEPT, story.handler)
        photo = other.photo(story.handler)
        other.do(Action.HAND_IN, story.handler, Given(words="好了", photo_ids=[photo]))
        other.do(Action.PASS)
        other.do(Action.CLOSE)
    freeze()
    first = ScoreLine.objects.get(unit=other.unit)
    assert first.why == LineReason.UNFINISHED
    assert ScoreTotal.objects.get(unit=other.unit).timed == 0
    assert ScoreTotal.objects.get(unit=story.unit).timed == 2
    assert ScoreTotal.objects.get(place_id=COMMUNITY).lines == 2


def test_reopened_in_the_month_and_closed_again() -> None:
    story = closed(score=2)
    with at(MONDAY + timedelta(days=2)):
        story.do(Action.REOPEN, story.resident, Given(words="还是松的"))
        for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
            story.do(action)
    freeze()
    assert list(ScoreLine.objects.values_list("round", "why", "rated")) == [
        (1, "reopened", 1),
        (2, "counts", 0),
    ]
    total = ScoreTotal.objects.get(unit=story.unit)
    assert (total.lines, total.timed, total.rated, total.satisfied) == (2, 1, 1, 0)


def test_nothing_frozen_is_changed_or_frozen_twice() -> None:
    closed()
    frozen = freeze()
    with at(FROZEN):
        assert freeze_month(MARCH) is None
        assert list(months_due()) == []
    with pytest.raises(TypeError):
        frozen.save()
    with pytest.raises(TypeError):
        ScoreLine.objects.update(is_late=True)
    assert ScoreLine.objects.count() == 1


def test_the_duty_catches_up_after_an_outage() -> None:
    with at(FROZEN):
        assert freeze_due() == 0, "nothing was ever closed"
    closed()
    with at(datetime(2026, 4, 7, 15, tzinfo=UTC)):
        assert freeze_due() == 0, "the fifth working day has not begun"
    with at(datetime(2026, 7, 20, tzinfo=UTC)):
        assert freeze_due() == 4
        assert freeze_due() == 0
    assert [str(each) for each in ScoreMonth.objects.all()] == ["2026-06", "2026-05", "2026-04", "2026-03"]


def test_a_tampered_line_no_longer_fits_the_ledger() -> None:
    closed()
    frozen = freeze()
    assert is_intact(frozen)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_scoreline SET stars = 1")
    assert not is_intact(frozen)


class TestCorrections:
    def test_a_rating_that_came_later_stands_with_the_next_month(self) -> None:
        story = closed(score=None)
        march = freeze()
        with at(FROZEN + timedelta(days=2)):
            story.do(Action.RATE, story.resident, Given(score=4))
        april = freeze(APRIL, FROZEN + timedelta(days=30))
        correction = ScoreCorrection.objects.get()
        assert (correction.kind, correction.rated, correction.stars) == (CorrectionKind.RATED, 1, 4)
        assert list(published_with(april)) == [correction]
        assert is_intact(march)
        assert is_intact(april)
        (row,) = units_of(story.district, march)
        assert (row.frozen.rated, row.present.rated, row.is_corrected) == (0, 1, True)
        freeze(date(2026, 5, 1), FROZEN + timedelta(days=60))
        assert ScoreCorrection.objects.count() == 1, "said once"

    def test_taken_out_of_the_scores_and_put_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        story = closed()
        march = freeze()
        real = CaseQuerySet.scored
        monkeypatch.setattr(CaseQuerySet, "scored", lambda self, moment: real(self, moment).none())
        freeze(APRIL, FROZEN + timedelta(days=30))
        (row,) = units_of(story.district, march)
        assert (row.frozen.timed, row.present.timed, row.present.lines) == (1, 0, 1)
        monkeypatch.setattr(CaseQuerySet, "scored", real)
        freeze(date(2026, 5, 1), FROZEN + timedelta(days=60))
        (row,) = units_of(story.district, march)
        assert row.present.timed == 1
        assert [each.kind for each in ScoreCorrection.objects.all()] == ["scores", "scores"]
        assert str(ScoreCorrection.objects.first())

    def test_out_of_the_scores_when_it_is_frozen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        closed()
        real = CaseQuerySet.scored
        monkeypatch.setattr(CaseQuerySet, "scored", lambda self, moment: real(self, moment).none())
        freeze()
        assert ScoreLine.objects.get().why == LineReason.SET_ASIDE
        monkeypatch.setattr(CaseQuerySet, "scored", real)
        freeze(APRIL, FROZEN + timedelta(days=30))
        assert ScoreCorrection.objects.get().why == LineReason.COUNTS
        assert Case.objects.count() == 1
        assert corrections.state_of(ScoreLine.objects.get()).why == LineReason.COUNTS


def test_who_needs_help_comes_first_and_nobody_has_a_rank() -> None:
    good, bad = closed(), closed(days=9)
    march = freeze()
    rows = by_need(units_of(good.district, march), march)
    assert [row.subject for row in rows] == [bad.unit, good.unit]
    assert [row.subject.path for row in places_of(good.district, march)] == ["140106", "140106004", COMMUNITY]
    assert places_of(good.handler, march) == []
    assert [row.subject for row in units_of(good.handler, march)] == [good.unit]
    (year,) = year_of(good.unit, good.unit.pk, march)
    assert (year.frozen.lines, freezing.BATCH) == (1, 1000)


def test_a_part_counts_for_its_unit_and_the_place_counts_the_case_once() -> None:
    with at(MONDAY):
        divided = Divided()
        water, power = divided.split()
    with at(MONDAY + timedelta(days=1)):
        divided.end(water)
    with at(MONDAY + timedelta(days=4)):
        divided.end(power)
        for action in (Action.HAND_IN, Action.PASS, Action.CLOSE):
            divided.story.do(action)
        divided.story.do(Action.RATE, divided.story.resident, Given(score=5))
    frozen = freeze()
    assert {each.unit.name: (each.why, each.is_late) for each in frozen.lines.all()} == {
        divided.story.unit.name: (LineReason.COUNTS, True),
        "水务公司": (LineReason.PIECE, False),
        "供电所": (LineReason.PIECE, True),
    }
    totals = {each.unit_id or each.place_id: each for each in ScoreTotal.objects.filter(month=frozen)}
    assert (totals[divided.water.pk].timed, totals[divided.water.pk].in_time) == (1, 1)
    assert (totals[COMMUNITY].lines, totals[COMMUNITY].timed, totals[COMMUNITY].rated) == (1, 1, 1)
    assert ScoreLine.objects.of(path=COMMUNITY).count() == 1
    with at(datetime(2026, 4, 20, 1, tzinfo=UTC)):
        DemandMarkFactory(
            case=divided.story.case, signed=True, decided_at=datetime(2026, 4, 20, 1, tzinfo=UTC)
        )
    with at(datetime(2026, 5, 11, 1, tzinfo=UTC)):
        freeze_month(APRIL)
    assert {each.line.unit.name: each.why for each in ScoreCorrection.objects.all()} == {
        divided.story.unit.name: LineReason.SET_ASIDE,
        "水务公司": LineReason.PIECE_ASIDE,
        "供电所": LineReason.PIECE_ASIDE,
    }
