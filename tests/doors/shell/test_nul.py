"""The character that PostgreSQL does not store never reaches a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from jiayuan.doors.shell.nul import NulMiddleware
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person


def passed(request: Any) -> Any:
    """The request as the rest of the house sees it."""
    seen: list[Any] = []
    NulMiddleware(seen.append)(request)  # type: ignore[arg-type]
    return seen[0]


def test_cookies_lose_it_however_it_is_spelled() -> None:
    request = passed(RequestFactory().get("/", headers={"Cookie": r'a="x\000y"; b=z'}))
    assert request.COOKIES == {"a": "xy", "b": "z"}


@pytest.mark.django_db
def test_a_session_that_is_asked_for_with_it_is_none(client: Client) -> None:
    """PostgreSQL refuses to compare with it."""
    cookie = rf'{settings.SESSION_COOKIE_NAME}="abcdefghij\000klm"'
    assert client.get("/", headers={"Cookie": cookie}).status_code == 200


@pytest.mark.parametrize("query", ["q=a%00b", "q=a\x00b", "q=a%%0000b", "q=%00a%00%00b%00", "%00q=ab"])
def test_query_strings_lose_it(query: str) -> None:
    assert passed(RequestFactory().get("/", QUERY_STRING=query)).GET.dict() == {"q": "ab"}


def test_what_only_looks_like_it_stays() -> None:
    assert passed(RequestFactory().get("/", QUERY_STRING="q=100%25+%2500")).GET["q"] == "100% %00"


def test_fields_of_forms_lose_it_and_files_do_not() -> None:
    file = SimpleUploadedFile("a.bin", b"a\x00b")
    request = passed(RequestFactory().post("/", {"w\x00ords": ["a\x00", "b"], "file": file}))
    assert request.POST.getlist("words") == ["a", "b"]
    assert request.FILES["file"].read() == b"a\x00b"
    with pytest.raises(AttributeError):
        request.POST["words"] = "x"


def test_the_bare_body_can_still_be_read_first() -> None:
    request = passed(RequestFactory().post("/", {"words": "a\x00"}))
    assert b"a\x00" in request.body
    assert request.POST["words"] == "a"


@pytest.mark.django_db
def test_an_address_that_holds_it_leads_nowhere(client: Client) -> None:
    assert client.get("/t/%00/").status_code == 404
    answer = client.get("/api/places/%00")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["organisations", "people", "places", "cases", "ledger", "roles", "map", "figures"]
)
def test_lists_of_the_console_answer(
    page: str, person_with: Callable[..., Person], sign_in: Callable[[Person], Client]
) -> None:
    client = sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))
    assert client.get(f"/console/{page}/?q=%00&stream=%00&place=%00&name=%00").status_code == 200
