"""What is entered for later already ends what a kit would write: then the line says so, and is not written."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.copying.confirm import confirm_copy
from jiayuan.modules.waste.domain.copying.draft import compare_anew
from jiayuan.modules.waste.domain.days import DayDraft, set_day
from jiayuan.modules.waste.domain.serving import BinDraft, set_bins
from jiayuan.modules.waste.interfaces.kit_words import line_because
from jiayuan.modules.waste.models import Bin, CollectionDay, DropPoint

from ..scene import NEIGHBOUR, NOW
from .test_kits import SINCE, drafted, published, street

pytestmark = pytest.mark.django_db
LATER = SINCE + timedelta(days=7)
SIX = time(6)


@pytest.fixture(autouse=True)
def _scene() -> Iterator[None]:
    with at(NOW):
        yield


def test_bins_that_will_be_fewer() -> None:
    by, kit = street(), published()
    point = DropPoint.objects.get(estate=NEIGHBOUR)
    for count, litres in ((3, 240), (1, 120)):
        set_bins(point.pk, BinDraft("kitchen", litres, count, LATER), by=by)
    copy = drafted(kit, by)
    [line] = [each for each in copy.lines if each["state"] == "blocked"]
    assert (line["kind"], line["because"], line["day"]) == ("bins", "later", LATER.isoformat())
    assert "桶" in line_because(line)
    set_bins(point.pk, BinDraft("kitchen", 240, 4, LATER), by=by)
    copy = compare_anew(copy.pk, None, by=by)
    confirm_copy(copy.pk, [line["key"]], {}, by=by)
    for day in (SINCE, LATER):
        assert Bin.objects.on(day).get(point=point, stream="kitchen", litres=240).count == 4


def test_bins_of_the_size_that_are_taken_back_are_not_in_the_way() -> None:
    by, kit = street(), published()
    point = DropPoint.objects.get(estate=NEIGHBOUR)
    for count in (3, 0):
        set_bins(point.pk, BinDraft("kitchen", 240, count, LATER), by=by)
    copy = drafted(kit, by)
    confirm_copy(copy.pk, [f"bins-{point.pk}-kitchen"], {}, by=by)
    assert Bin.objects.running().get(point=point, stream="kitchen").count == 4


def test_days_that_will_be_fewer() -> None:
    by, kit = street(), published()
    CollectionDay.objects.filter(estate=NEIGHBOUR, stream="kitchen").update(weekdays=0b11, at=SIX)
    set_day(NEIGHBOUR, DayDraft("kitchen", 0b1, SIX, LATER), by=by)
    copy = drafted(kit, by)
    [line] = [each for each in copy.lines if each["state"] == "blocked"]
    assert (line["key"], line["because"], line["day"]) == ("day-kitchen", "later", LATER.isoformat())
    assert "收运日" in line_because(line)
    set_day(NEIGHBOUR, DayDraft("kitchen", 127, SIX, LATER), by=by)
    copy = compare_anew(copy.pk, None, by=by)
    confirm_copy(copy.pk, ["day-kitchen"], {}, by=by)
    for day in (SINCE, LATER):
        assert CollectionDay.objects.on(day).get(estate=NEIGHBOUR, stream="kitchen").weekdays == 127


def test_another_hour_that_is_entered_for_later_is_not_in_the_way() -> None:
    by, kit = street(), published()
    CollectionDay.objects.filter(estate=NEIGHBOUR, stream="kitchen").update(weekdays=0b11, at=SIX)
    set_day(NEIGHBOUR, DayDraft("kitchen", 0b1, time(19), LATER), by=by)
    assert not [each for each in drafted(kit, by).lines if each["state"] == "blocked"]
