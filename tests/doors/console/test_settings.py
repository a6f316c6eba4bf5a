"""The page of settings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.doors.console.pages import register_settings_pages
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.registers import Registers, SettingsPage
from jiayuan.foundation.people.models import Person
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
SETTINGS = "/console/settings/"
PersonWith = Callable[..., Person]
SignIn = Callable[[Person], Client]


def test_only_staff_come_in(client: Client, person_with: PersonWith, sign_in: SignIn) -> None:
    assert client.get(SETTINGS)["Location"].startswith(reverse("account_login"))
    assert sign_in(person_with(Role.VOLUNTEER)).get(SETTINGS).status_code == 403


@pytest.mark.usefixtures("own")
class TestSettings:
    def test_each_finds_what_they_may_manage(self, person_with: PersonWith, sign_in: SignIn) -> None:
        register_settings_pages()
        worker = sign_in(person_with(Role.COMMUNITY_WORKER)).get(SETTINGS).content.decode()
        staff = sign_in(person_with(Role.IT_STAFF)).get(SETTINGS).content.decode()
        assert reverse("console-places") in worker
        assert f'row-open" href="{reverse("console-ledger")}"' not in worker
        assert f'row-open" href="{reverse("console-ledger")}"' in staff

    def test_the_district_has_its_name(self, person_with: PersonWith, sign_in: SignIn) -> None:
        PlaceFactory(path="140106", name="迎泽区")
        page = sign_in(person_with(Role.IT_STAFF)).get(SETTINGS).content.decode()
        assert '迎泽区 · <span class="numbers">140106</span>' in page

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
