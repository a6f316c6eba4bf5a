"""The first page of numbers, and the page of settings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.doors.console.pages import register_settings_pages
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import FigureTile, Registers, SettingsPage
from jiayuan.foundation.people.models import Person
from tests.factories import CaseFactory, PlaceFactory

pytestmark = pytest.mark.django_db
FIGURES, SETTINGS = "/console/figures/", "/console/settings/"
PersonWith = Callable[..., Person]
SignIn = Callable[[Person], Client]


@pytest.mark.parametrize("address", [FIGURES, SETTINGS])
def test_only_staff_come_in(client: Client, person_with: PersonWith, sign_in: SignIn, address: str) -> None:
    assert client.get(address)["Location"].startswith(reverse("sign-in"))
    assert sign_in(person_with(Role.VOLUNTEER)).get(address).status_code == 403


def test_every_number_says_what_it_counts_and_opens_its_rows(
    own: Registers, person_with: PersonWith, sign_in: SignIn
) -> None:
    own.figures.add(
        "a", lambda _actor, path: [FigureTile("上报", 12, "件", f"/rows/?place={path}", "三十天内上报的事项")]
    )
    page = sign_in(person_with(Role.STREET_OFFICER, "140106004")).get(FIGURES).content.decode()
    assert 'href="/rows/?place=140106004"' in page
    assert ">12<" in page
    assert "三十天内上报的事项" in page


def test_one_chooses_among_the_places_of_one_s_work(
    own: Registers, person_with: PersonWith, sign_in: SignIn
) -> None:
    PlaceFactory(path="140106004010", name="青年路一社区")
    PlaceFactory(path="140106005", name="别的街道")
    own.figures.add("a", lambda _actor, path: [FigureTile("上报", path, "件", "/x/", "定义")])
    client = sign_in(person_with(Role.STREET_OFFICER, "140106004"))
    page = client.get(FIGURES, {"place": "140106004010"}).content.decode()
    assert ">140106004010<" in page
    assert "别的街道" not in page
    for strange in ("140106005", "140106", "' OR 1=1", "9" * 10_000):
        assert client.get(FIGURES, {"place": strange}).status_code == 403


def test_a_place_without_numbers_invites(own: Registers, person_with: PersonWith, sign_in: SignIn) -> None:
    page = sign_in(person_with(Role.COMMUNITY_WORKER)).get(FIGURES).content.decode()
    assert "还没有数字" in page


def test_queries_of_the_figures_stay_the_same(
    person_with: PersonWith, sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))
    client.get(FIGURES)
    counts = []
    for round_ in range(2):
        for number in range(10):
            CaseFactory(place=PlaceFactory(path=f"14010600{round_ + 1}0{number + 10}"))
        with django_assert_max_num_queries(10) as context:
            client.get(FIGURES)
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("own")
class TestSettings:
    def test_each_finds_what_they_may_manage(self, person_with: PersonWith, sign_in: SignIn) -> None:
        register_settings_pages()
        worker = sign_in(person_with(Role.COMMUNITY_WORKER)).get(SETTINGS).content.decode()
        staff = sign_in(person_with(Role.IT_STAFF)).get(SETTINGS).content.decode()
        assert reverse("console-places") in worker
        assert f'row-open" href="{reverse("console-ledger")}"' not in worker
        assert f'row-open" href="{reverse("console-ledger")}"' in staff

    def test_a_page_that_a_room_announces_itself_is_not_linked_twice(self, own: Registers) -> None:
        own.settings_pages.add(
            "theirs", SettingsPage("地点", "", "map", "console-places", lambda _actor: True)
        )
        register_settings_pages()
        assert [page.url_name for page in own.settings_pages].count("console-places") == 1

    def test_the_background_of_the_map_is_shown_without_its_key(
        self, person_with: PersonWith, sign_in: SignIn, settings: Any
    ) -> None:
        client = sign_in(person_with(Role.IT_STAFF))
        assert "自带底图" in client.get(SETTINGS).content.decode()
        settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png?tk=secret-key"
        page = client.get(SETTINGS).content.decode()
        assert "https://tiles.example/{z}/{x}/{y}.png" in page
        assert "secret-key" not in page
