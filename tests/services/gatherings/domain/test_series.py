"""Series: each occurrence once, whatever became of it; holidays; a rule that cannot be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.services.gatherings.domain.amend import amend_session
from jiayuan.services.gatherings.domain.generate import generate_all, occurrences
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.series import SeriesDraft, end_series, plan_series
from jiayuan.services.gatherings.enums import Action, HolidayPolicy, State
from jiayuan.services.gatherings.models import Series, Session
from tests.factories import SeriesFactory
from tests.services.gatherings.scene import THURSDAY, about, host, resident

pytestmark = pytest.mark.django_db
FRIDAYS = "FREQ=WEEKLY;BYDAY=FR"


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


def draft(**fields):
    given = {"rule": FRIDAYS, "first_on": date(2026, 11, 6), "starts": time(18), "minutes": 60}
    return SeriesDraft(about(), **(given | fields))


def days(series):
    return list(
        Session.objects.filter(series=series).order_by("starts_at").values_list("occurrence", flat=True)
    )


def test_the_next_weeks_are_prepared_and_each_once():
    series = plan_series(draft(), by=host())
    assert days(series) == [date(2026, 11, 6), date(2026, 11, 13)]
    first = Session.objects.filter(series=series).earliest("starts_at")
    assert (first.state, first.starts_at) == (State.DRAFT, datetime(2026, 11, 6, 10, tzinfo=UTC))
    assert (first.roles.get().seats, first.title) == (12, "清理小院")
    assert generate_all() == 0
    with at(THURSDAY + timedelta(days=7)):
        assert generate_all() == 1
    assert days(series)[-1] == date(2026, 11, 20)


def test_one_that_was_moved_or_called_off_is_not_made_again():
    worker = host()
    series = plan_series(draft(), by=worker)
    first, second = Session.objects.filter(series=series).order_by("starts_at")
    saturday = first.starts_at + timedelta(days=1)
    amend_session(first.pk, {"starts_at": saturday, "ends_at": saturday + timedelta(hours=1)}, by=worker)
    perform_action(second.pk, Action.CANCEL, by=worker, words="雨")
    assert generate_all() == 0
    assert Session.objects.get(pk=first.pk).starts_at == saturday


@pytest.mark.parametrize(
    ("policy", "held"),
    [
        (HolidayPolicy.SKIP, [date(2026, 9, 18)]),
        (HolidayPolicy.KEEP, [date(2026, 9, 18), date(2026, 9, 25), date(2026, 10, 2)]),
        (HolidayPolicy.SHIFT, [date(2026, 9, 18), date(2026, 9, 28), date(2026, 10, 8)]),
    ],
)
def test_holidays(policy, held):
    """Mid-autumn 2026 is Friday 25 September, to the Sunday; the national days are 1 to 7 October."""
    series = SeriesFactory(first_on=date(2026, 9, 4), holidays=policy)
    found = list(occurrences(series, date(2026, 9, 18), date(2026, 10, 9)))
    assert [day for _occurrence, day in found] == held
    assert [occurrence for occurrence, _day in found] == [
        each for each in (date(2026, 9, 18), date(2026, 9, 25), date(2026, 10, 2))
        if policy != HolidayPolicy.SKIP or each in held
    ]  # fmt: skip


def test_what_moves_onto_its_next_one_is_left_out():
    series = SeriesFactory(
        rule="FREQ=WEEKLY;BYDAY=FR,MO", first_on=date(2026, 9, 4), holidays=HolidayPolicy.SHIFT
    )
    found = dict(occurrences(series, date(2026, 9, 25), date(2026, 9, 29)))
    assert found == {date(2026, 9, 28): date(2026, 9, 28)}


def test_across_midnight():
    series = plan_series(draft(starts=time(23), minutes=180), by=host())
    first = Session.objects.filter(series=series).earliest("starts_at")
    assert first.ends_at == datetime(2026, 11, 6, 18, tzinfo=UTC)


def test_the_last_day_is_the_last():
    assert days(plan_series(draft(until=date(2026, 11, 10)), by=host())) == [date(2026, 11, 6)]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("rule", {"rule": "FREQ=SECONDLY"}),
        ("rule", {"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"}),
        ("minutes", {"minutes": 721}),
        ("minutes", {"minutes": -5}),
        ("weeks_ahead", {"weeks_ahead": 53}),
        ("holidays", {"holidays": "perhaps"}),
        ("first_on", {"first_on": date(2030, 1, 1)}),
        ("until", {"until": date(2026, 11, 5)}),
    ],
)
def test_what_cannot_be_is_named(field, changes):
    with pytest.raises(Invalid) as refused:
        plan_series(draft(**changes), by=host())
    assert refused.value.field == field
    assert not Series.objects.exists()


def test_only_who_works_there_plans_ends_and_sees_it():
    worker, neighbour = host(), resident()
    with pytest.raises(Refused):
        plan_series(draft(), by=neighbour)
    series = plan_series(draft(), by=worker)
    assert Series.objects.visible_to(worker).get() == series
    assert not Series.objects.visible_to(neighbour).exists()
    with pytest.raises(Refused):
        end_series(series.pk, by=neighbour, words="不办了")
    with pytest.raises(Missing):
        end_series(0, by=worker, words="不办了")


def test_ending_it_calls_off_what_nobody_touched():
    worker = host()
    series = plan_series(draft(), by=worker)
    first = Session.objects.filter(series=series).earliest("starts_at")
    perform_action(first.pk, Action.PUBLISH, by=worker)
    end_series(series.pk, by=worker, words="不办了")
    states = Session.objects.filter(series=series).order_by("starts_at").values_list("state", flat=True)
    assert list(states) == [State.PUBLISHED, State.CANCELLED]
    with at(THURSDAY + timedelta(days=7)):
        assert generate_all() == 0
    with pytest.raises(Conflict):
        end_series(series.pk, by=worker, words="不办了")


def test_a_broken_one_does_not_keep_the_others_from_theirs_and_raises_the_alarm():
    SeriesFactory(rule="FREQ=SECONDLY")
    good = SeriesFactory()
    duty = registers.duties["gatherings series"]
    with pytest.raises(ExceptionGroup):
        duty.work()
    assert len(days(good)) == 2
    assert duty.alarm_after <= 6 * 3600
