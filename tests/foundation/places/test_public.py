"""The base layer of every map."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jiayuan.doors.shell.preferences import COOKIE
from jiayuan.foundation.places.models import Place

pytestmark = pytest.mark.django_db


def test_the_outline_with_its_communities(client: Client, district: Place) -> None:
    response = client.get("/places/boundary.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/geo+json"
    assert "max-age=3600" in response["Cache-Control"]
    features = response.json()["features"]
    assert features[0]["geometry"]["type"] == "Polygon"
    assert features[0]["properties"]["name"] == "迎泽区"
    assert {each["geometry"]["type"] for each in features[1:]} == {"Point"}
    assert len(features) == 113


def test_the_communities_alone(client: Client, district: Place) -> None:
    features = client.get("/places/communities.json").json()["features"]
    assert len(features) == 112
    found = next(each for each in features if each["id"] == "140106004010")
    assert found["properties"] == {"code": "140106004010", "name": "青年路一社区", "is_estimated": True}
    place = Place.objects.get(pk="140106004010")
    assert found["geometry"]["coordinates"] == [place.longitude, place.latitude]


def test_unchanged_is_not_sent_again(client: Client, district: Place) -> None:
    tag = client.get("/places/boundary.json")["ETag"]
    assert client.get("/places/boundary.json", headers={"If-None-Match": tag}).status_code == 304
    Place.objects.filter(pk="140106004010").update(updated_at=timezone.now() + timedelta(seconds=1))
    assert client.get("/places/boundary.json", headers={"If-None-Match": tag}).status_code == 200


def test_english_names_have_their_own_tag(client: Client, district: Place) -> None:
    chinese = client.get("/places/communities.json")
    client.cookies[COOKIE] = "en.0.auto"
    english = client.get("/places/communities.json")
    assert english["ETag"] != chinese["ETag"]
    assert "Cookie" in english["Vary"]
    assert english.json()["features"][0]["properties"]["name"] == "Chayuanhou Shequ"


def test_an_empty_database_draws_nothing(client: Client) -> None:
    assert client.get("/places/boundary.json").json() == {"type": "FeatureCollection", "features": []}


def test_only_reading(client: Client, district: Place) -> None:
    assert client.post("/places/boundary.json").status_code == 405


def test_query_counts(client: Client, district: Place, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        client.get("/places/boundary.json")
    with django_assert_max_num_queries(2):
        client.get("/places/communities.json")
