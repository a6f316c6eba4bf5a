"""What desks and units keep and owe, over the API: supervision orders and kept words."""

from typing import Any

import pytest

from jiayuan.doors.api import orders
from jiayuan.foundation.access.enums import Role
from jiayuan.services.cases.models import ReplyTemplate
from tests.factories import PlaceFactory, ReplyTemplateFactory, SupervisionOrderFactory
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, Story, actor

from .machines import get, post, token_for

pytestmark = pytest.mark.django_db
ORDERS, REPLIES, SEE, KEEP = "/api/orders", "/api/replies", "cases.see", "cases.keep_replies"
OTHER = "140106004011"


def written(**changes: Any) -> dict[str, Any]:
    return {"name": "已受理", "words": "编号 {编号} 已受理。", "place": COMMUNITY} | changes


def test_orders_are_listed_page_by_page_for_who_works_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "A_PAGE", 2)
    made = [SupervisionOrderFactory(case__place=PlaceFactory(path=COMMUNITY)) for _ in range(3)]
    SupervisionOrderFactory(case__place=PlaceFactory(path=OTHER), reason="别处的")
    headers = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, SEE)
    first = get(ORDERS, headers).json()
    second = get(ORDERS, headers, after=first["next"]).json()
    assert [each["number"] for each in (*first["orders"], *second["orders"])] == [
        each.number for each in reversed(made)
    ]
    assert second.get("next") is None
    assert first["orders"][0]["case"] == made[-1].case.number


def test_orders_are_narrowed_and_say_what_is_late() -> None:
    place = PlaceFactory(path=COMMUNITY)
    order = SupervisionOrderFactory(case__place=place, reason="李奶奶 13812345678 问了两次", level="street")
    SupervisionOrderFactory(case__place=place, level="district")
    SupervisionOrderFactory._meta.model.objects.filter(pk=order.pk).update(due_at=order.issued_at)
    headers = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, SEE)
    (found,) = get(ORDERS, headers, state="late").json()["orders"]
    assert (found["number"], found["is_late"]) == (order.number, True)
    assert "13812345678" not in found["reason"]
    assert [each["level"] for each in get(ORDERS, headers, level="district").json()["orders"]] == ["district"]


def test_orders_are_not_for_residents_even_on_their_own_report() -> None:
    story = Story()
    SupervisionOrderFactory(case=story.case)
    refused = get(ORDERS, token_for(story.resident.person, SEE, path=DISTRICT))
    assert refused.status_code == 403
    assert get(ORDERS).status_code == 401


def test_words_are_kept_read_and_changed_once_seen() -> None:
    PlaceFactory(path=COMMUNITY)
    headers = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, KEEP)
    made = post(REPLIES, written(), headers)
    assert made.status_code == 201, made.content
    kept = made.json()
    assert (kept["place"], kept["unit"], kept["revision"], kept["may_change"]) == (COMMUNITY, None, 1, True)
    assert post(REPLIES, written(), headers).json()["field"] == "name"
    one = f"{REPLIES}/{kept['id']}"
    assert post(one, written(words="已受理，谢谢。", revision=1), headers).json()["revision"] == 2
    stale = post(one, written(revision=1), headers)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert [each["words"] for each in get(REPLIES, headers).json()["replies"]] == ["已受理，谢谢。"]
    assert post(f"{one}/retire", {"revision": 2}, headers).status_code == 204
    assert get(REPLIES, headers).json()["replies"] == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"words": "{天气}"}, "words"),
        ({"name": ""}, "name"),
        ({"action": "fly"}, "action"),
        ({"category": "9999"}, "category"),
        ({"place": ""}, "keeper"),
    ],
)
def test_words_that_cannot_be_kept_name_the_field(sent: dict[str, str], field: str) -> None:
    PlaceFactory(path=COMMUNITY)
    headers = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, KEEP)
    answer = post(REPLIES, written(**sent), headers)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not ReplyTemplate.objects.exists()


def test_words_of_others_are_not_changed_and_residents_keep_none() -> None:
    theirs = ReplyTemplateFactory(place=PlaceFactory(path=STREET), name="街道常用")
    elsewhere = ReplyTemplateFactory(place=PlaceFactory(path=OTHER))
    headers = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, KEEP)
    (seen,) = get(REPLIES, headers).json()["replies"]
    assert (seen["id"], seen["may_change"]) == (theirs.pk, False)
    change = written(place=STREET, revision=1)
    assert post(f"{REPLIES}/{theirs.pk}", change, headers).status_code == 403
    assert post(f"{REPLIES}/{elsewhere.pk}", change, headers).status_code == 404
    assert post(REPLIES, written(), token_for(actor().person, KEEP)).status_code == 403
    without = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, SEE)
    assert post(REPLIES, written(), without).json()["code"] == "scope"
