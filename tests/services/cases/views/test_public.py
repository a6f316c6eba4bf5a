"""The public list, my reports, and what cases offer behind the five doors."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.queries.satisfaction import satisfaction_with
from jiayuan.services.cases.enums import Action, PhotoRole, State
from jiayuan.services.cases.models import CategoryVersion
from tests.factories import (
    CaseFactory,
    CasePhotoFactory,
    CategoryFactory,
    CategoryVersionFactory,
    PlaceFactory,
    RatingFactory,
)  # fmt: skip
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import COMMUNITY, DISTRICT, Story, actor

pytestmark = pytest.mark.django_db
OTHER = "140106004011"


def numbers(page: Any) -> list[str]:
    return [case.number for case in page.context["page"]]


def public(**fields: Any) -> Any:
    return CaseFactory(**{"state": State.FILED, "public_words": "公开的话"} | fields)


def closed(**fields: Any) -> Any:
    return public(
        **{"state": State.CLOSED, "closed_at": timezone.now(), "stage": None, "due_at": None} | fields
    )


def at_home(client: Any, path: str = COMMUNITY) -> Any:
    session = client.session
    session["home_place"] = path
    session.save()
    return client


def test_list_shows_what_is_public_and_keeps_filters(version: CategoryVersion) -> None:
    there = PlaceFactory(path=OTHER, name="别处社区")
    shown, elsewhere, done = public(), public(place=there), closed()
    public(is_public=False)
    CaseFactory(state=State.REPORTED)
    client = client_of()
    assert set(numbers(client.get("/cases/"))) == {shown.number, elsewhere.number, done.number}
    assert numbers(client.get("/cases/", {"state": "closed"})) == [done.number]
    assert set(numbers(client.get("/cases/", {"state": "open"}))) == {shown.number, elsewhere.number}
    page = client.get("/cases/", {"place": OTHER, "state": "open"})
    assert numbers(page) == [elsewhere.number]
    assert "?place=140106004011&amp;state=closed" in page.content.decode()
    assert numbers(client.get("/cases/", {"q": shown.number})) == [shown.number]
    assert numbers(client.get("/cases/", {"category": "99"})) == []


def test_public_list_does_not_search_private_words(version: CategoryVersion) -> None:
    public(words="电话 13812345678")
    assert numbers(client_of().get("/cases/", {"q": "13812345678"})) == []


def test_list_pages_by_cursor(version: CategoryVersion) -> None:
    cases = [public() for _ in range(25)]
    client = client_of()
    first = client.get("/cases/")
    second = client.get("/cases/", {"after": first.context["page"].next_cursor})
    assert numbers(first) + numbers(second) == [each.number for each in reversed(cases)]


@pytest.mark.parametrize("query", [{"after": "!!"}, {"after": "WzFd"}])
def test_damaged_cursor_is_said(version: CategoryVersion, query: dict[str, str]) -> None:
    assert client_of().get("/cases/", query).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        {"place": "x" * 99},
        {"unit": "-1"},
        {"state": "nope"},
        {"q": "\x00"},
        {"q": "x" * 9999},
        {"category": "%"},
    ],
)
def test_filters_that_mean_nothing_are_left_out(version: CategoryVersion, query: dict[str, str]) -> None:
    assert client_of().get("/cases/", query).status_code == 200


def test_empty_lists_invite(version: CategoryVersion) -> None:
    assert "您来第一个吧" in spoken_text(client_of().get("/cases/"))
    assert "没有找到" in spoken_text(client_of().get("/cases/?q=xy"))
    assert "您还没有报过事" in spoken_text(client_of().get("/mine/"))


def test_mine_shows_what_account_and_phone_reported(story: Story) -> None:
    visitor = client_of()
    visitor.get(f"/t/{story.token}/")
    assert numbers(visitor.get("/mine/")) == [story.case.number]
    assert numbers(client_of(story.resident).get("/mine/")) == [story.case.number]
    assert numbers(client_of(story.worker).get("/mine/")) == []


def test_learn_lists_promises_and_finds_by_words(version: CategoryVersion) -> None:
    CategoryVersionFactory(category=CategoryFactory(code="0107"), name="路灯不亮", name_en="Lamp out")
    client = client_of()
    everything = spoken_text(client.get("/learn/"))
    assert "路灯不亮" in everything
    assert "2 个工作日" in everything
    assert "不自己验收" in everything
    found = spoken_text(client.get("/learn/", {"q": "井盖响"}))
    assert "井盖松动" in found
    assert "路灯不亮" not in found
    assert "没找到" in spoken_text(client.get("/learn/", {"q": "zzzz"}))


def test_learn_one_category(version: CategoryVersion) -> None:
    page = client_of().get("/learn/0105/")
    assert "/report/?category=0105" in page.content.decode()
    assert client_of().get("/learn/none/").status_code == 404


def test_speak_carries_the_words_on_and_shows_what_is_near(version: CategoryVersion) -> None:
    near, far = public(), public(place=PlaceFactory(path=OTHER))
    client = client_of()
    assert {each.number for each in client.get("/speak/").context["recent"]} == {near.number, far.number}
    page = at_home(client).get("/speak/", {"q": "路灯"})
    assert [each.number for each in page.context["recent"]] == [near.number]
    assert "路灯</textarea>" in page.content.decode()


def test_help_offers_only_what_stays_private(version: CategoryVersion) -> None:
    empty = client_of().get("/help/")
    assert "请打电话给社区" in spoken_text(empty)
    CategoryVersionFactory(category=CategoryFactory(code="E0701"), name="纱窗坏了", is_private=True)
    page = client_of().get("/help/", {"q": "纱窗"})
    assert [each.name for each in page.context["versions"]] == ["纱窗坏了"]
    assert [each.name for each in page.context["found"]] == ["纱窗坏了"]


def test_joy_shows_pairs_of_public_photos(version: CategoryVersion) -> None:
    case, hidden = closed(), closed()
    before = CasePhotoFactory(case=case, is_public=True)
    after = CasePhotoFactory(case=case, role=PhotoRole.AFTER, is_public=True)
    CasePhotoFactory(case=hidden, role=PhotoRole.AFTER)
    page = client_of().get("/joy/")
    assert [(one.pk, pair[0].pk, pair[1].pk) for one, *pair in page.context["wall"]] == [
        (case.pk, before.pk, after.pk)
    ]
    far = at_home(client_of(), PlaceFactory(path=OTHER).path)
    assert far.get("/joy/changes/?near=1").context["wall"] == []
    assert "还没有照片" in spoken_text(far.get("/joy/changes/?near=1"))


def test_joy_shows_a_few_changes_and_leads_to_all(version: CategoryVersion) -> None:
    for number in range(7):
        CasePhotoFactory(case=closed(), role=PhotoRole.AFTER, is_public=True)
        page = client_of().get("/joy/")
        assert len(page.context["wall"]) == min(number + 1, 6)
        assert ("/joy/changes/" in page.content.decode()) is (number == 6)
    assert len(client_of().get("/joy/changes/").context["wall"]) == 7


def test_evaluate_shows_what_waits_for_me(story: Story) -> None:
    story.until(Action.CLOSE)
    client = client_of(story.resident)
    assert [each.pk for each in client.get("/evaluate/").context["waiting"]] == [story.case.pk]
    story.do(Action.RATE)
    assert client.get("/evaluate/").context["waiting"] == []


def test_satisfaction_says_its_denominator_and_needs_five(version: CategoryVersion) -> None:
    cases = [closed() for _ in range(6)]
    for case, score in zip(cases[:4], (5, 4, 3, 5), strict=True):
        RatingFactory(subject=case.stream, place=case.place, score=score)
    few = satisfaction_with(COMMUNITY)
    assert (few.ratings, few.closed, few.mean, few.share) == (4, 6, None, 66)
    RatingFactory(subject=cases[4].stream, place=cases[4].place, score=4)
    RatingFactory(subject="case/99999", place=cases[0].place, rated_at=timezone.now() - timedelta(days=400))
    enough = satisfaction_with(DISTRICT)
    assert str(enough.mean) == "4.2"
    assert list(enough.spread) == [(5, 2), (4, 2), (3, 1), (2, 0), (1, 0)]
    assert satisfaction_with(PlaceFactory(path=OTHER).path).share == 0
    page = at_home(client_of()).get("/evaluate/")
    assert "近一年办好 6 件，其中收到 5 次评价" in spoken_text(page)
    assert "4.2" in spoken_text(page)


def test_each_rating_behind_the_figure_can_be_seen_but_not_its_words(version: CategoryVersion) -> None:
    open_one, private = closed(), closed(is_public=False)
    for case in (open_one, private):
        RatingFactory(subject=case.stream, place=case.place, score=2, words="李奶奶说的话")
    page = at_home(client_of()).get("/evaluate/ratings/?here=1")
    text = page.content.decode()
    assert len(page.context["rows"]) == page.context["figure"].ratings == 2
    assert open_one.number in text
    assert private.number not in text
    assert "李奶奶" not in text
    assert "还没有评价" in spoken_text(
        at_home(client_of(), PlaceFactory(path=OTHER).path).get("/evaluate/ratings/?here=1")
    )


def test_doors_speak_one_language(version: CategoryVersion) -> None:
    case = closed(public_words="loose cover")
    CasePhotoFactory(case=case, role=PhotoRole.AFTER, is_public=True)
    public(public_words="")
    RatingFactory(subject=case.stream, place=case.place)
    pages = (
        "/cases/",
        "/cases/?q=zz",
        "/mine/",
        "/learn/",
        "/learn/0105/",
        "/speak/",
        "/help/",
        "/joy/",
        "/joy/changes/",
        "/evaluate/",
        "/evaluate/ratings/",
    )
    for path in pages:
        assert_english(at_home(client_of(language=ENGLISH)).get(path))
        assert_chinese(at_home(client_of()).get(path), "EN", "loose cover", "zz")


PAGES = ("/cases/", "/mine/", "/learn/", "/speak/", "/help/", "/joy/", "/joy/changes/", "/evaluate/",
         "/evaluate/ratings/")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_query_counts_do_not_grow(version: CategoryVersion, path: str) -> None:
    resident = actor()
    client = at_home(client_of(resident))

    def add_some() -> None:
        for _ in range(4):
            case = closed(reporter=resident.person)
            CasePhotoFactory(case=case, role=PhotoRole.AFTER, is_public=True)
            RatingFactory(subject=case.stream, place=case.place)
            closed(reporter=resident.person)

    add_some()
    few = queries_of(client, path)
    add_some()
    assert queries_of(client, path) == few
    assert few <= 25


def test_words_of_a_dispute_are_not_in_the_public_list(story: Story) -> None:
    story.until(Action.ACCEPT)
    story.do(Action.DISPUTE, story.handler, Given(words="内部的话", ground="outside"))
    assert "内部的话" not in client_of().get("/cases/").content.decode()
    assert "内部的话" not in client_of().get(f"/cases/{story.case.number}/").content.decode()
