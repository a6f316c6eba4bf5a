"""Loading a district from its facts."""

import json
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from django.utils import translation
from shapely.geometry import Point

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.domain.change import Particulars, correct_place, rename_place
from jiayuan.foundation.places.domain.facts import read_rows
from jiayuan.foundation.places.domain.load import Loaded, load_district
from jiayuan.foundation.places.domain.outline import outline
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.geo import metres_between
from jiayuan.foundation.places.models import Place
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


def test_the_real_district_is_loaded_once() -> None:
    assert load_district() == Loaded(created=120, updated=0, unchanged=0)
    assert load_district() == Loaded(created=0, updated=0, unchanged=120)
    assert Entry.objects.filter(stream_id="place/140106", action="place.loaded").count() == 1


def test_kinds_and_parents(district: Place) -> None:
    counts = {kind: Place.objects.filter(kind=kind).count() for kind in PlaceKind}
    assert {kind: count for kind, count in counts.items() if count} == {
        PlaceKind.DISTRICT: 1, PlaceKind.STREET: 6, PlaceKind.TOWN: 1, PlaceKind.COMMUNITY: 103, PlaceKind.VILLAGE: 9,
    }  # fmt: skip
    community = Place.objects.get(pk="140106004010")
    assert (community.name, community.pinyin, community.initials) == (
        "青年路一社区",
        "qingnianlu yi shequ",
        "qnlysq",
    )
    assert community.parent_id == "140106004"
    assert community.code == "140106004010"
    assert community.parent is not None
    assert community.parent.code == "140106004000"


def test_every_estimated_position_is_marked_and_inside_the_outline(district: Place) -> None:
    area = outline(district.boundary or {})
    communities = list(Place.objects.filter(kind__in=[PlaceKind.COMMUNITY, PlaceKind.VILLAGE]))
    assert all(each.position_is_estimated for each in communities)
    assert all(area.covers(Point(each.longitude, each.latitude)) for each in communities)
    positions = [(each.latitude, each.longitude) for each in communities]
    assert min(metres_between(a, b) for a, b in combinations(positions, 2)) > 150
    assert not district.position_is_estimated


def test_the_outline_was_converted_and_mended(district: Place) -> None:
    area = outline(district.boundary or {})
    assert area.is_valid
    west = area.bounds[0]
    assert west == pytest.approx(112.53711 - 0.0061, abs=0.001)


def test_the_positions_are_the_same_on_every_run(district: Place) -> None:
    before = dict(Place.objects.values_list("path", "latitude"))
    Place.objects.update(latitude=None, longitude=None, position_is_estimated=False)
    load_district()
    assert dict(Place.objects.values_list("path", "latitude")) == before


def test_a_name_changed_since_and_a_surveyed_position_stay(
    district: Place, actor_with: Callable[..., Actor]
) -> None:
    officer = actor_with(Role.DISTRICT_OFFICER, "140106")
    rename_place("140106004010", "青年路东社区", by=officer)
    correct_place("140106004011", Particulars(), by=officer, position=(37.851, 112.566))
    assert load_district() == Loaded(created=0, updated=0, unchanged=120)
    assert Place.objects.get(pk="140106004010").name == "青年路东社区"
    assert Place.objects.get(pk="140106004011").latitude == 37.851


def test_places_that_were_there_already_are_completed() -> None:
    PlaceFactory(path="140106004010", name="旧名社区")
    loaded = load_district()
    assert loaded.updated == 3
    place = Place.objects.get(pk="140106004010")
    assert place.name == "青年路一社区"
    assert list(place.names.order_by("pk").values_list("name", flat=True)) == ["旧名社区", "青年路一社区"]
    assert load_district().unchanged == 120


def test_a_closed_place_stays_closed() -> None:
    PlaceFactory(path="140106004010", name="别的", closed_on=date(2024, 1, 1))
    load_district()
    assert Place.objects.get(pk="140106004010").name == "别的"


def test_another_district_without_outline(facts_folder: Path) -> None:
    assert load_district("990101", folder=facts_folder).created == 4
    place = Place.objects.get(pk="990101001001")
    assert place.latitude is None
    assert not place.position_is_estimated
    assert load_district("990101", folder=facts_folder).unchanged == 4


def test_without_anchors_the_spiral_starts_in_the_middle(facts_folder: Path) -> None:
    box = [[[112.0, 37.0], [112.2, 37.0], [112.2, 37.2], [112.0, 37.2], [112.0, 37.0]]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": box}}
    content = {"type": "FeatureCollection", "features": [feature]}
    (facts_folder / "boundary_990101.geojson").write_text(json.dumps(content), encoding="utf-8")
    load_district("990101", folder=facts_folder)
    place = Place.objects.get(pk="990101001001")
    assert place.latitude == pytest.approx(37.1, abs=0.02)


@pytest.mark.parametrize("code", ["110101", "../140", "14010"])
def test_a_district_without_facts(code: str) -> None:
    with pytest.raises(Missing):
        load_district(code)


def test_people_need_the_role(actor_with: Callable[..., Actor]) -> None:
    with pytest.raises(Refused):
        load_district(by=actor_with(Role.STREET_OFFICER, "140106004"))
    assert load_district(by=actor_with(Role.IT_STAFF, "140106")).created > 0


HEAD = "code,kind,name,parent_code\n990101000000,district,县,\n990101001000,street,街道,990101000000\n"


@pytest.mark.parametrize(
    ("row", "number", "what"),
    [
        ("99010100100,community,东,990101001000", 4, "twelve digits"),
        ("99010100100x,community,东,990101001000", 4, "twelve digits"),
        ("９９0101001001,community,东,990101001000", 4, "twelve digits"),
        ("990101001001,hamlet,东,990101001000", 4, "hamlet"),
        ("990101001001,building,东,990101001000", 4, "building"),
        ("990101001001,street,东,990101000000", 4, "does not fit the kind"),
        ("990101001000,community,东,990101001000", 4, "does not fit the kind"),
        ("990101001001,community,,990101001000", 4, "name is empty"),
        (f"990101001001,community,{'长' * 61},990101001000", 4, "longer than 60"),
        ("990101001001,community,东,990101002000", 4, "does not fit its own code"),
        ("990101001001,community,东,", 4, "does not fit its own code"),
        ("990101002001,community,东,990101002000", 4, "not in the list"),
        ("990101001000,street,再,990101000000", 4, "there twice"),
        ("990101001001,community,东", 4, "four columns"),
        ("990101001001,community,东,990101001000,more", 4, "four columns"),
    ],
)
def test_a_wrong_row_is_named(row: str, number: int, what: str) -> None:
    with translation.override("en"), pytest.raises(Invalid) as caught:
        read_rows((HEAD + row + "\n").splitlines())
    assert f"Row {number}" in str(caught.value)
    assert what in str(caught.value)
    assert caught.value.field == f"row-{number}"


def test_all_wrong_rows_are_named_by_their_lines() -> None:
    lines = [
        *HEAD.splitlines(),
        "990101001001,hamlet,东,990101001000",
        "",
        '990101001002,community,"西',
        '社区",990101001000',
        "99,community,南,990101001000",
    ]
    with translation.override("en"), pytest.raises(Invalid) as caught:
        read_rows([f"{line}\n" for line in lines])
    said = str(caught.value).splitlines()
    assert [line.split(" of ")[0] for line in said] == ["Row 4", "Row 8"]
    assert caught.value.field == "row-4"


def test_of_many_wrong_rows_the_first_are_named() -> None:
    rows = "".join(f"9901010010{number:02d},hamlet,东,990101001000\n" for number in range(1, 31))
    with translation.override("en"), pytest.raises(Invalid) as caught:
        read_rows((HEAD + rows).splitlines())
    assert str(caught.value).splitlines()[-1] == "And 10 more rows."
    assert len(str(caught.value).splitlines()) == 21


def test_a_list_as_excel_saves_it_in_china(facts_folder: Path) -> None:
    file = facts_folder / "places_990101.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    load_district("990101", folder=facts_folder)
    assert Place.objects.get(pk="990101001001").name == "东社区"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("places_990101.csv", b"\xff\xff\xff"),
        ("boundary_990101.geojson", b"{"),
        ("boundary_990101.geojson", b"[1]"),
        ("boundary_990101.geojson", b'{"features": []}'),
        (
            "boundary_990101.geojson",
            b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[1]]]}}]}',
        ),
        ("anchors_990101.json", b"nothing"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(facts_folder: Path, name: str, content: bytes) -> None:
    (facts_folder / name).write_bytes(content)
    with translation.override("en"), pytest.raises(Invalid, match=name):
        load_district("990101", folder=facts_folder)
    assert not Place.objects.exists()


def test_other_columns_are_refused() -> None:
    with translation.override("en"), pytest.raises(Invalid, match="columns"):
        read_rows(["code,name", "1,2"])


def test_a_wrong_file_changes_nothing(facts_folder: Path) -> None:
    file = facts_folder / "places_990101.csv"
    file.write_text(file.read_text(encoding="utf-8") + "9,community,东,990101001000\n", encoding="utf-8")
    with pytest.raises(Invalid):
        load_district("990101", folder=facts_folder)
    assert not Place.objects.exists()
