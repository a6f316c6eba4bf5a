"""Entering where a place ends: what is read, what is refused and how, what follows from it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.boundary import remove_boundary, set_boundary, survey_boundary
from jiayuan.foundation.places.domain.geojson import MOST_CHARACTERS, MOST_POINTS, read_shape
from jiayuan.foundation.places.domain.queries import place_at
from jiayuan.foundation.places.enums import Datum
from jiayuan.foundation.places.geo import wgs84_to_gcj02
from jiayuan.foundation.places.models import Place
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
A, B = "140106004010", "140106004011"
Ring = list[list[float]]


def box(west: float = 112.56, south: float = 37.845, wide: float = 0.01) -> Ring:
    east, north = round(west + wide, 6), round(south + wide, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def geojson(*rings: Any, **more: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": list(rings), **more})


@pytest.fixture
def officer(actor_with: Callable[..., Actor], district: Place) -> Actor:
    return actor_with(Role.DISTRICT_OFFICER, "140106")


def test_positions_inside_lie_in_the_place_from_then_on(officer: Actor) -> None:
    assert place_at(37.8499, 112.5651) != Place.objects.get(pk=A)
    place = set_boundary(A, geojson(box()), Datum.WGS84, by=officer, because="勘界〔2026〕3 号")
    assert place.boundary == {"type": "Polygon", "coordinates": [box()]} or place.boundary is not None
    assert place_at(37.8499, 112.5651) == place
    entry = Entry.objects.get(stream_id=f"place/{A}")
    assert entry.payload["after"] == {"points": 5, "datum": "wgs84", "because": "勘界〔2026〕3 号"}
    remove_boundary(A, by=officer)
    assert Place.objects.get(pk=A).boundary is None
    assert place_at(37.8499, 112.5651) != place
    with pytest.raises(Conflict):
        remove_boundary(A, by=officer)


def test_gcj02_is_converted(officer: Actor) -> None:
    shifted = [list(wgs84_to_gcj02(up, along)[::-1]) for along, up in box()]
    place = set_boundary(A, geojson(shifted), Datum.GCJ02, by=officer)
    assert place.boundary is not None
    kept = shapely.geometry.shape(place.boundary)
    assert kept.symmetric_difference(shapely.geometry.Polygon(box())).area / kept.area < 1e-3


@pytest.mark.parametrize(
    "text",
    [
        geojson(box()),
        "\ufeff" + geojson(box()),
        geojson([[*each, 780.5] for each in box()]),
        geojson(box(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}),
        json.dumps({"type": "MultiPolygon", "coordinates": [[box()], [box(112.58)]]}),
        json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(geojson(box()))}),
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "geometry": json.loads(geojson(box(west)))}
                    for west in (112.56, 112.57)
                ],
            }
        ),
    ],
)
def test_what_is_read(district: Place, text: str) -> None:
    assert survey_boundary(A, text, Datum.WGS84).hectares >= 97


SWAPPED = [each[::-1] for each in box()]
BOW = [[112.56, 37.845], [112.57, 37.855], [112.57, 37.845], [112.56, 37.855], [112.56, 37.845]]
MANY = [[112.56 + 0.000001 * number, 37.845] for number in range(MOST_POINTS)] + [
    [112.56, 37.86],
    [112.56, 37.845],
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not GeoJSON"),
        ("[]", "not GeoJSON"),
        ("{}", "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        ("x" * (MOST_CHARACTERS + 1), "too long"),
        (json.dumps({"type": "Point", "coordinates": [112.56, 37.85]}), "something else"),
        (json.dumps({"type": "Feature", "geometry": None}), "something else"),
        (json.dumps({"type": "FeatureCollection", "features": {"a": 1}}), "something else"),
        (json.dumps({"type": "FeatureCollection"}), "something else"),
        (json.dumps({"type": "Polygon"}), "no corners"),
        (json.dumps({"type": "Polygon", "coordinates": []}), "no corners"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [[]]}), "no corners"),
        (geojson("ring"), "not a pair of numbers"),
        (geojson([[112.56, "37.8"]]), "not a pair of numbers"),
        (geojson([[112.56, True]]), "not a pair of numbers"),
        (
            '{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [NaN, 1]]]}',
            "not a pair of numbers",
        ),
        (geojson([[112.56], [112.57]]), "not a pair of numbers"),
        (geojson(box()[:-1]), "not closed"),
        (geojson([box()[0], box()[1], box()[0]]), "fewer than three"),
        (geojson([[each[0] * 111_000, each[1] * 111_000] for each in box()]), "in metres"),
        (geojson(box(), crs={"type": "name", "properties": {"name": "EPSG:2383"}}), "coordinate system"),
        (geojson(BOW), "crosses or touches itself near 112.565 37.85"),
        (geojson(MANY), "5002 corners; at most 5000"),
        (geojson(SWAPPED), "swapped"),
        (geojson(box(116.4, 39.9)), "outside the district"),
        (geojson(box(wide=0.2)), "outside the district"),
        (geojson(box(wide=0.00001)), "next to nothing"),
        (geojson([[112.56, 37.85]] * 4), "crosses or touches itself"),
    ],
)
def test_refusals_say_what_to_change(officer: Actor, text: str, said: str) -> None:
    with translation.override("en"), pytest.raises(Invalid, match=said) as caught:
        set_boundary(A, text, Datum.WGS84, by=officer)
    assert caught.value.field == "boundary"
    assert caught.value.remedy
    assert Place.objects.get(pk=A).boundary is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "geometry"]), inner),
    max_leaves=12,
)


@given(kind=st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]), inside=JSON)
def test_no_file_breaks_the_reader(kind: str, inside: Any) -> None:
    text = json.dumps({"type": kind, "coordinates": inside, "geometry": inside, "features": inside})
    try:
        assert read_shape(text).area > 0
    except Invalid as refusal:
        error = refusal
    else:
        return
    assert error.field == "boundary"


def test_what_is_noticed(officer: Actor) -> None:
    Place.objects.filter(pk=A).update(latitude=37.85, longitude=112.58)
    PlaceFactory(path=f"{A}001", latitude=37.85, longitude=112.565, parent_id=A)
    far = PlaceFactory(path=f"{A}002", latitude=37.85, longitude=112.59, parent_id=A)
    PlaceFactory(path=f"{A}003", latitude=None, longitude=None, parent_id=A)
    set_boundary(B, geojson(box(112.565)), Datum.WGS84, by=officer)
    survey = survey_boundary(A, geojson(box()), Datum.WGS84)
    assert not survey.middle_inside
    assert (survey.estates, survey.estates_outside) == (2, [far])
    assert [(place.path, percent) for place, percent in survey.overlaps] == [(B, 50)]
    estate = survey_boundary(f"{A}001", geojson(box(wide=0.001)), Datum.WGS84)
    assert (estate.estates, estate.overlaps) == (0, [])


def test_a_district_without_an_outline(district: Place) -> None:
    Place.objects.filter(pk="140106").update(boundary=None)
    assert survey_boundary(A, geojson(box(116.4, 39.9)), Datum.WGS84).points == 5


@pytest.mark.parametrize("path", ["140106", f"{A}001001"])
def test_places_without_a_boundary_of_their_own(officer: Actor, path: str) -> None:
    PlaceFactory(path=f"{A}001001")
    with pytest.raises(Invalid):
        set_boundary(path, geojson(box()), Datum.WGS84, by=officer)


def test_who_may(actor_with: Callable[..., Actor], district: Place) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER, A)
    for act in (
        lambda: set_boundary(A, geojson(box()), Datum.WGS84, by=worker),
        lambda: remove_boundary(A, by=worker),
    ):
        with pytest.raises(Refused):
            act()


@pytest.fixture
def client(district: Place, sign_in: Callable[[Person], Client]) -> Client:
    person = PersonFactory(name="区里老王")
    RoleGrantFactory(person=person, role=Role.DISTRICT_OFFICER, place=district)
    return sign_in(person)


PAGE = f"/console/places/{A}/boundary/"
GROUNDS = {"because": "勘界〔2026〕3 号", "datum": "wgs84"}


def test_from_the_file_over_the_preview_to_the_map(client: Client) -> None:
    assert "坐标系" in client.get(PAGE).content.decode()
    file = SimpleUploadedFile("a.geojson", geojson(box()).encode())
    preview = client.post(PAGE, {"file": file, **GROUNDS})
    assert preview.status_code == 200
    assert preview.context["survey"].points == 5
    assert Place.objects.get(pk=A).boundary is None
    kept = client.post(PAGE, {"boundary": preview.context["text"], "step": "do", **GROUNDS})
    assert kept["Location"] == f"/console/places/{A}/"
    page = client.get(f"/console/places/{A}/").content.decode()
    assert f"/console/places/{A}/outline.json" in page
    assert "勘界〔2026〕3 号" in page
    outlines = client.get(f"/console/places/{A}/outline.json").json()["features"]
    assert [each["id"] for each in outlines] == ["140106", A]
    assert "边界" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"step": "remove"}).status_code == 302
    assert Place.objects.get(pk=A).boundary is None


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({**GROUNDS}, 422),
        ({**GROUNDS, "datum": ""}, 422),
        ({**GROUNDS, "because": "", "boundary": geojson(box())}, 422),
        ({**GROUNDS, "boundary": geojson(SWAPPED)}, 422),
        ({**GROUNDS, "file": b"\xff\xfe\x00"}, 422),
        ({**GROUNDS, "file": b" " * 2_000_001}, 422),
    ],
)
def test_refused_on_the_page(client: Client, sent: dict[str, Any], status: int) -> None:
    if "file" in sent:
        sent = {**sent, "file": SimpleUploadedFile("a.geojson", sent["file"])}
    for step in ({}, {"step": "do"}):
        if "file" in sent:
            sent["file"].seek(0)
        response = client.post(PAGE, {**sent, **step})
        assert response.status_code == status
        assert "field-error" in response.content.decode()
    assert Place.objects.get(pk=A).boundary is None
