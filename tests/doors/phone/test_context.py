"""What pages show beside their own matter."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from jiayuan.doors.phone import context
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import Registers, WorkSource
from tests.factories import PersonFactory


@pytest.mark.django_db
def test_nothing_is_read_before_it_is_used(
    own: Registers, django_assert_num_queries: Callable[..., Any]
) -> None:
    request = RequestFactory().get("/")
    request.actor = Actor(person=PersonFactory())  # type: ignore[attr-defined]
    request.session = {"home_place": "140106004010"}  # type: ignore[assignment]
    with django_assert_num_queries(0):
        context.phone(request)


@pytest.mark.django_db
def test_a_request_that_never_reached_the_shell() -> None:
    given = context.phone(RequestFactory().get("/"))
    assert not given["home_place"]
    assert not given["unread_count"]
    assert given["inbox_count"] == 0


def test_pages_are_drawn_also_when_the_database_is_gone(own: Registers) -> None:
    def gone(_actor: Any) -> dict[str, tuple[str, int]]:
        raise OperationalError

    own.work.add("a", WorkSource(lambda _actor, _limit: [], gone))
    assert context.phone(RequestFactory().get("/"))["inbox_count"] == 0
