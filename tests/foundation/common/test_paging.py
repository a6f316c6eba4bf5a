"""Cursors that somebody changed, at the doors where they come in."""

import base64
import json

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.places.models import Place
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


CHANGED = {
    "no base64": "%%",
    "no JSON": cursor("["),
    "too deep": cursor("[" * 3000),
    "one thing": cursor("[1]"),
    "nothing": cursor("[null, null]"),
    "half a pair": cursor('["\\ud800", "1"]'),
    "half a pair as key": cursor('["1", "\\ud800"]'),
    "a NUL": cursor('["\\u0000", "1"]'),
    "a NUL as key": cursor('["1", "\\u0000"]'),
}
MOMENTS = {
    "before the calendar": cursor('["0001-01-01T00:00:00+23:00", 1]'),
    "no such day": cursor('["2026-02-30T00:00:00+08:00", 1]'),
    "endless": cursor("[1e999, 1]"),
    "no moment": cursor("[{}, []]"),
}


@pytest.mark.parametrize("after", CHANGED.values(), ids=CHANGED)
def test_a_changed_cursor_is_refused_by_every_list(after, client, person_with, sign_in):
    PlaceFactory(path="140106")
    assert client.get(reverse("cases-public"), {"after": after}).status_code == 422
    assert client.get("/api/places/140106/children", {"after": after}).status_code == 422
    worker = sign_in(person_with(Role.COMMUNITY_WORKER))
    assert worker.get(reverse("console-organisations"), {"after": after}).status_code == 422


@pytest.mark.parametrize("after", (CHANGED | MOMENTS).values(), ids=CHANGED | MOMENTS)
def test_a_changed_moment_is_refused(after, person_with, sign_in):
    worker = sign_in(person_with(Role.COMMUNITY_WORKER))
    page = worker.get(reverse("console-cases"), {"sort": "due", "after": after})
    assert page.status_code == 422
    assert reverse("console-cases") in page.content.decode()


def test_a_name_that_looks_like_a_moment_is_a_name():
    for number, name in enumerate(("2026-02-30 10:00", "2026-02-30 10:00", "桃园"), 1):
        PlaceFactory(path=f"14010600400{number}", name=name)
    rows, after, seen = Place.objects.filter(path__startswith="14010600400"), "", []
    while after is not None:
        page = page_of(rows, by="name", after=after, size=1)
        seen += [each.pk for each in page]
        after = page.next_cursor
    assert seen == ["140106004001", "140106004002", "140106004003"]


def test_a_cursor_of_another_list_is_refused():
    with pytest.raises(Invalid):
        page_of(Place.objects.all(), by="updated_at", after=cursor(json.dumps(["桃园", 1])))
