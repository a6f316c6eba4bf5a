"""Loading the shipped facts, and escalating."""

import json

import pytest

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.models import Category
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


def test_places_load_twice_changes_nothing(call):
    assert "120 places made" in call("places", "load").output
    assert Place.objects.filter(pk="140106").exists()
    assert "0 places made, 0 changed, 120 as they were" in call("places", "load").output


def test_a_list_of_ones_own(call, tmp_path):
    listed = tmp_path / "places_990101.csv"
    listed.write_text("code,kind,name,parent_code\n990101000000,district,小区县,\n", encoding="utf-8")
    given = ("places", "load", "--district", "990101", "--folder", str(tmp_path))
    assert "1 places made" in call(*given).output
    listed.write_text(
        "code,kind,name,parent_code\n990101000000,district,大区县,\n9,street,街,x\n", encoding="utf-8"
    )
    result = call(*given)
    assert isinstance(result.exception, Invalid)
    assert "Row 3" in str(result.exception)
    assert Place.objects.get(pk="990101").name == "小区县"


BOX = [[112.560, 37.845], [112.570, 37.845], [112.570, 37.855], [112.560, 37.855], [112.560, 37.845]]


def test_a_boundary(call, tmp_path):
    call("places", "load")
    Place.objects.filter(pk="140106004010").update(latitude=37.85, longitude=112.575)
    PlaceFactory(path="140106004010001", latitude=37.85, longitude=112.58)
    beside = {"type": "Polygon", "coordinates": [BOX]}
    Place.objects.filter(pk="140106004011").update(boundary=beside)
    file = tmp_path / "one.geojson"
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [BOX]}), encoding="utf-8")
    given = ("places", "boundary", "140106004010", str(file), "--datum", "wgs84")
    said = call(*given, "--dry-run").output
    assert "青年路一社区: 5 corners, 97.6 hectares" in said
    for words in ("middle of the place lies outside", "1 of 1 estates lie outside", "青年路二社区 by 100 %"):
        assert words in said
    assert "Kept" not in said
    assert Place.objects.get(pk="140106004010").boundary is None
    assert "Kept" in call(*given, "--because", "勘界").output
    assert Place.objects.get(pk="140106004010").boundary["type"] == "Polygon"
    file.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in call(*given).output


def test_catalogue(call):
    result = call("cases", "load-catalogue")
    assert f"{Category.objects.count()} categories made" in result.output
    assert "0 categories made, 0 changed" in call("cases", "load-catalogue").output


def test_escalate(call):
    assert call("cases", "escalate").output == "0 cases raised.\n"
