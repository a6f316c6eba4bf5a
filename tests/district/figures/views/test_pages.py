"""The page of numbers, and the rows that each opens to."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import Registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.enums import State
from tests.factories import CaseFactory, PlaceFactory
from tests.factories.figures import declare_figure

pytestmark = pytest.mark.django_db
FIGURES = "/console/figures/"
OPEN = "/console/figures/cases.open/"
PersonWith = Callable[..., Person]
SignIn = Callable[[Person], Client]


@pytest.fixture
def office(person_with: PersonWith, sign_in: SignIn) -> Client:
    return sign_in(person_with(Role.STREET_OFFICER, "140106004"))


@pytest.mark.parametrize("address", [FIGURES, OPEN, f"{OPEN}rows.csv"])
def test_only_staff_come_in(client: Client, person_with: PersonWith, sign_in: SignIn, address: str) -> None:
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    assert sign_in(person_with(Role.VOLUNTEER)).get(address).status_code == 403


def test_every_number_says_what_it_counts_and_opens_its_rows(own: Registers, office: Client) -> None:
    declare_figure("a.all", name="上报", value=1234, definition="三十天内上报的事项")
    page = office.get(FIGURES).content.decode()
    assert f'href="{FIGURES}a.all/?place=140106004"' in page
    assert ">1234<" in page
    assert "三十天内上报的事项" in page


def test_a_number_and_its_list_are_the_same_rows(office: Client) -> None:
    for number in range(3):
        CaseFactory(place=PlaceFactory(path=f"14010600401{number}"), state=State.FILED)
    CaseFactory(place=PlaceFactory(path="140106004010"), state=State.CLOSED)
    CaseFactory(place=PlaceFactory(path="140106005001"), state=State.FILED)
    page = office.get(OPEN)
    assert page.context["figure"]["value"] == "3"
    assert len(page.context["lines"]) == 3
    rows = list(csv.reader(io.StringIO(office.get(f"{OPEN}rows.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 3
    assert rows[1][0].startswith("case/")
    taken = Entry.objects.get(action="figures.export").payload["after"]
    assert (taken["figure"], taken["rows"], taken["place"]) == ("cases.open", 3, "140106004")


def test_a_list_that_is_cut_says_so(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiayuan.district.figures.domain.export.MOST", 2)
    for _number in range(3):
        CaseFactory(place=PlaceFactory(path="140106004010"), state=State.FILED)
    rows = list(csv.reader(io.StringIO(office.get(f"{OPEN}rows.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 2 + 1
    assert rows[-1] == ["只有 3 行中的前 2 行。请缩小范围，分几次导出。"]
    taken = Entry.objects.get(action="figures.export").payload["after"]
    assert (taken["rows"], taken["of"]) == (2, 3)


def test_the_list_goes_on_where_it_ended(office: Client) -> None:
    for _number in range(55):
        CaseFactory(place=PlaceFactory(path="140106004010"), state=State.FILED)
    first = office.get(OPEN)
    rest = office.get(OPEN, {"after": first.context["page"].next_cursor})
    assert (len(first.context["lines"]), len(rest.context["lines"])) == (50, 5)
    assert not {each.url for each in first.context["lines"]} & {each.url for each in rest.context["lines"]}


def test_one_chooses_among_the_places_of_one_s_work(own: Registers, office: Client) -> None:
    PlaceFactory(path="140106004010", name="青年路一社区")
    PlaceFactory(path="140106005", name="别的街道")
    declare_figure("a.all", value=7)
    page = office.get(FIGURES, {"place": "140106004010"})
    assert page.context["place"].path == "140106004010"
    assert "别的街道" not in page.content.decode()
    for strange in ("140106005", "140106", "' OR 1=1", "9" * 10_000):
        assert office.get(FIGURES, {"place": strange}).status_code == 403


@pytest.mark.parametrize("asked", [{"as_of": "2999-01-01"}, {"as_of": "yesterday"}, {"as_of": "2026-02-30"}])
def test_a_day_that_is_none_is_refused_in_words(office: Client, asked: dict[str, str]) -> None:
    """And the page stays, with today's numbers and the form to choose another."""
    response = office.get(FIGURES, asked)
    assert response.status_code == 422
    assert response.context["fault"].field == "as_of"
    text = response.content.decode()
    assert 'role="alert"' in text
    assert 'name="as_of"' in text
    assert response.context["is_live"]


def test_the_period_stays_in_the_links(own: Registers, office: Client) -> None:
    declare_figure("a.flow", value=7, is_flow=True)
    page = office.get(FIGURES, {"period": "all", "as_of": "2026-03-02"})
    assert (
        f'href="{FIGURES}a.flow/?place=140106004&amp;as_of=2026-03-02&amp;period=all"'
        in page.content.decode()
    )
    assert page.context["happened"]
    assert page.context["since"] is None
    assert (
        office.get(FIGURES, {"period": "year", "as_of": "2026-03-02"}).context["since"].isoformat()
        == "2026-01-01"
    )
    assert office.get(FIGURES, {"period": "?"}).context["period"] == "30"


def test_a_figure_that_is_none(office: Client) -> None:
    assert office.get("/console/figures/cases.secret/").status_code == 404


def test_a_place_without_numbers_invites(own: Registers, office: Client) -> None:
    assert "还没有数字" in office.get(FIGURES).content.decode()


def test_nothing_counted_invites(office: Client) -> None:
    assert (
        "这里什么也没有数到" in office.get(OPEN).content.decode() or office.get(OPEN).context["lines"] == []
    )


def test_it_staff_see_only_what_is_public(person_with: PersonWith, sign_in: SignIn) -> None:
    """They keep the house, and work on nobody's case."""
    CaseFactory(place=PlaceFactory(path="140106004010"), state=State.REPORTED, words="只给社区看")
    page = sign_in(person_with(Role.IT_STAFF, "140106")).get(OPEN)
    assert page.context["is_public"]
    assert page.context["lines"] == []


@pytest.mark.parametrize("address", [FIGURES, OPEN])
def test_queries_stay_the_same(
    person_with: PersonWith, sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any], address: str
) -> None:
    client = sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))
    client.get(address)
    counts = []
    for round_ in range(2):
        for number in range(10):
            CaseFactory(place=PlaceFactory(path=f"14010600{round_ + 1}0{number + 10}"), state=State.FILED)
        with django_assert_max_num_queries(36) as context:
            client.get(address)
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]
