"""Every page that opens for a reader, as that reader: axe, nothing wider than the screen, nothing broken."""

from collections.abc import Callable
from typing import Any

import pytest

from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.models import Case
from tests.factories import PersonFactory
from tests.test_access_table import ROLES, _world, expected, routes

from .conftest import Screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOT_PAGES = (
    ".json",
    ".csv",
    ".svg",
    ".ico",
    ".webmanifest",
    ".geojson",
    "healthz",
    "readyz",
    "photos/",
    "api/",
    ".xlsx",
    ".ics",
    "certificates/",
    "to-correct/",
    "tables/exports/",
    ".pdf",
    "waste/export/",
    "/paper/",
    "wishes/export/",
    "sounds/",
)
READERS = [
    pytest.param("visitor", "phone", {"care": True}, id="visitor-care"),
    pytest.param("resident", "phone", {"language": "en", "theme": "dark"}, id="resident-dark-en"),
    pytest.param("community", "desk", {}, id="community-desk"),
    pytest.param("unit", "phone", {}, id="unit-phone"),
    pytest.param("district", "desk", {"language": "en", "theme": "dark"}, id="district-dark-en"),
    pytest.param("it", "desk", {"care": True}, id="it-care"),
]


def pages_of(reader: str) -> list[tuple[str, str]]:
    """What the access table opens for this reader and a browser can show."""
    table, column = expected(), list(ROLES).index(reader)
    return [
        (route, name)
        for route, name in sorted(set(routes()))
        if table.get((f"/{route}", "GET"), "h" * len(ROLES))[column] == "o"
        and not any(part in route for part in NOT_PAGES)
    ]


@pytest.mark.parametrize(("reader", "device", "mood"), READERS)
def test_every_page(
    screen: Callable[..., Screen], settings: Any, reader: str, device: str, mood: dict[str, Any]
) -> None:
    load_catalogue()
    world = _world()
    person = None if reader == "visitor" else _person(reader)
    Case.objects.update(words="井盖松动", is_public=True)
    shown = screen(device, person=person, **mood)
    looked_at = 0
    for route, name in pages_of(reader):
        page = shown.page
        answer = page.goto(shown.base + world.path_of(route, name))
        if answer is None or answer.status >= 400 or "html" not in answer.headers.get("content-type", ""):
            continue
        shown.look("page-" + (route.replace("/", "_").replace("<", "").replace(">", "") or "root"))
        looked_at += 1
        if "sign-out" in route or "logout" in route:
            continue
    assert looked_at >= 15


def _person(reader: str) -> Any:
    from jiayuan.foundation.people.models import Person

    return Person.objects.filter(username=f"table-{reader}").first() or PersonFactory()


@pytest.mark.parametrize("path", ["/", "/demo/", "/demo/tour/community/", "/design/"])
def test_pages_of_the_demonstration(screen: Callable[..., Screen], settings: Any, path: str) -> None:
    settings.DEMO = True
    _world()
    for mood in ({}, {"language": "en", "theme": "dark"}, {"care": True}):
        shown = screen("phone", **mood)
        shown.open(path)
        shown.look("demo" + path.replace("/", "_"))
