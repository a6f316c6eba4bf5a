"""Drop points and what serves them from spreadsheets: what is good goes in once, what is not says why."""

import csv
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import spoken
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.tables.domain.take_out import write_list
from jiayuan.foundation.tables.interfaces.samples import draw_sample
from jiayuan.modules.waste.domain.points import close_point
from jiayuan.modules.waste.interfaces.table_cells import hour_cell, weekdays_cell
from jiayuan.modules.waste.models import Bin, CollectionDay, DropPoint, Guide, OpeningHours
from tests.factories import (
    BinFactory,
    CollectionDayFactory,
    DropPointFactory,
    GuideFactory,
    OpeningHoursFactory,
    PersonFactory,
)
from tests.foundation.tables.conftest import faults, xlsx

from ..scene import COMMUNITY, ESTATE, NOW, OTHER, estate, holder, resident, worker

pytestmark = pytest.mark.django_db
POINTS, BINS, HOURS, GUIDES, DAYS = (
    "waste-points",
    "waste-bins-of-points",
    "waste-hours",
    "waste-guides",
    "waste-days",
)
KEYS = {
    POINTS: ["community", "estate", "name", "where", "latitude", "longitude", "opened_on"],
    BINS: ["community", "estate", "point", "stream", "litres", "count", "since"],
    HOURS: ["community", "estate", "point", "weekdays", "opens_at", "closes_at", "since"],
    GUIDES: ["community", "estate", "point", "name", "phone", "weekdays", "starts_at", "ends_at", "since"],
    DAYS: ["community", "estate", "stream", "weekdays", "at", "since"],
}
GOOD = {
    POINTS: ["", ESTATE, "新投放点", "车棚旁", "37.861", "112.571", "2026-03-01"],
    BINS: ["", ESTATE, "东门投放点", "厨余垃圾", "240", "3", "2026-03-01"],
    HOURS: ["", ESTATE, "东门投放点", "周一至周五", "7:30", "9:30", "2026-03-01"],
    GUIDES: ["", ESTATE, "东门投放点", "李建芳", "13912345678", "每天", "7点半", "9:30", "2026-03-01"],
    DAYS: ["", ESTATE, "厨余垃圾", "一三五", "9:10", "2026-03-01"],
}
MADE: dict[str, Any] = {
    POINTS: lambda: DropPoint.objects.filter(name__startswith="新"),
    BINS: lambda: Bin.objects.running().filter(count=3),
    HOURS: lambda: OpeningHours.objects.running().filter(opens_at=time(7, 30)),
    GUIDES: Guide.objects.running,
    DAYS: CollectionDay.objects.running,
}


def row(sheet: str, **changed: Any) -> list[Any]:
    return [changed.get(key, value) for key, value in zip(KEYS[sheet], GOOD[sheet], strict=True)]


def table(sheet: str, *rows: Any) -> bytes:
    return xlsx([[str(registers.sheets[sheet].column(key).label) for key in KEYS[sheet]], *rows])


@pytest.fixture(autouse=True)
def point():
    with at(NOW):
        PersonFactory(phone="+8613912345678", name="李建芳")
        place = estate(name="桃园小区", latitude=37.86, longitude=112.57)
        yield DropPointFactory(estate=place, name="东门投放点")


@pytest.fixture
def keeper():
    return worker()


@pytest.mark.parametrize("sheet", KEYS)
class TestEveryList:
    def test_what_is_good_goes_in_and_twice_it_is_once(self, keeper, bring, finish, sheet, point):
        job = bring(keeper, table(sheet, row(sheet)), sheet=sheet)
        assert (job.new, job.bad, MADE[sheet]().count()) == (1, 0, 0), faults(job)
        assert finish(job, "all").written == 1
        assert MADE[sheet]().count() == 1
        again = bring(keeper, table(sheet, row(sheet)), sheet=sheet)
        assert (again.new, again.changed, again.same) == (0, 0, 1)
        finish(again, "all")
        assert MADE[sheet]().count() == 1
        assert verify([point.stream]).ok

    def test_another_community_is_not_theirs(self, keeper, bring, sheet):
        estate(f"{OTHER}001", name="别处小区")
        for named in (f"{OTHER}001", "别处小区"):
            job = bring(keeper, table(sheet, row(sheet, estate=named)), sheet=sheet)
            assert job.bad == 1
            assert {each.column for each in job.faults.all()} == {"estate"}
        assert MADE[sheet]().count() == 0

    def test_nobody_else_is_offered_it(self, sheet):
        for actor in (resident(), holder(Role.GRID_WORKER, COMMUNITY), holder(Role.DRIVER, COMMUNITY)):
            assert not registers.sheets[sheet].may(actor)

    def test_good_rows_go_in_only_if_asked(self, keeper, bring, finish, sheet):
        job = bring(keeper, table(sheet, row(sheet, estate="无此小区"), row(sheet)), sheet=sheet)
        assert (job.bad, job.good) == (1, 1)
        with pytest.raises(Invalid):
            finish(job, "all")
        assert MADE[sheet]().count() == 0
        assert finish(job, "good").written == 1
        assert MADE[sheet]().count() == 1

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_the_sample_goes_in_whole_and_again_changes_nothing(self, keeper, bring, finish, sheet, language):
        with translation.override(language):
            drawn = draw_sample(registers.sheets[sheet], "good", registers.sheets[sheet].examples(keeper))
        job = bring(keeper, drawn, sheet=sheet)
        assert (job.bad, job.total) == (0, 2), faults(job)
        assert finish(job, "all").written == 2
        assert bring(keeper, drawn, sheet=sheet).same == 2

    @pytest.mark.parametrize("written", ["zh-hans xlsx", "zh-hans csv", "en xlsx", "en csv"])
    def test_what_is_taken_out_is_read_back_and_changes_nothing(  # noqa: PLR0917 (fixtures)
        self, keeper, bring, sheet, point, tmp_path, written
    ):
        """Names that look like formulas included, and estates of one name in a community."""
        several = DropPointFactory(estate=estate(f"{COMMUNITY}002", name="桃园小区"), name="=1+1 投放点")
        for each in (point, several):
            BinFactory(point=each)
            OpeningHoursFactory(point=each, weekdays=34)
            GuideFactory(point=each)
            GuideFactory(point=each, person=None, name="王秀英")
            CollectionDayFactory(estate=each.estate, weekdays=21)
        language, kind = written.split()
        path = tmp_path / f"list.{kind}"
        with translation.override(language):
            assert write_list(registers.sheets[sheet], keeper, path, kind=kind, in_full=True) >= 2
        job = bring(keeper, path.read_bytes(), sheet=sheet, name=f"list.{kind}")
        assert (job.bad, job.new, job.changed) == (0, 0, 0), faults(job)
        assert job.same >= 2

    def test_many_rows_ask_the_database_no_more(self, keeper, sheet):
        def asked(count: int) -> int:
            loader = registers.sheets[sheet].loader(Actor(person=keeper.person))
            key = {POINTS: "name", BINS: "litres", HOURS: "opens_at", GUIDES: "starts_at", DAYS: "at"}[sheet]
            cells = {"name": "点{}", "litres": "1{}"}.get(key, "6:{:02}")
            columns = registers.sheets[sheet].column
            rows = [
                {
                    each: columns(each).parse(text) if text else None
                    for each, text in zip(KEYS[sheet], row(sheet, **{key: cells.format(number)}), strict=True)
                }
                for number in range(10, 10 + count)
            ]
            with CaptureQueriesContext(connection) as caught:
                loader.prepare(rows)
                assert {loader.plan(each).kind for each in rows} == {"new"}
            return len(caught)

        assert asked(40) == asked(1)


def wrong(sheet: str, **changed: Any) -> Any:
    return pytest.param(sheet, changed, id=f"{sheet} {changed}")


@pytest.mark.parametrize(
    ("sheet", "changed"),
    [
        wrong(POINTS, estate="无此小区"),
        wrong(POINTS, estate=COMMUNITY),
        wrong(POINTS, community="无此社区"),
        wrong(POINTS, name=""),
        wrong(POINTS, name="点" * 41),
        wrong(POINTS, where="旁" * 81),
        wrong(POINTS, latitude="北"),
        wrong(POINTS, latitude="112.5"),
        wrong(POINTS, latitude="39.9"),
        wrong(POINTS, longitude=""),
        wrong(POINTS, opened_on="今年"),
        wrong(POINTS, opened_on="2030-01-01"),
        wrong(BINS, point="无此点"),
        wrong(BINS, stream="黑洞垃圾"),
        wrong(BINS, stream="大件垃圾"),
        wrong(BINS, litres="5"),
        wrong(BINS, count="-1"),
        wrong(BINS, count="201"),
        wrong(BINS, since="2018-01-01"),
        wrong(HOURS, weekdays="哪天"),
        wrong(HOURS, weekdays=""),
        wrong(HOURS, opens_at="25:00"),
        wrong(HOURS, closes_at="6:00"),
        wrong(GUIDES, phone="13912345679"),
        wrong(GUIDES, phone="123"),
        wrong(GUIDES, name=""),
        wrong(GUIDES, ends_at="7:00"),
        wrong(DAYS, stream=""),
        wrong(DAYS, at="上午"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell_in_both_languages(keeper, bring, sheet, changed):
    """On its own cell, with what to do; nothing else of the row is blamed."""
    job = bring(keeper, table(sheet, row(sheet, **changed)), sheet=sheet)
    found = list(job.faults.all())
    assert {each.column for each in found} == set(changed), faults(job)
    assert all(each.cell and each.message and each.remedy for each in found)
    assert set(found[0].words) == {"zh-hans", "en"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_cells_nothing_breaks(keeper, data):
    """A row is taken, or refused in words."""
    name = data.draw(st.sampled_from(list(KEYS)))
    sheet = registers.sheets[name]
    cell = st.one_of(st.none(), st.text(max_size=70), st.integers(), st.floats(), st.dates(), st.booleans())
    values = {}
    for key, good in zip(KEYS[name], GOOD[name], strict=True):
        column, found = sheet.column(key), data.draw(st.one_of(st.just(good), cell))
        try:
            values[key] = column.parse(found) if str(found if found is not None else "").strip() else None
            if values[key] in (None, "") and column.required:
                return
        except DomainError:
            return
    loader = sheet.loader(keeper)
    loader.prepare([values])
    with suppress(DomainError):
        assert loader.plan(values).kind in ("new", "changed", "same")


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "mask"),
        [
            ("每天", 127), ("工作日", 31), ("周末", 96), ("周一至周五", 31), ("周二、周六", 34), ("星期一，三，五", 21),
            ("周一三五", 21), (135, 21), (135.0, 21), ("1-5", 31), ("周六至周一", 97), ("Mon–Fri", 31),
            ("tue, SAT", 34),            ("Monday and Friday", 17), ("礼拜天", 64), ("every day", 127),
        ],
    )  # fmt: skip
    def test_days_are_read_as_people_write_them(self, cell, mask):
        assert weekdays_cell(cell) == mask

    @pytest.mark.parametrize("cell", ["", "八", "0", "1号", date(2026, 1, 5), "周一或者", "x"])
    def test_what_is_no_day_of_a_week_is_refused(self, cell):
        with pytest.raises(Invalid):
            weekdays_cell(cell)

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_days_that_we_write_are_read_back(self, language):
        with translation.override(language):
            assert all(weekdays_cell(spoken(mask)) == mask for mask in range(1, 128))

    @pytest.mark.parametrize("cell", ["7:30", "07:30:00", "7：30", "7点半", "7点30分", "7时30", 0.3125])
    def test_hours_are_read_as_people_write_them(self, cell):
        assert hour_cell(cell) == time(7, 30)


class TestWhatChanges:
    def test_a_number_of_bins_ends_the_one_before(self, keeper, bring, finish, point):
        BinFactory(point=point, stream="kitchen", litres=240, count=2)
        job = bring(keeper, table(BINS, row(BINS)), sheet=BINS)
        assert [each["fields"][0][1:] for each in job.changes] == [["2", "3"]]
        finish(job, "all")
        assert [each.count for each in Bin.objects.on(NOW.date())] == [3]
        finish(bring(keeper, table(BINS, row(BINS, count="0", since="")), sheet=BINS), "all")
        assert not Bin.objects.running().exists()

    def test_an_empty_cell_leaves_what_is_there(self, keeper, bring, finish, point):
        changed = row(POINTS, name=point.name, where="岗亭旁", latitude="", longitude="")
        job = bring(keeper, table(POINTS, changed), sheet=POINTS)
        assert (job.changed, job.bad) == (1, 0), faults(job)
        before = (point.latitude, point.opened_on)
        finish(job, "all")
        point.refresh_from_db()
        assert (point.where, point.latitude, point.opened_on) == ("岗亭旁", before[0] or 37.86, before[1])

    def test_a_guide_known_by_name_is_moved_and_not_doubled(self, keeper, bring, finish, point):
        GuideFactory(point=point, person=None, name="王秀英", starts_at=time(7), ends_at=time(9))
        moved = row(GUIDES, name="王秀英", phone="", starts_at="7:00", ends_at="10:00", since="")
        job = bring(keeper, table(GUIDES, moved), sheet=GUIDES)
        assert job.changed == 1, faults(job)
        finish(job, "all")
        assert [each.ends_at for each in Guide.objects.running()] == [time(10)]

    def test_a_closed_drop_point_takes_nothing(self, keeper, bring, point):
        close_point(point.pk, by=keeper)
        assert bring(keeper, table(BINS, row(BINS)), sheet=BINS).bad == 1

    def test_names_and_numbers_are_masked_and_a_masked_name_does_not_come_in(
        self, keeper, bring, point, tmp_path
    ):
        GuideFactory(point=point, person=None, name="王秀英")
        path = tmp_path / "list.xlsx"
        write_list(registers.sheets[GUIDES], keeper, path, kind="xlsx", in_full=False)
        assert "王秀英" not in str([list(each) for each in openpyxl.load_workbook(path).active.values])
        job = bring(keeper, path.read_bytes(), sheet=GUIDES)
        assert [code for code, _words in faults(job).values()] == ["masked"]

    def test_a_file_for_a_spreadsheet_holds_no_formula(self, keeper, tmp_path):
        DropPointFactory(estate_id=ESTATE, name="=HYPERLINK(1)", where="+86")
        path = tmp_path / "list.csv"
        write_list(registers.sheets[POINTS], keeper, path, kind="csv", in_full=True)
        cells = [cell for line in csv.reader(path.open(encoding="utf-8-sig")) for cell in line]
        assert "'=HYPERLINK(1)" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+"))]

    def test_estates_of_one_name_are_told_apart_by_their_community(self, bring):
        estate(f"{OTHER}001", name="桃园小区")
        office = holder(Role.DISTRICT_OFFICER, "140106")
        job = bring(office, table(POINTS, row(POINTS, estate="桃园小区")), sheet=POINTS)
        assert [code for code, _words in faults(job).values()] == ["several-places"]
        named = row(POINTS, estate="桃园小区", community=COMMUNITY)
        assert bring(office, table(POINTS, named), sheet=POINTS).new == 1

    def test_a_change_ahead_holds_from_its_day(self, keeper, bring, finish, point):
        ahead = NOW.date() + timedelta(days=10)
        OpeningHoursFactory(point=point, opens_at=time(7, 30), closes_at=time(8))
        finish(bring(keeper, table(HOURS, row(HOURS, since=ahead)), sheet=HOURS), "all")
        assert [each.closes_at for each in OpeningHours.objects.on(NOW.date())] == [time(8)]
        assert [each.closes_at for each in OpeningHours.objects.on(ahead)] == [time(9, 30)]
