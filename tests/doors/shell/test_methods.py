"""Every address and every way of asking: a page that cannot be asked so says it, with a heading."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.test_access_table import _world, routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STRANGE = ("TRACE", "PUT", "PATCH", "PROPFIND", "BREW")


@pytest.fixture(scope="module", autouse=True)
def _demo() -> Iterator[None]:
    """With the addresses of the demonstration."""
    was, django_settings.DEMO = django_settings.DEMO, True
    yield
    django_settings.DEMO = was


def _addresses(world: Any) -> list[str]:
    return [world.path_of(route, name) for route, name in routes()]


def _says_so(answer: Any) -> bool:
    text = answer.content.decode()
    if answer["Content-Type"] == "application/problem+json":
        return bool(answer.json()["title"])
    return bool(re.search(r"<h1[ >]", text))


def test_strange_methods_are_refused_everywhere_with_a_heading() -> None:
    world = _world()
    wrong = []
    for address in _addresses(world):
        for method in STRANGE:
            is_api = address.startswith("/api/") and address != "/api/"
            if is_api and method in ("PUT", "PATCH"):
                continue  # answered by the operations themselves
            answer = world.clients["community"].generic(method, address)
            if answer.status_code != 405 or not answer.headers.get("Allow") or not _says_so(answer):
                wrong.append((method, address, answer.status_code))
    assert not wrong


def test_head_answers_as_get_and_options_says_what_is_possible() -> None:
    world = _world()
    wrong = []
    for address in _addresses(world):
        if address.startswith(("/accounts/", "/api/", "/healthz", "/readyz")):
            continue  # other houses' pages, and machines'
        client = world.clients["community"]
        got, head = client.get(address), client.head(address)
        if head.status_code != got.status_code or (not head.streaming and head.content):
            wrong.append(("HEAD", address, got.status_code, head.status_code))
        options = client.options(address)
        if options.status_code == 204 and "OPTIONS" not in options["Allow"]:
            wrong.append(("OPTIONS", address, options.status_code))
        if options.status_code in (200, 405) or options.status_code >= 500:
            wrong.append(("OPTIONS", address, options.status_code))
    assert not wrong


def test_a_page_that_only_takes_forms_says_so_when_opened(client: Client) -> None:
    answer = client.get("/demo/enter/resident/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "<h1>" in answer.content.decode()
    assert "按钮" in answer.content.decode()


def test_options_of_a_page_names_its_methods(client: Client) -> None:
    answer = client.options("/cases/")
    assert answer.status_code == 204
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert not answer.content
