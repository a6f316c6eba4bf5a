"""Large type, small and zoomed screens: nothing covers anything, targets are big enough, work comes first."""

from collections.abc import Callable
from typing import Any

import pytest

from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.enums import State
from jiayuan.services.cases.models import Case
from tests.test_access_table import _world

from .conftest import Screen
from .test_every_page import _person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOORS = ("/", "/learn/", "/speak/", "/help/", "/joy/", "/evaluate/", "/report/", "/cases/", "/messages/")
TARGET = 44
"""CSS pixels, each way."""
COVERED = """() => {
  const bar = document.querySelector(".phone-bar").getBoundingClientRect();
  const camera = document.querySelector(".phone-camera").getBoundingClientRect();
  return bar.top - camera.top;
}"""
SMALL = """(target) => [...document.querySelectorAll(":is(main, .phone-top) :is(a, button, summary)")]
  .filter((each) => !each.closest("p, dd, .leaflet-container") && !each.matches(".row-open"))
  .map((each) => [each.textContent.trim().slice(0, 20), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < target - 0.5 || box.width < target - 0.5))
  .map(([words, box]) => `${words} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@pytest.fixture
def house(db: None) -> None:
    load_catalogue()
    _world()
    Case.objects.update(words="井盖松动", is_public=True, state=State.REPORTED)


@pytest.mark.parametrize("size", [(390, 844), (360, 740), (195, 422)], ids=["390", "360", "390-at-200"])
def test_large_type_covers_nothing_and_fits(
    screen: Callable[..., Screen], house: None, size: tuple[int, int]
) -> None:
    shown = screen("phone", care=True)
    shown.page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in DOORS:
        page = shown.open(path)
        assert page.evaluate(COVERED) <= 0, path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 1, path
        assert page.evaluate(SMALL, TARGET) == [], path
        assert page.locator(".secondary-text:not(dt)").locator("visible=true").count() == 0, path


def test_on_a_phone_the_work_comes_before_its_filters(screen: Callable[..., Screen], house: None) -> None:
    shown = screen("phone", person=_person("community"))
    page = shown.open("/console/")
    first = page.locator("[data-row]").first.bounding_box()
    filters = page.locator("nav.chips").locator("visible=true").first.bounding_box()
    assert first is not None
    assert filters is not None
    assert first["y"] < filters["y"]
    assert first["y"] < page.viewport_size["height"] / 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1366, 1280, 1024])
def test_the_inbox_is_calm_at_every_width(
    screen: Callable[..., Screen], house: None, language: str, width: int
) -> None:
    shown = screen("desk", person=_person("community"), language=language)
    shown.page.set_viewport_size({"width": width, "height": 768})
    page = shown.open("/console/")
    row: Any = page.locator("[data-row]").first.bounding_box()
    assert row["y"] < 260
    assert row["height"] < 125
    switches = page.locator(".console-switches").locator("visible=true").first.bounding_box()
    assert switches is not None
    assert switches["height"] < 60  # one line: language, large type, sign out
