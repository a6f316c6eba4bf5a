"""What an estate lacks on a day, by kind, for any day past or present."""

from datetime import date, timedelta

import pytest

from jiayuan.modules.waste.domain.queries.gaps import covered, gaps_of, uncovered
from jiayuan.modules.waste.enums import GapKind
from jiayuan.modules.waste.models import Bin, CollectionDay, DropPoint, OpeningHours
from tests.factories import DropPointFactory, GuideFactory, OpeningHoursFactory, PilotFactory

from ..scene import COMMUNITY, ESTATE, NEIGHBOUR, OPENED, OTHER, REPORTED, estate, served

pytestmark = pytest.mark.django_db


def lacking(day=REPORTED):
    return {
        each.path: [(str(gap.kind), gap.stream) for gap in gaps_of(each, day)]
        for each in uncovered(day, [COMMUNITY])
    }


def is_covered(day=REPORTED):
    return ESTATE in covered(day, [COMMUNITY]).values_list("pk", flat=True)


def test_an_estate_with_everything_is_covered_from_its_day_on():
    served()
    assert is_covered(OPENED)
    assert lacking(OPENED) == {}
    assert not is_covered(OPENED - timedelta(days=1))


def test_where_no_point_is_that_no_bin_stands_goes_without_saying():
    estate()
    kinds = {kind for kind, _stream in lacking()[ESTATE]}
    assert kinds == {GapKind.POINT, GapKind.DAY}


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        (Bin.objects.filter(stream="hazardous"), ("bin", "hazardous")),
        (CollectionDay.objects.filter(stream="residual"), ("day", "residual")),
        (OpeningHours.objects.all(), ("hours", "")),
    ],
)
def test_each_gap_has_its_kind_and_its_stream(rows, gap):
    served()
    rows.all().update(until=REPORTED)
    assert is_covered(REPORTED - timedelta(days=1))
    assert lacking() == {ESTATE: [gap]}


def test_every_open_point_has_to_say_its_hours():
    point = DropPointFactory(estate_id=served().estate_id, opened_on=OPENED)
    assert lacking() == {ESTATE: [("hours", "")]}
    OpeningHoursFactory(point=point)
    assert lacking() == {}


def test_a_pilot_needs_a_guide_at_every_point():
    point = served()
    PilotFactory(estate=point.estate, since=date(2019, 6, 1))
    assert lacking() == {ESTATE: [("guide", "")]}
    assert lacking(date(2019, 5, 31)) == {}
    GuideFactory(point=point, since=date(2019, 6, 1))
    assert lacking() == {}


def test_bins_of_a_closed_point_serve_nobody():
    point = served()
    DropPoint.objects.filter(pk=point.pk).update(closed_on=REPORTED)
    assert lacking() == {ESTATE: [("point", "")]}


def test_an_estate_counts_while_it_exists_and_where_one_looks():
    estate(opened_on=date(2020, 1, 1), closed_on=date(2020, 7, 1))
    estate(f"{OTHER}001")
    assert list(lacking(date(2020, 6, 30))) == [ESTATE]
    assert lacking(date(2019, 12, 31)) == lacking(date(2020, 7, 1)) == {}


def test_before_anything_was_required_nothing_is_lacking_and_nobody_covered():
    served(since=date(2018, 1, 1))
    assert lacking(date(2019, 1, 31)) == {}
    assert not is_covered(date(2019, 1, 31))


def test_one_question_whatever_the_number_of_estates(django_assert_num_queries):
    served()
    for number in range(2, 9):
        estate(f"{COMMUNITY}{number:03d}")
    with django_assert_num_queries(1):
        assert len(lacking()) == 7
    assert NEIGHBOUR in lacking()
