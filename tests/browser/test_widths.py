"""No page is wider than the screen, at the widths people have, in both languages."""

from collections.abc import Callable

import pytest

from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.models import Case
from tests.test_access_table import _world

from .conftest import Screen
from .test_every_page import _person, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 768, 1024, 1366)
BESIDE = ("report/?category=E0101&form=a", "console/cases/new/?category=E0101")
"""Pages that show more with something in their address."""
LEAVING = ("logout", "sign-out")
SETTLING = 600
"""Milliseconds."""
WIDEST = """() => {
  const screen = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - screen;
  if (over <= 1) return "";
  const isOver = (each) => each.getBoundingClientRect().right > screen + 1;
  const found = [...document.querySelectorAll("body *")].filter(isOver);
  const last = found.pop();
  return `${over} px: ${last ? last.outerHTML.slice(0, 120) : "?"}`;
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reader", ["resident", "community", "district"])
def test_no_page_is_wider_than_the_screen(screen: Callable[..., Screen], reader: str, language: str) -> None:
    """Every page without a parameter that opens for them; one page, made narrower and wider."""
    load_catalogue()
    _world()
    Case.objects.update(words="井盖松动，" * 20, is_public=True)
    shown = screen("desk", person=_person(reader), language=language)
    paths = [
        route
        for route, _name in pages_of(reader)
        if "<" not in route and not any(e in route for e in LEAVING)
    ]
    too_wide, looked_at = [], 0
    for path in [
        *paths,
        *(each for each in BESIDE if reader != "resident" or not each.startswith("console")),
    ]:
        answer = shown.page.goto(f"{shown.base}/{path}", wait_until="load")
        if answer is None or answer.status >= 400 or "html" not in answer.headers.get("content-type", ""):
            continue
        looked_at += 1
        for width in WIDTHS:
            shown.page.set_viewport_size({"width": width, "height": 800})
            over = shown.page.evaluate(WIDEST)
            if over:  # a map finds its new size a moment later
                shown.page.wait_for_timeout(SETTLING)
                over = shown.page.evaluate(WIDEST)
            if over:
                too_wide.append(f"/{path} at {width}: {over}")
    assert looked_at >= 20
    assert too_wide == []
