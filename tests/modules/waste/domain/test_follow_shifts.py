"""A bin day that is moved stays moved for the estates it was declared for, whatever becomes of their places."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.domain.merge import merge_communities
from jiayuan.foundation.places.domain.move import move_estate
from jiayuan.foundation.places.domain.split import Part, split_community
from jiayuan.foundation.places.models import Place
from jiayuan.modules.waste.domain.planning.needs import due
from jiayuan.modules.waste.domain.queries.near import expected
from jiayuan.modules.waste.domain.shifts import withdraw_shift
from jiayuan.modules.waste.models import Shift
from tests.factories import CollectionDayFactory, PlaceFactory, ShiftFactory

from ..operating import Yard
from ..scene import COMMUNITY, ESTATE, NEIGHBOUR, NOW, OTHER, estate, holder

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YESTERDAY, TOMORROW, FRIDAY, SUNDAY = (TODAY + timedelta(days=each) for each in (-1, 1, 2, 4))
FAR = f"{OTHER}001"


@pytest.fixture(autouse=True)
def _places() -> Iterator[None]:
    with at(NOW):
        for path in (COMMUNITY, OTHER):
            PlaceFactory(path=path, kind="community")
        for path in (ESTATE, NEIGHBOUR, FAR):
            CollectionDayFactory(estate=estate(path, name=f"小区{path[-4:]}"))
        yield


@pytest.fixture
def officer() -> Actor:
    return holder(Role.DISTRICT_OFFICER, "140106")


def shift(*paths: str, **fields: Any) -> Shift:
    places = list(Place.objects.filter(pk__in=paths))
    made: Shift = ShiftFactory(**{"day": FRIDAY, "to_day": SUNDAY, "places": places} | fields)
    return made


def paths_of(made: Shift) -> list[str]:
    return list(Shift.objects.with_places().get(pk=made.pk).paths)


def heir_of(path: str) -> str:
    return str(Place.objects.get(predecessions__before=path).path)


def days_of(path: str) -> list[date]:
    return [each.day for each in expected(path, FRIDAY, FRIDAY)]


def merged(officer: Actor) -> str:
    return merge_communities([COMMUNITY, OTHER], into_name="合并社区", on=TODAY, by=officer).path


def test_merged_it_holds_for_the_estates_it_was_declared_for_and_no_other(officer: Actor) -> None:
    made = shift(COMMUNITY)
    merged(officer)
    assert paths_of(made) == sorted([heir_of(ESTATE), heir_of(NEIGHBOUR)])
    assert (days_of(heir_of(ESTATE)), days_of(heir_of(FAR))) == ([], [FRIDAY])
    entry = Entry.objects.get(stream_id=made.stream, action="waste.followed")
    assert entry.payload["before"] == {"places": [COMMUNITY]}
    assert entry.payload["after"] == {"places": paths_of(made), "on": TODAY.isoformat()}


def test_where_all_that_is_merged_was_meant_it_is_the_new_community(officer: Actor) -> None:
    made = shift(COMMUNITY, OTHER)
    new = merged(officer)
    assert paths_of(made) == [new]


def test_split_no_part_is_left_behind(officer: Actor) -> None:
    made = shift(COMMUNITY)
    parts = [Part("东社区", is_principal=True), Part("西社区", estates=[NEIGHBOUR])]
    split_community(COMMUNITY, parts, on=TODAY, by=officer)
    assert (days_of(heir_of(ESTATE)), days_of(heir_of(NEIGHBOUR))) == ([], [])
    assert heir_of(NEIGHBOUR) in paths_of(made)


@pytest.mark.parametrize("declared", [COMMUNITY, ESTATE])
def test_an_estate_that_is_moved_takes_it_along(officer: Actor, declared: str) -> None:
    made = shift(declared)
    heir = move_estate(ESTATE, OTHER, on=TODAY, by=officer).path
    assert (days_of(heir), days_of(FAR)) == ([], [FRIDAY])
    assert paths_of(made) == [heir] if declared == ESTATE else [COMMUNITY, heir]


def test_of_the_whole_street_nothing_changes(officer: Actor) -> None:
    made = shift(PlaceFactory(path=COMMUNITY[:9]).path)
    merged(officer)
    assert (paths_of(made), made.revision) == ([COMMUNITY[:9]], 1)
    assert not Entry.objects.filter(stream_id=made.stream).exists()


@pytest.mark.parametrize("fields", [{"day": YESTERDAY, "to_day": None}, {"withdrawn_at": NOW}])
def test_what_is_over_or_was_taken_back_stays(officer: Actor, fields: Any) -> None:
    made = shift(COMMUNITY, **fields)
    merged(officer)
    assert paths_of(made) == [COMMUNITY]


def test_what_was_moved_before_the_estate_was_is_fetched_at_the_heir() -> None:
    yard = Yard()
    made = shift(COMMUNITY, day=YESTERDAY, to_day=TOMORROW)
    district = holder(Role.DISTRICT_OFFICER, "140106")
    merged(district)
    heir, other = heir_of(ESTATE), heir_of(FAR)
    assert heir in paths_of(made)
    times = {each.estate_id: each.times for each in due(yard.operator, TOMORROW, ["kitchen"])}
    assert (times[heir], times[other]) == (2, 1)
    moved_from = {each.day: each.moved_from for each in expected(heir, TODAY, TOMORROW)}
    assert moved_from == {TODAY: None, TOMORROW: YESTERDAY}


def test_it_can_still_be_taken_back(officer: Actor) -> None:
    made = shift(COMMUNITY)
    merged(officer)
    withdraw_shift(made.pk, by=officer)
    assert days_of(heir_of(ESTATE)) == [FRIDAY]
