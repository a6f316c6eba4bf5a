"""Whose figures somebody reads, and what they manage."""

from collections.abc import Callable
from typing import Any

import pytest

from jiayuan.district.desk.figures import scope_of, scopes, settings_pages
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.registers import Registers, SettingsPage
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


def test_one_reads_about_where_one_works_and_one_step_inside(actor_with: Callable[..., Actor]) -> None:
    PlaceFactory(path="140106004010001")
    PlaceFactory(path="140106005010")
    assert [each.path for each in scopes(actor_with(Role.STREET_OFFICER, "140106004"))] == [
        "140106004",
        "140106004010",
    ]
    district = [each.path for each in scopes(actor_with(Role.DISTRICT_OFFICER, "140106"))]
    assert district == ["140106", "140106004", "140106005"]


def test_the_widest_place_unless_one_is_asked_for(actor_with: Callable[..., Actor]) -> None:
    PlaceFactory(path="140106004010")
    PlaceFactory(path="140106005")
    among = scopes(actor_with(Role.STREET_OFFICER, "140106004"))
    assert scope_of("", among).path == "140106004"
    assert scope_of("140106004010", among).path == "140106004010"
    with pytest.raises(Refused):
        scope_of("140106005", among)


def test_nobody_s_place(actor_with: Callable[..., Any]) -> None:
    with pytest.raises(Refused):
        scope_of("", scopes(Actor()))


def test_settings_are_those_i_may_manage(own: Registers) -> None:
    own.settings_pages.add("a", SettingsPage("可以", "", "tag", "me", lambda _actor: True))
    own.settings_pages.add("b", SettingsPage("不行", "", "tag", "me", lambda _actor: False))
    assert [page.label for page in settings_pages(Actor())] == ["可以"]
