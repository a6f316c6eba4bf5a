"""What happened to what concerns me."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.district.desk.news import LOOKED_AT
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.registers import Registers, Spoken
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
MESSAGES, LONG = "/messages/", 25


@pytest.fixture
def wishes(own: Registers) -> Registers:
    own.followed_streams.add("wish", lambda _actor: ["wish/1"])
    own.spoken_entries.add(
        "wish",
        lambda _actor, entries: {
            each.pk: Spoken(f"纱窗：{each.action}", "有人来修", "/wishes/1/") for each in entries
        },
    )
    own.told_actions.add("wish", ["认领", *map(str, range(20)), *(f"第{number}步" for number in range(25))])
    return own


def test_a_visitor_is_invited(own: Registers, client: Client) -> None:
    page = client.get(MESSAGES).content.decode()
    assert "还没有消息" in page
    assert f"{reverse('sign-in')}?next=%2Fmessages%2F" in page


def test_news_come_in_words_and_are_new_once(wishes: Registers, sign_in: Callable[[Person], Client]) -> None:
    record("wish/1", "认领", by=PersonFactory())
    client = sign_in(PersonFactory())
    assert "phone-count" in client.get("/").content.decode()
    first = client.get(MESSAGES).content.decode()
    assert "纱窗：认领" in first
    assert "有人来修" in first
    assert 'href="/wishes/1/"' in first
    assert ">新<" in first
    assert ">新<" not in client.get(MESSAGES).content.decode()
    assert "phone-count" not in client.get("/").content.decode()


def test_a_look_ahead_reads_nothing(wishes: Registers, sign_in: Callable[[Person], Client]) -> None:
    record("wish/1", "认领", by=PersonFactory())
    client = sign_in(PersonFactory())
    client.head(MESSAGES)
    assert ">新<" in client.get(MESSAGES).content.decode()


def test_many_are_nine_and_more(wishes: Registers, sign_in: Callable[[Person], Client]) -> None:
    other = PersonFactory()
    for number in range(12):
        record("wish/1", str(number), by=other)
    assert "9+" in sign_in(PersonFactory()).get("/").content.decode()


def test_the_next_page_is_reached_without_scripts(
    wishes: Registers, sign_in: Callable[[Person], Client]
) -> None:
    other = PersonFactory()
    for number in range(25):
        record("wish/1", f"第{number}步", by=other)
    client = sign_in(PersonFactory())
    page = client.get(MESSAGES)
    assert "第24步" in page.content.decode()
    cursor = page.context["page"].next_cursor
    assert f"after={cursor}" in page.content.decode()
    assert "第0步" in client.get(MESSAGES, {"after": cursor}).content.decode()


def test_the_newest_is_first_whenever_it_was_recorded(
    wishes: Registers, sign_in: Callable[[Person], Client]
) -> None:
    other, moment = PersonFactory(), now()
    for number in range(LONG):
        with at(moment - timedelta(hours=number)):
            record("wish/1", f"第{number}步", by=other)
    client = sign_in(PersonFactory())
    first = client.get(MESSAGES).context["page"]
    second = client.get(MESSAGES, {"after": first.next_cursor}).context["page"]
    shown = [each.spoken.title for each in (*first.rows, *second.rows)]
    assert shown == [f"纱窗：第{number}步" for number in range(LONG)]


def test_a_page_with_nothing_for_me_goes_on(own: Registers, sign_in: Callable[[Person], Client]) -> None:
    own.followed_streams.add("x", lambda _actor: ["x/1"])
    own.spoken_entries.add("x", lambda _actor, _entries: {})
    own.told_actions.add("x", ["silent"])
    other = PersonFactory()
    for _turn in range(LOOKED_AT + 1):
        record("x/1", "silent", by=other)
    assert "这一页没有您的消息" in sign_in(PersonFactory()).get(MESSAGES).content.decode()


def test_a_damaged_address_says_so(wishes: Registers, client: Client) -> None:
    assert client.get(MESSAGES, {"after": "!!!"}).status_code == 422


def test_queries_stay_the_same(
    wishes: Registers, sign_in: Callable[[Person], Client], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client, other = sign_in(PersonFactory()), PersonFactory()
    client.get(MESSAGES)
    counts = []
    for _round in range(2):
        for number in range(9):
            record("wish/1", str(number), by=other)
        client.get(MESSAGES)
        with django_assert_max_num_queries(6) as context:
            client.get(MESSAGES)
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]
