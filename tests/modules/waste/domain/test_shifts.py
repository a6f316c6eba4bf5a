"""Collection that is moved: what is refused, what residents read, what is planned, and what can be missed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.places.models import Place
from jiayuan.modules.waste.domain import shifts
from jiayuan.modules.waste.domain.missed import MissedDraft, report_missed
from jiayuan.modules.waste.domain.planning.needs import due, needs_of
from jiayuan.modules.waste.domain.queries.near import could_be_missed, expected, week_of
from jiayuan.modules.waste.domain.queries.shifts import ahead_of, declared
from jiayuan.modules.waste.domain.shifts import ShiftDraft, change_shift, declare_shift, withdraw_shift
from jiayuan.modules.waste.models import CollectionDay, Shift
from jiayuan.modules.waste.shift_notices import tell_readers
from jiayuan.modules.waste.shift_rules import shift_paths
from tests.factories import CollectionDayFactory, PersonFactory, PlaceFactory, ShiftFactory
from tests.services.cases.domain.test_races import together

from ..operating import Yard
from ..scene import COMMUNITY, NOW, OTHER, STREET, holder, resident, worker

TODAY = NOW.date()
FRIDAY, SATURDAY, SUNDAY = (TODAY + timedelta(days=each) for each in (2, 3, 4))


@pytest.fixture
def now(db: None) -> Iterator[None]:
    with at(NOW):
        yield


@pytest.fixture
def yard(now: None) -> Yard:
    PlaceFactory(path=COMMUNITY)
    return Yard()


def draft(**said: Any) -> ShiftDraft:
    fields: dict[str, Any] = {
        "day": FRIDAY, "to_day": SUNDAY, "places": [COMMUNITY], "streams": ["kitchen"], "occasion": "春节",
    } | said  # fmt: skip
    return ShiftDraft(**fields)


def refusal(job: Any) -> DomainError:
    with pytest.raises(DomainError) as raised:
        job()
    return raised.value


def days_of(estate: Place) -> list[date]:
    return [each.day for each in expected(estate.path, TODAY, SUNDAY)]


class TestDeclared:
    def test_by_the_unit_and_by_the_district_for_their_places(self, yard: Yard) -> None:
        yard.estate(1)
        made = declare_shift(draft(), by=yard.unit)
        assert (made.operator, made.paths, made.to_day) == (yard.operator, [COMMUNITY], SUNDAY)
        district = holder(Role.DISTRICT_OFFICER, "140106")
        assert shift_paths(district) == ["140106"]
        PlaceFactory(path="140106")
        theirs = declare_shift(draft(places=["140106"], day=SATURDAY, to_day=None), by=district)
        assert theirs.operator is None
        assert [each.keeps for each in declared([STREET], shift_paths(yard.unit), {"kitchen"})] == [
            True,
            False,
        ]
        elsewhere = PlaceFactory(path="140106005001")
        for by, places in ((resident(), [COMMUNITY]), (worker(), [COMMUNITY]), (yard.driver, [COMMUNITY]),
                           (yard.unit, [elsewhere.pk]), (yard.unit, [COMMUNITY, elsewhere.pk])):  # fmt: skip
            assert isinstance(
                refusal(lambda by=by, places=places: declare_shift(draft(places=places), by=by)), Refused
            )

    @pytest.mark.parametrize(
        ("said", "field"),
        [({"day": TODAY}, "day"), ({"day": TODAY - timedelta(days=1)}, "day"), ({"day": None}, "day"),
         ({"day": TODAY + timedelta(days=400), "to_day": None}, "day"), ({"to_day": FRIDAY}, "to_day"),
         ({"to_day": TODAY}, "to_day"), ({"to_day": FRIDAY + timedelta(days=15)}, "to_day"),
         ({"streams": []}, "streams"), ({"streams": ["gold"]}, "streams"), ({"places": []}, "places"),
         ({"places": [f"{COMMUNITY}999"]}, "places"), ({"occasion": " "}, "occasion"),
         ({"occasion": "年" * 21}, "occasion"),
         ({"streams": ["textile"]}, "day")],
    )  # fmt: skip
    def test_each_refusal_names_its_field(self, yard: Yard, said: Any, field: str) -> None:
        yard.estate(1)
        error = refusal(lambda: declare_shift(draft(**said), by=yard.unit))
        assert (type(error), error.field, bool(error.remedy)) == (Invalid, field, True)
        assert Shift.objects.count() == 0

    @pytest.mark.parametrize(
        ("said", "field"),
        [({"to_day": SATURDAY}, "day"), ({"day": SUNDAY, "to_day": None}, "day"),
         ({"day": SATURDAY, "to_day": FRIDAY}, "to_day"), ({"places": [STREET], "to_day": None}, "day"),
         ({"places": [f"{COMMUNITY}001"], "to_day": None}, "day")],
    )  # fmt: skip
    def test_what_overlaps_is_refused_and_what_does_not_is_not(
        self, yard: Yard, said: Any, field: str
    ) -> None:
        yard.estate(1)
        yard.estate(2, stream="residual")
        yard.truck(carries="residual")
        declare_shift(draft(), by=yard.unit)
        error = refusal(lambda: declare_shift(draft(**said), by=yard.unit))
        assert (type(error), error.field, error.code) == (Conflict, field, "overlap")
        assert "春节" in str(error.message)
        assert declare_shift(draft(streams=["residual"]), by=yard.unit).pk
        far = PlaceFactory(path=f"{OTHER}001", kind="estate")
        CollectionDayFactory(estate=far)
        assert declare_shift(draft(places=[far.pk]), by=yard.unit).pk

    def test_rounds_that_are_set_come_first(self, yard: Yard) -> None:
        yard.round(yard.estate(1), day=FRIDAY, state="planned")
        assert refusal(lambda: declare_shift(draft(), by=yard.unit)).code == "planned"

    def test_every_version_is_in_the_ledger(self, yard: Yard) -> None:
        yard.estate(1)
        made = declare_shift(draft(), by=yard.unit)
        changed = change_shift(made.pk, None, "春节", by=yard.unit, revision=1)
        assert change_shift(made.pk, None, "春节", by=yard.unit).revision == changed.revision == 2
        assert (
            refusal(lambda: change_shift(made.pk, SUNDAY, "春节", by=yard.unit, revision=1)).code == "stale"
        )
        for _turn in range(2):
            withdraw_shift(made.pk, by=yard.unit)
        assert isinstance(refusal(lambda: change_shift(made.pk, SUNDAY, "春节", by=yard.unit)), Missing)
        rows = Entry.objects.filter(stream_id=made.stream).order_by("pk")
        assert [(each.action, each.payload["after"]["to_day"]) for each in rows] == [
            ("waste.declare_shift", SUNDAY.isoformat()), ("waste.change_shift", ""), ("waste.withdraw_shift", ""),
        ]  # fmt: skip
        assert rows[1].payload["before"] == {"to_day": SUNDAY.isoformat(), "occasion": "春节"}

    def test_what_has_begun_stays(self, yard: Yard) -> None:
        yard.estate(1)
        made = declare_shift(draft(day=SUNDAY, to_day=FRIDAY), by=yard.unit)
        with at(NOW + timedelta(days=2)):
            for late in (
                lambda: withdraw_shift(made.pk, by=yard.unit),
                lambda: change_shift(made.pk, None, "春节", by=yard.unit),
            ):
                assert refusal(late).code == "late"


class TestObeyed:
    def test_residents_read_it_before_it_happens(self, yard: Yard) -> None:
        estate, other = yard.estate(1), yard.estate(2)
        made = declare_shift(draft(places=[estate.pk]), by=yard.unit)
        assert days_of(estate) == [TODAY, TODAY + timedelta(days=1), SATURDAY, SUNDAY]
        assert len(days_of(other)) == 5
        assert (ahead_of(estate.path), ahead_of(other.path)) == ([made], [])
        week = {each.day: each for each in week_of(estate)}
        assert [(code, shift.pk) for code, shift in week[FRIDAY].away] == [("kitchen", made.pk)]
        assert [(each.moved_from, each.is_extra) for each in week[SUNDAY].rows] == [(FRIDAY, False)]
        CollectionDay.objects.update(weekdays=0b0010000)
        week = {each.day: each for each in week_of(estate)}
        assert [(each.moved_from, each.is_extra) for each in week[SUNDAY].rows] == [(FRIDAY, True)]
        with at(NOW - timedelta(days=40)):
            assert ahead_of(estate.path) == []

    def test_what_falls_out_is_on_no_other_day(self, yard: Yard) -> None:
        estate = yard.estate(1)
        declare_shift(draft(to_day=None), by=yard.unit)
        assert FRIDAY not in days_of(estate)
        assert len(days_of(estate)) == 4

    def test_the_day_is_planned_by_it(self, yard: Yard) -> None:
        moved, stays = yard.estate(1), yard.estate(2)
        CollectionDay.objects.filter(estate=stays).update(weekdays=0b1111111)
        declare_shift(draft(places=[moved.pk]), by=yard.unit)
        found = {day: due(yard.operator, day, ["kitchen"]) for day in (FRIDAY, SATURDAY, SUNDAY)}
        assert [each.estate for each in found[FRIDAY]] == [stays]
        assert [(each.estate, each.times) for each in found[SUNDAY]] == [(moved, 2), (stays, 1)]
        assert len(found[SATURDAY]) == 2
        double, single = needs_of(found[SUNDAY], SUNDAY, ())
        assert double.kg == pytest.approx(2 * single.kg, abs=0.1)

    def test_a_day_that_was_moved_away_cannot_be_missed_and_the_other_can(self, yard: Yard) -> None:
        estate = yard.estate(1)
        CollectionDay.objects.update(weekdays=0b0010000)
        declare_shift(draft(to_day=SATURDAY), by=yard.unit)
        sent = MissedDraft(estate.path, "kitchen", FRIDAY)
        with at(NOW + timedelta(days=3, hours=-9)):
            assert could_be_missed(estate) == []
            assert refusal(lambda: report_missed(sent, by=Actor())).field == "due"
        with at(NOW + timedelta(days=3, hours=4)):
            assert [each.day for each in could_be_missed(estate)] == [SATURDAY]

    def test_its_readers_are_told_once(self, yard: Yard) -> None:
        near = PersonFactory(home_place=yard.estate(1))
        PersonFactory(home_place=PlaceFactory(path=OTHER))
        made = declare_shift(draft(), by=yard.unit)
        entry = Entry.objects.get(stream_id=made.stream)
        assert (tell_readers(entry.pk), tell_readers(entry.pk)) == (1, 0)
        notice = Notice.objects.get()
        assert (notice.person, "改到" in notice.words) == (near, True)
        withdraw_shift(made.pk, by=yard.unit)
        assert tell_readers(Entry.objects.latest("pk").pk) == 1
        assert "照常" in Notice.objects.latest("pk").title


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoForOneDay:
    def race(self) -> Counter[str]:
        with at(NOW):
            yard = Yard()
            yard.estate(1)
            PlaceFactory(path=COMMUNITY)

        def declared_to(day: date) -> None:
            with at(NOW):
                declare_shift(draft(to_day=day), by=yard.unit)

        return together(lambda: declared_to(SATURDAY), lambda: declared_to(SUNDAY))

    def test_guard_on_the_first_counts(self) -> None:
        assert self.race() == {"done": 1, "Conflict": 1}
        assert Shift.objects.count() == 1

    def test_guard_off_it_is_moved_to_two_days(self) -> None:
        from threading import Barrier

        barrier, check = Barrier(2), shifts._check_others

        def meeting(*given: Any) -> None:
            check(*given)
            barrier.wait(timeout=10)

        with (
            mock.patch.object(shifts, "lock_name"),
            mock.patch.object(shifts, "lock_days"),
            mock.patch.object(shifts, "_check_others", meeting),
        ):
            assert self.race() == {"done": 2}
        assert Shift.objects.count() == 2


def test_a_shift_of_the_factory_is_one(db: None) -> None:
    assert ShiftFactory().paths == [COMMUNITY]
