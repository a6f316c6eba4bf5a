"""Figures by the API: the same declarations as on the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.tokens.scopes import scopes
from jiayuan.foundation.common.figures import Total
from jiayuan.foundation.common.registers import Register, registers
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PlaceFactory
from tests.factories.figures import declare_figure

from .machines import COMMUNITY, get, token_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cases() -> None:
    PlaceFactory(path="140106", name="迎泽区")
    here = PlaceFactory(path="140106004010", name="青年路一社区")
    CaseFactory(place=here, state=State.FILED, is_public=True)
    CaseFactory(place=here, state=State.FILED, is_public=False)


def test_everybody_is_told_what_is_public(client: Client) -> None:
    said = {each["id"]: each for each in client.get("/api/figures").json()}
    assert said["cases.open"]["value"] == 1
    assert said["cases.open"]["only_public"] is True
    assert "cases.overdue" not in said


def test_who_works_there_is_told_all(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client]
) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    one = client.get("/api/figures/cases.open", {"place": "青年路一社区"}).json()
    assert (one["value"], len(one["records"]), one["only_public"]) == (2, 2, False)
    assert (
        client.get("/api/figures/cases.open").json()["only_public"] is True
    )  # the district is not her place


def test_a_token_is_told_all_only_where_it_may_read_figures(person_with: Callable[..., Person]) -> None:
    """The cases' scope reads cases one by one, not the numbers of what is not public."""
    worker, asked = person_with(Role.COMMUNITY_WORKER), {"place": COMMUNITY}
    without = token_for(worker, *(each for each in scopes.names() if each != "figures.read"))
    one = get("/api/figures/cases.open", without, **asked).json()
    assert (one["value"], len(one["records"]), one["only_public"]) == (1, 1, True)
    assert get("/api/figures/cases.overdue", without, **asked).status_code == 404
    assert all(each["only_public"] for each in get("/api/figures", without, **asked).json())
    one = get("/api/figures/cases.open", token_for(worker, "figures.read"), **asked).json()
    assert (one["value"], one["only_public"]) == (2, False)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"place": "哪里"}, "place"),
        ({"as_of": "0"}, "as_of"),
        ({"since": "1700000000"}, "since"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"as_of": "2026-01-01", "since": "2026-02-01"}, "since"),
    ],
)
def test_what_is_not_understood_names_its_field(client: Client, asked: dict[str, str], field: str) -> None:
    answer = client.get("/api/figures", asked)
    assert answer.status_code == 422
    assert field in answer.content.decode()


def test_no_such_figure(client: Client) -> None:
    assert client.get("/api/figures/cases.unheard").status_code == 404
    assert client.get("/api/figures/cases.overdue").status_code == 404  # not for everybody


def test_more_numbers_are_no_more_queries(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """Counts and totals are one statement, however many are declared; and the cache is asked once."""
    monkeypatch.setattr(registers, "figures", Register())
    Place.objects.filter(path=COMMUNITY).update(households=30)
    counts = []
    for name in "abc":
        for number in range(5):
            declare_figure(f"{name}.many{number}", is_public=True)
            declare_figure(f"{name}.sum{number}", is_public=True, measure=Total("households"))
        with django_assert_max_num_queries(12) as asked:
            said = client.get("/api/figures", {"place": COMMUNITY}).json()
        counts.append(len(asked.captured_queries))
        assert len(said) == 10 * len(counts)
        assert {each["value"] for each in said if "many" in each["id"]} == {Place.objects.count()}
        assert {each["value"] for each in said if "sum" in each["id"]} == {30}
    assert counts[0] == counts[1] == counts[2]
