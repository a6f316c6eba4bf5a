"""Rename, correct, merge, split, move: what changes, what stays, who may."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.domain.change import (
    Part,
    Particulars,
    correct_place,
    merge_communities,
    move_estate,
    rename_place,
    split_community,
)
from jiayuan.foundation.places.domain.queries import inside_place, ranges_of
from jiayuan.foundation.places.enums import PlaceKind, SuccessionKind
from jiayuan.foundation.places.models import Place, PlaceSuccession
from jiayuan.foundation.places.signals import places_succeeded
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)
A, B, C = "140106004010", "140106004011", "140106004015"
ELSEWHERE = "140106005001"


@pytest.fixture
def officer(actor_with: Callable[..., Actor], district: Place) -> Actor:
    return actor_with(Role.DISTRICT_OFFICER, "140106")


@pytest.fixture
def estates(district: Place) -> list[str]:
    """Two estates in A, the first with a building and a unit; one in B."""
    for path in (f"{A}001", f"{A}001001", f"{A}00100101", f"{A}002", f"{B}001"):
        PlaceFactory(
            path=path, name=f"楼{path[12:]}{path[11]}", parent_id=path[: {15: 12, 18: 15, 20: 18}[len(path)]]
        )
    return [f"{A}001", f"{A}002", f"{B}001"]


def actions(path: str) -> list[str]:
    return list(Entry.objects.filter(stream_id=f"place/{path}").values_list("action", flat=True))


def test_a_new_name_keeps_the_old_one(officer: Actor) -> None:
    place = rename_place(A, "  青年路东 社区 ", by=officer, on=ON)
    assert (place.name, place.initials) == ("青年路东 社区", "qnldsq")
    rename_place(A, "第三个名字", by=officer)
    spans = list(place.names.order_by("pk").values_list("name", "since", "until"))
    assert spans == [
        ("青年路一社区", None, ON), ("青年路东 社区", ON, today()), ("第三个名字", today(), None),
    ]  # fmt: skip
    assert actions(A) == ["place.renamed"] * 2
    entry = Entry.objects.filter(stream_id=f"place/{A}").latest("number")
    assert entry.payload["before"] == {"name": "青年路东 社区"}
    assert entry.actor_id == officer.pk


def test_the_same_name_changes_nothing(officer: Actor) -> None:
    rename_place(A, "青年路一社区", by=officer)
    assert actions(A) == []


@pytest.mark.parametrize(
    ("name", "on", "error"),
    [
        ("", ON, Invalid),
        ("长" * 61, ON, Invalid),
        ("名\u202e字", ON, Invalid),
        ("新名", date(2999, 1, 1), Invalid),
        ("青年路二社区", ON, Conflict),
    ],
)
def test_refused_names(officer: Actor, name: str, on: date, error: type[DomainError]) -> None:
    with pytest.raises(error):
        rename_place(A, name, by=officer, on=on)
    assert Place.objects.get(pk=A).name == "青年路一社区"


def test_particulars_are_corrected_and_recorded(officer: Actor) -> None:
    place = correct_place(
        A,
        Particulars(population=5123, households=2010, address=" 青年路 8 号 "),
        by=officer,
        position=("37.851", "112.566"),
    )
    assert (place.population, place.address, place.latitude) == (5123, "青年路 8 号", 37.851)
    assert not place.position_is_estimated
    entry = Entry.objects.get(stream_id=f"place/{A}")
    assert entry.payload["before"]["population"] is None
    assert entry.payload["after"]["households"] == 2010
    same = Particulars(population=5123, households=2010, address="青年路 8 号")
    correct_place(A, same, by=officer, position=(37.851, 112.566))
    assert actions(A) == ["place.corrected"]


@pytest.mark.parametrize(
    ("particulars", "field"),
    [
        (Particulars(population=-1), "population"),
        (Particulars(households=10**9), "households"),
        (Particulars(address="长" * 121), "address"),
    ],
)
def test_refused_particulars(officer: Actor, particulars: Particulars, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        correct_place(A, particulars, by=officer)
    assert caught.value.field == field


def test_a_position_outside_is_refused(officer: Actor) -> None:
    with pytest.raises(Invalid):
        correct_place(A, Particulars(), by=officer, position=("39.9", "116.4"))


def test_merge(officer: Actor, estates: list[str]) -> None:
    Place.objects.filter(pk=A).update(population=4000, households=1500, latitude=37.85, longitude=112.56)
    Place.objects.filter(pk=B).update(population=3000, latitude=37.852, longitude=112.57)
    merged = merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
    merged.refresh_from_db()
    assert merged.path == "140106004016"
    assert (merged.population, merged.households) == (7000, None)
    assert (merged.latitude, merged.longitude) == (37.851, 112.565)
    assert merged.position_is_estimated
    assert (merged.opened_on, merged.closed_on) == (ON, None)
    assert set(Place.objects.filter(pk__in=[A, B]).values_list("closed_on", flat=True)) == {ON}
    living = Place.objects.current().within(merged).exclude(pk=merged.path).order_by("path")
    assert [place.path[12:] for place in living] == ["001", "001001", "00100101", "002", "003"]
    assert [place.parent_id for place in living][:2] == [merged.path, f"{merged.path}001"]
    assert not Place.objects.current().within(A).exists()
    assert sorted(ranges_of(merged)) == [A, B, merged.path]
    assert ranges_of(Place.objects.get(pk=f"{merged.path}003")) == [f"{merged.path}003", f"{B}001"]
    assert actions(A) == ["place.merged"]
    assert actions(merged.path) == ["place.opened"]


def test_merged_outlines_are_joined(officer: Actor) -> None:
    for path, west in ((A, 112.56), (B, 112.57)):
        ring = [[west, 37.85], [west + 0.01, 37.85], [west + 0.01, 37.86], [west, 37.86], [west, 37.85]]
        Place.objects.filter(pk=path).update(boundary={"type": "Polygon", "coordinates": [ring]})
    merged = merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
    assert merged.boundary is not None
    longitudes = [point[0] for point in merged.boundary["coordinates"][0]]
    assert (min(longitudes), max(longitudes)) == (112.56, 112.58)


def test_merged_without_positions_has_none(officer: Actor) -> None:
    Place.objects.filter(pk__in=[A, B]).update(latitude=None, longitude=None)
    merged = merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
    assert (merged.latitude, merged.position_is_estimated) == (None, False)


def test_a_code_of_ones_own(officer: Actor) -> None:
    merged = merge_communities([A, B], into_name="青年路一社区", into_path="140106004099", on=ON, by=officer)
    assert merged.path == "140106004099"
    assert list(merged.names.values_list("name", flat=True)) == ["青年路二社区"]
    assert next_after("140106004") == "140106004100"


def next_after(street: str) -> str:
    from jiayuan.foundation.places.domain.subtree import next_path

    return next_path(street, PlaceKind.COMMUNITY)


def test_villages_keep_their_numbers_apart(officer: Actor) -> None:
    merged = merge_communities(["140106100212", "140106100213"], into_name="新村", on=ON, by=officer)
    assert (merged.path, merged.kind) == ("140106100228", PlaceKind.VILLAGE)
    mixed = merge_communities(["140106100228", "140106100001"], into_name="新社区", on=ON, by=officer)
    assert (mixed.path, mixed.kind) == ("140106100024", PlaceKind.COMMUNITY)
    assert sorted(ranges_of(mixed)) == [
        "140106100001",
        "140106100024",
        "140106100212",
        "140106100213",
        "140106100228",
    ]


def test_no_code_is_left(officer: Actor) -> None:
    PlaceFactory(path="140106004199", parent_id="140106004")
    with pytest.raises(Invalid, match="140106004"):
        merge_communities([A, B], into_name="青年社区", on=ON, by=officer)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"sources": [A]}, Invalid),
        ({"sources": [A, A]}, Invalid),
        ({"sources": [A, B, A]}, Invalid),
        ({"sources": [A, ELSEWHERE]}, Invalid),
        ({"sources": [A, "140106004999"]}, Missing),
        ({"sources": ["140106004", A]}, Invalid),
        ({"into_name": "青年路三社区"}, Conflict),
        ({"into_name": " "}, Invalid),
        ({"into_path": A}, Conflict),
        ({"into_path": "140106005099"}, Invalid),
        ({"into_path": "14010600499"}, Invalid),
        ({"into_path": "140106004000"}, Invalid),
        ({"into_path": "14010600409x"}, Invalid),
        ({"on": date(2999, 1, 1)}, Invalid),
    ],
)
def test_refused_mergers_change_nothing(
    officer: Actor, given: dict[str, Any], error: type[DomainError]
) -> None:
    wanted = {"sources": [A, B], "into_name": "青年社区", "on": ON, **given}
    with pytest.raises(error):
        merge_communities(**wanted, by=officer)
    assert not PlaceSuccession.objects.exists()
    assert not Place.objects.filter(closed_on__isnull=False).exists()


def test_a_closed_community_cannot_be_merged_again(officer: Actor) -> None:
    merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
    with pytest.raises(Conflict, match="青年路一社区"):
        merge_communities([A, C], into_name="再合", on=ON, by=officer)


def test_a_change_before_the_place_existed(officer: Actor) -> None:
    merged = merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
    with pytest.raises(Invalid) as caught:
        merge_communities([merged.path, C], into_name="再合", on=date(2026, 2, 1), by=officer)
    assert caught.value.field == "on"


def test_split(officer: Actor, estates: list[str]) -> None:
    east, west = split_community(
        A,
        [Part("东社区", estates=[f"{A}001"], population=900), Part("西社区", is_principal=True)],
        on=ON,
        by=officer,
    )
    assert (east.path, west.path) == ("140106004016", "140106004017")
    assert (east.population, west.population) == (900, None)
    assert ranges_of(east) == [east.path]
    assert ranges_of(west) == [west.path, A]
    assert Place.objects.get(pk=f"{east.path}00100101").closed_on is None
    assert Place.objects.current().within(west).of_kind(PlaceKind.ESTATE).count() == 1
    kinds = dict(PlaceSuccession.objects.filter(before=A).values_list("after_id", "is_principal"))
    assert kinds == {east.path: False, west.path: True}
    assert actions(A) == ["place.split"]
    assert list(west.names.values_list("name", flat=True)) == ["青年路一社区"]


def test_the_first_part_is_principal_if_none_is_named(officer: Actor) -> None:
    first, second = split_community(
        A, [Part("东社区"), Part("西社区", path="140106004050")], on=ON, by=officer
    )
    assert A in ranges_of(first)
    assert second.path == "140106004050"


@pytest.mark.parametrize(
    "parts",
    [
        [Part("东社区")],
        [Part("东社区"), Part("东社区")],
        [Part("东社区", path="140106004050"), Part("西社区", path="140106004050")],
        [Part("东社区", is_principal=True), Part("西社区", is_principal=True)],
        [Part("东社区", estates=[f"{A}001"]), Part("西社区", estates=[f"{A}001"])],
        [Part("东社区", estates=[f"{B}001"]), Part("西社区")],
    ],
)
def test_refused_splits_change_nothing(officer: Actor, estates: list[str], parts: list[Part]) -> None:
    with pytest.raises(Invalid):
        split_community(A, parts, on=ON, by=officer)
    assert not Place.objects.filter(closed_on__isnull=False).exists()


def test_an_estate_moves_with_its_buildings(officer: Actor, estates: list[str]) -> None:
    moved = move_estate(f"{A}001", B, on=ON, by=officer)
    assert moved.path == f"{B}002"
    assert Place.objects.get(pk=f"{B}00200101").closed_on is None
    assert Place.objects.get(pk=f"{A}00100101").closed_on == ON
    assert ranges_of(moved) == [f"{B}002", f"{A}001"]
    assert ranges_of(Place.objects.get(pk=B)) == [B]
    assert PlaceSuccession.objects.filter(kind=SuccessionKind.MOVE).count() == 3
    assert actions(f"{A}001") == ["place.moved"]


@pytest.mark.parametrize(
    ("estate", "into", "error"),
    [
        (f"{A}001001", B, Invalid),
        (f"{A}001", A, Invalid),
        (f"{A}001", "140106004", Invalid),
        (f"{A}009", B, Missing),
    ],
)
def test_refused_moves(
    officer: Actor, estates: list[str], estate: str, into: str, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        move_estate(estate, into, on=ON, by=officer)


def test_records_are_found_through_what_a_place_was(officer: Actor, estates: list[str]) -> None:
    merged = merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
    merged.refresh_from_db()
    inside = Place.objects.filter(inside_place(merged, field="path"))
    assert {place.path[:12] for place in inside} == {A, B, merged.path}


def test_the_rooms_above_are_told(officer: Actor, estates: list[str]) -> None:
    told: list[dict[str, Any]] = []

    def listen(sender: Any, **given: Any) -> None:
        told.append(given)

    places_succeeded.connect(listen)
    try:
        merged = merge_communities([A, B], into_name="青年社区", on=ON, by=officer)
        move_estate(f"{merged.path}001", C, on=ON, by=officer)
    finally:
        places_succeeded.disconnect(listen)
    assert told[0]["heirs"][A] == merged.path
    assert told[0]["heirs"][f"{A}00100101"] == f"{merged.path}00100101"
    assert told[1]["heirs"][f"{merged.path}001"] == f"{C}001"


@pytest.mark.parametrize(
    ("role", "path", "allowed"),
    [
        (Role.DISTRICT_OFFICER, "140106", True),
        (Role.IT_STAFF, "140106", True),
        (Role.IT_STAFF, "140106004", False),
        (Role.DISTRICT_OFFICER, "140105", False),
        (Role.STREET_OFFICER, "140106", False),
        (Role.COMMUNITY_WORKER, A, False),
        (None, A, False),
    ],
)
def test_who_may(
    actor_with: Callable[..., Actor], estates: list[str], role: Role | None, path: str, allowed: bool
) -> None:
    actor = actor_with(role, path)
    acts: list[Callable[[], Any]] = [
        lambda: rename_place(C, "新名社区", by=actor),
        lambda: correct_place(C, Particulars(population=1), by=actor),
        lambda: move_estate(f"{A}001", C, on=ON, by=actor),
        lambda: split_community(C, [Part("一"), Part("二")], on=ON, by=actor),
        lambda: merge_communities([A, B], into_name="青年社区", on=ON, by=actor),
    ]
    for act in acts:
        if allowed:
            act()
        else:
            with translation.override("en"), pytest.raises(Refused, match="district office"):
                act()
