"""The working map."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PlaceFactory

pytestmark = pytest.mark.django_db
MAP, FEATURES = "/console/map/", "/console/map/features.json"
PersonWith = Callable[..., Person]
SignIn = Callable[[Person], Client]


def test_only_staff_see_it(client: Client, person_with: PersonWith, sign_in: SignIn) -> None:
    for address in (MAP, FEATURES):
        assert client.get(address)["Location"].startswith(reverse("account_login"))
        assert sign_in(person_with()).get(address).status_code == 403


def test_one_sees_what_one_may_open_where_it_is(person_with: PersonWith, sign_in: SignIn) -> None:
    CaseFactory(state=State.REPORTED, words="井盖松动", latitude=37.86123, longitude=112.57123)
    CaseFactory(state=State.REPORTED, words="别处的事", place=PlaceFactory(path="140106005010"))
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    response = client.get(FEATURES, {"bbox": "112,37,113,38"})
    assert "no-store" in response["Cache-Control"]
    (feature,) = response.json()["features"]
    assert feature["geometry"]["coordinates"] == [112.57123, 37.86123]
    page = client.get(MAP).content.decode()
    assert "井盖松动" in page
    assert "别处的事" not in page
    assert f'data-features="{FEATURES}"' in page


def test_filters_stay_in_the_address(person_with: PersonWith, sign_in: SignIn) -> None:
    CaseFactory(state=State.REPORTED, words="刚报的")
    CaseFactory(state=State.FILED, words="立了案的")
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    page = client.get(MAP, {"state": "filed"}).content.decode()
    assert f"{FEATURES}?state=filed" in page
    assert "立了案的" in page
    assert "刚报的" not in page
    assert len(client.get(FEATURES, {"state": "filed"}).json()["features"]) == 1


@pytest.mark.parametrize("box", ["nan,1,2,3", "1,2,3", "113,37,112,38", "37,112,38,113"])
def test_a_bad_box_is_refused_in_words(person_with: PersonWith, sign_in: SignIn, box: str) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    response = client.get(FEATURES, {"bbox": box}, headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert response.json()["field"] == "bbox"


def test_a_background_in_another_datum_is_explained(
    person_with: PersonWith, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    assert "国测局坐标" not in client.get(MAP).content.decode()
    settings.MAP_TILES_DATUM = "gcj02"
    assert "国测局坐标" in client.get(MAP).content.decode()


def test_queries_stay_the_same(
    person_with: PersonWith, sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    client.get(MAP)
    for address in (MAP, FEATURES):
        counts = []
        for _round in range(2):
            for _case in range(10):
                CaseFactory(state=State.FILED)
            with django_assert_max_num_queries(10) as context:
                client.get(address)
            counts.append(len(context.captured_queries))
        assert counts[0] == counts[1]
