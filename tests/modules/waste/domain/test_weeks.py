"""Weights of weeks, what is out of the ordinary in them, and what somebody says that it was."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.looking import look_into
from jiayuan.modules.waste.domain.queries.weights import weights_of
from jiayuan.modules.waste.domain.unusual import FEWEST, KILOGRAMS, SHARE, flag_of
from jiayuan.modules.waste.domain.weeks import close_week, close_weeks, monday_of
from jiayuan.modules.waste.models import RoundStop, WeekWeight
from jiayuan.modules.waste.quality_enums import Flag
from tests.factories import CollectionDayFactory, LeftCallFactory, RoundStopFactory, WeekWeightFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import COMMUNITY, ESTATE, NOW, OTHER, estate, resident, worker

WEEK = date(2026, 10, 26)
"""The Monday before the scene's."""
KILOS = st.floats(0, 5_000, allow_nan=False)


@given(value=KILOS, before=st.lists(KILOS, max_size=FEWEST - 1))
def test_of_too_few_weeks_nothing_is_said(value: float, before: list[float]) -> None:
    assert flag_of(value, before) == ""


@given(usual=st.floats(50, 3_000), share=st.floats(-SHARE, SHARE), weeks=st.integers(FEWEST, 8))
def test_a_small_change_is_never_out_of_the_ordinary(usual: float, share: float, weeks: int) -> None:
    assert flag_of(usual * (1 + share * 0.99), [usual] * weeks) == ""


@given(usual=st.floats(100, 3_000), times=st.floats(1.5, 9), weeks=st.integers(FEWEST, 8))
def test_a_jump_and_a_fall_from_even_weeks_are_named(usual: float, times: float, weeks: int) -> None:
    assert flag_of(usual * times, [usual] * weeks) == Flag.JUMP
    assert flag_of(usual / times, [usual] * weeks) == (
        Flag.FALL if usual - usual / times >= KILOGRAMS else ""
    )


@given(before=st.lists(KILOS, min_size=FEWEST, max_size=8), value=KILOS, odd=st.floats(0, 1e6))
def test_it_never_points_the_wrong_way(before: list[float], value: float, odd: float) -> None:
    assert flag_of(value, before) in (("", Flag.JUMP) if value >= max(before) else ("", Flag.JUMP, Flag.FALL))
    assert flag_of(min(before), [*before, odd][-8:]) != Flag.JUMP


def test_weeks_that_differ_much_among_themselves_raise_nothing() -> None:
    assert flag_of(700, [100, 400, 700, 1_000, 200, 600]) == ""


@pytest.mark.django_db
class TestWorkedOut:
    @pytest.fixture(autouse=True)
    def _scene(self) -> Any:
        with at(NOW):
            yield

    def stops(self, *kilos: int, path: str = ESTATE, week: date = WEEK) -> list[Any]:
        yard = Yard()
        place = estate(path)
        made = []
        for number, kg in enumerate(kilos):
            found = yard.round(day=week + timedelta(days=number), state="finished")
            made.append(
                RoundStopFactory(
                    round=found, estate=place, day=found.day, site=yard.site, position=1,
                    state="done" if kg else "missed", kg=kg or None, reason="" if kg else "blocked", ended_at=now(),
                )
            )  # fmt: skip
        return made

    def before(self, *kilos: float, path: str = ESTATE) -> None:
        for number, kg in enumerate(reversed(kilos), 1):
            WeekWeightFactory(estate=estate(path), week=WEEK - timedelta(weeks=number), kg=kg, collections=1)

    def test_stops_are_summed_and_missed_ones_counted(self) -> None:
        self.stops(300, 0, 350)
        assert close_weeks() == 1
        row = WeekWeight.objects.get()
        assert (row.estate_id, row.week, float(row.kg), row.collections, row.missed) == (
            ESTATE,
            WEEK,
            650,
            2,
            1,
        )

    def test_this_week_is_not_over_and_old_weeks_rest(self) -> None:
        self.stops(300, week=monday_of(NOW.date()))
        assert close_weeks() == 0
        self.stops(300, path=f"{OTHER}001")
        RoundStop.objects.filter(day__lt=monday_of(NOW.date())).update(updated_at=now() - timedelta(days=10))
        assert close_weeks() == 0

    def test_a_week_that_ended_on_friday_is_worked_out_on_monday(self) -> None:
        self.stops(300)
        RoundStop.objects.update(updated_at=now() - timedelta(days=3))
        assert close_weeks() == 1

    def test_a_load_in_two_parts_is_one_collection_and_what_nobody_ended_was_missed(self) -> None:
        stop = self.stops(300)[0]
        RoundStopFactory(
            round=stop.round, estate=stop.estate, day=stop.day, site=stop.site, position=2, part=2, state="done",
            kg=200, ended_at=now(),
        )  # fmt: skip
        waiting = Yard().round(day=WEEK + timedelta(days=3), state="driving")
        RoundStopFactory(round=waiting, estate=stop.estate, day=waiting.day, site=stop.site, position=1)
        close_weeks()
        row = WeekWeight.objects.get()
        assert (float(row.kg), row.collections, row.missed) == (500, 1, 1)

    def calls(self, *calls: tuple[int, str]) -> WeekWeight:
        """Stops of one day, each of a call and in a state. As the week was worked out."""
        yard, place = Yard(), estate(ESTATE)
        found = yard.round(day=WEEK, state="finished")
        rows = {hour: CollectionDayFactory(estate=place, at=time(hour)) for hour in dict(calls)}
        for part, (hour, state) in enumerate(calls, 1):
            RoundStopFactory(
                round=found, estate=place, day=WEEK, site=yard.site, position=part, part=part, call=rows[hour],
                state=state, kg=100 if state == "done" else None, reason="full" if state == "missed" else "",
                ended_at=now(),
            )  # fmt: skip
        assert close_weeks() == 1
        return WeekWeight.objects.get()

    @pytest.mark.parametrize(
        ("calls", "counted"),
        [(((7, "done"), (7, "done")), (1, 0)), (((7, "done"), (7, "missed")), (1, 1)),
         (((7, "missed"), (7, "missed")), (1, 1)), (((7, "done"), (19, "done")), (2, 0)),
         (((7, "done"), (19, "missed")), (2, 1)), (((7, "done"), (7, "moved")), (1, 0))],
    )  # fmt: skip
    def test_as_many_are_due_whatever_comes_of_them(self, calls: Any, counted: Any) -> None:
        row = self.calls(*calls)
        assert (row.due, row.missed) == counted

    def test_what_stood_in_no_round_was_due_and_missed(self) -> None:
        self.stops(300)
        LeftCallFactory(estate=estate(ESTATE), day=WEEK + timedelta(days=2), calls=2)
        LeftCallFactory(estate=estate(f"{OTHER}001"), day=WEEK)
        close_weeks()
        row, only = WeekWeight.objects.order_by("estate")
        assert (row.due, row.missed, row.collections) == (3, 2, 1)
        assert (only.due, only.missed, only.collections, only.flag) == (1, 1, 0, "")

    def test_a_week_of_which_nothing_but_a_left_call_is_new_is_worked_out(self) -> None:
        self.stops(300)
        RoundStop.objects.update(updated_at=now() - timedelta(days=10))
        assert close_weeks() == 0
        LeftCallFactory(estate=estate(ESTATE), day=WEEK)
        assert close_weeks() == 1

    def test_a_corrected_weight_changes_its_week_and_twice_is_once(self) -> None:
        stop = self.stops(300)[0]
        close_weeks()
        stop.kg = 200
        stop.save()
        for _turn in range(2):
            close_weeks()
        assert [float(each.kg) for each in WeekWeight.objects.all()] == [200]

    def test_a_fall_is_flagged_by_the_collection_not_by_what_was_missed(self) -> None:
        self.before(300, 310, 290, 305, 295)
        self.stops(100)
        close_week(WEEK)
        row = WeekWeight.objects.get(week=WEEK)
        assert (row.flag, float(row.usual_kg)) == (Flag.FALL, 300)

    def test_a_week_in_which_all_was_missed_is_no_fall(self) -> None:
        self.before(300, 310, 290, 305, 295)
        self.stops(0, 0)
        close_week(WEEK)
        assert WeekWeight.objects.get(week=WEEK).flag == ""

    def test_what_somebody_found_out_stays_when_it_is_worked_out_again(self) -> None:
        self.before(300, 310, 290, 305, 295)
        stop = self.stops(100)[0]
        close_week(WEEK)
        keeper = worker()
        row = look_into(WeekWeight.objects.get(week=WEEK).pk, "entry", "一个秤坏了", by=keeper)
        stop.kg = 300
        stop.save()
        close_week(WEEK)
        row.refresh_from_db()
        assert (float(row.kg), row.flag, row.finding, row.looked_by_id) == (
            300,
            Flag.FALL,
            "entry",
            keeper.pk,
        )
        assert Entry.objects.filter(action="waste.look_into").count() == 1


@pytest.mark.django_db
class TestLooking:
    def flagged(self) -> WeekWeight:
        row: WeekWeight = WeekWeightFactory(flag=Flag.FALL, usual_kg=300)
        return row

    def test_who_looks_and_what_is_wrong_is_named(self) -> None:
        row = self.flagged()
        with pytest.raises(Refused):
            look_into(row.pk, "once", "", by=resident())
        with pytest.raises(Refused):
            look_into(row.pk, "once", "", by=worker(OTHER))
        with pytest.raises(Invalid) as raised:
            look_into(row.pk, "guess", "", by=worker())
        assert raised.value.field == "finding"
        with pytest.raises(Invalid) as raised:
            look_into(row.pk, "once", "长" * 121, by=worker())
        assert raised.value.field == "words"
        with pytest.raises(Missing):
            look_into(0, "once", "", by=worker())
        row.refresh_from_db()
        assert row.looked_at is None

    def test_once_and_the_same_again_is_the_same(self) -> None:
        row, keeper = self.flagged(), worker()
        for _turn in range(2):
            look_into(row.pk, "once", "国庆", by=keeper)
        assert Entry.objects.filter(action="waste.look_into").count() == 1
        with pytest.raises(Conflict):
            look_into(row.pk, "real", "", by=worker())

    def test_what_is_not_out_of_the_ordinary_needs_no_word(self) -> None:
        with pytest.raises(Conflict):
            look_into(WeekWeightFactory().pk, "once", "", by=worker())


@pytest.mark.django_db
class TestOfPlaces:
    @pytest.fixture(autouse=True)
    def _scene(self) -> Any:
        with at(NOW):
            yield

    def week(
        self, path: str, stream: str, kg: float, *, weeks: int = 2, households: int | None = 100
    ) -> None:
        for number in range(weeks):
            WeekWeightFactory(
                estate=estate(path, households=households), stream=stream, kg=kg,
                week=WEEK - timedelta(weeks=number),
            )  # fmt: skip

    def test_kitchen_share_and_kilograms_a_household(self) -> None:
        self.week(ESTATE, "kitchen", 300)
        self.week(ESTATE, "residual", 700)
        [line] = weights_of([COMMUNITY], 4)
        assert (line.place.path, line.estates, line.kitchen_share, line.kg_a_household) == (ESTATE, 1, 30, 10)

    @pytest.mark.parametrize("stream", ["kitchen", "residual"])
    def test_a_share_is_of_both_and_not_all_or_nothing(self, stream: str) -> None:
        """Where only one was weighed, or the other in one week alone, nothing is known of the share."""
        self.week(ESTATE, stream, 300)
        [line] = weights_of([COMMUNITY], 4)
        assert (line.kitchen_share, line.total) == (None, 600)
        self.week(ESTATE, "residual" if stream == "kitchen" else "kitchen", 300, weeks=1)
        [line] = weights_of([COMMUNITY], 4)
        assert line.kitchen_share is None

    def test_households_not_known_divide_nothing(self) -> None:
        self.week(ESTATE, "kitchen", 300)
        self.week(f"{COMMUNITY}002", "kitchen", 9_000, households=None)
        [line] = weights_of([COMMUNITY[:9]], 4)
        assert (line.place.path, line.estates, line.kg_a_household) == (COMMUNITY, 2, 3)
        assert line.total == 2 * 9_300

    def test_one_week_alone_is_no_share(self) -> None:
        self.week(ESTATE, "kitchen", 300, weeks=1)
        [line] = weights_of([COMMUNITY], 4)
        assert (line.kitchen_share, line.kg_a_household, line.total) == (None, None, 300)

    def test_an_estate_from_which_nothing_was_fetched_was_not_weighed(self) -> None:
        self.week(ESTATE, "kitchen", 300)
        for week in (WEEK, WEEK - timedelta(weeks=1)):
            WeekWeightFactory(
                estate=estate(f"{COMMUNITY}002", households=900),
                week=week,
                kg=0,
                collections=0,
                due=7,
                missed=7,
            )
        [line] = weights_of([COMMUNITY[:9]], 4)
        assert (line.estates, line.kg_a_household, line.made) == (1, 3, 50)

    def test_other_places_and_older_weeks_stay_out(self) -> None:
        self.week(f"{OTHER}001", "kitchen", 300)
        WeekWeightFactory(estate=estate(ESTATE), week=WEEK - timedelta(weeks=4))
        assert weights_of([COMMUNITY], 4) == []
        assert len(weights_of([COMMUNITY], 12)) == 1
