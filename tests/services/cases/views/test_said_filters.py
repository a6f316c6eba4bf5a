"""Addresses of lists that cannot be meant: said beside the list, refused where nobody reads notes."""

from typing import Any

import pytest

from jiayuan.services.cases.domain.queries import listing
from jiayuan.services.cases.enums import State
from jiayuan.services.cases.models import CategoryVersion
from tests.factories import CaseFactory
from tests.services.cases.pages import ENGLISH, client_of, queries_of, spoken_text
from tests.services.cases.story import Story

pytestmark = pytest.mark.django_db
UNKNOWN = {
    "state": "没有“foo”这个状态",
    "light": "没有“foo”这种时限",
    "period": "没有“foo”这个时间段",
    "sort": "没有“foo”这种排序",
    "unit": "没有“foo”这个单位",
}


@pytest.mark.parametrize("field", UNKNOWN)
def test_the_console_says_what_it_does_not_know_and_keeps_the_rest(story: Story, field: str) -> None:
    client = client_of(story.worker)
    page = client.get("/console/cases/", {field: "foo", "q": "井盖"})
    assert UNKNOWN[field] in spoken_text(page)
    assert page.context["wanted"].q == "井盖"
    assert [case.number for case in page.context["page"]] == [story.case.number]
    english = client_of(story.worker, ENGLISH).get("/console/cases/", {field: "foo"})
    assert "“foo” is no" in english.content.decode()


@pytest.mark.parametrize(("field", "value"), [("category", "%"), ("place", "x" * 99), ("state", "nope")])
def test_the_public_list_says_it_too(version: CategoryVersion, field: str, value: str) -> None:
    page = client_of().get("/cases/", {field: value})
    assert page.status_code == 200
    assert len(page.context["notes"]) == 1
    assert value[:20] in page.context["notes"][0]
    assert 'role="status"' in page.content.decode()


@pytest.mark.parametrize("query", [{}, {"state": ""}, {"state": "open", "sort": "new"}, {"sort": "due"}])
def test_what_is_known_is_not_remarked_on(story: Story, query: dict[str, str]) -> None:
    assert client_of(story.worker).get("/console/cases/", query).context["notes"] == []


@pytest.mark.parametrize("address", ["/api/cases", "/api/public/cases", "/console/cases/export.csv"])
@pytest.mark.parametrize("field", ["state", "light", "period", "category"])
def test_programs_and_files_are_refused_naming_the_field(story: Story, address: str, field: str) -> None:
    answer = client_of(story.worker).get(address, {field: "f-o"}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert "f-o" in answer.json()["title"]
    if field == "light":
        assert "red, amber, green" in answer.json()["detail"]


def test_a_category_that_is_gone_is_said_and_the_list_offered(version: CategoryVersion) -> None:
    page = client_of().get("/report/", {"category": "nope", "q": "井盖"})
    assert "已经没有了" in spoken_text(page)
    assert page.context["q"] == "井盖"
    assert page.context["groups"]
    assert "已经没有了" not in spoken_text(client_of().get("/report/"))


def test_a_cut_address_leads_back_to_the_first_page(version: CategoryVersion) -> None:
    page = client_of().get("/cases/", {"after": "!!", "state": "open"})
    assert page.status_code == 422
    assert "找不到了" in spoken_text(page)
    assert 'href="/cases/?state=open"' in page.content.decode()
    assert 'href="/cases/"' in client_of().get("/cases/", {"after": "WzFd"}).content.decode()


def public(words: str, **fields: Any) -> Any:
    return CaseFactory(state=State.FILED, public_words=words, **fields)


def test_one_letter_searches_nothing(version: CategoryVersion) -> None:
    public("井盖松动")
    page = client_of().get("/cases/", {"q": "井"})
    assert "请至少输入 2 个字" in spoken_text(page)
    assert len(page.context["page"]) == 1
    assert client_of().get("/api/public/cases", {"q": "井"}).json()["field"] == "q"


def test_words_are_looked_for_in_the_newest_and_it_says_so(
    version: CategoryVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = public("井盖松动")
    new = [public("井盖响") for _ in range(3)]
    client = client_of()
    assert client.get("/cases/", {"q": "井盖"}).context["notes"] == []
    monkeypatch.setattr(listing, "MOST_SEARCHED", 3)
    page = client.get("/cases/", {"q": "井盖"})
    assert {case.pk for case in page.context["page"]} == {case.pk for case in new}
    assert "件里查找" in spoken_text(page)
    by_number = client.get("/cases/", {"q": old.number})
    assert [case.pk for case in by_number.context["page"]] == [old.pk]


def test_searching_is_not_endless(version: CategoryVersion) -> None:
    client = client_of()
    answers = [client.get("/cases/", {"q": "井盖"}).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    assert client.get("/cases/").status_code == 200
    assert client.get("/api/public/cases", {"q": "井盖"}).status_code == 429


def test_searching_costs_the_same_with_many(version: CategoryVersion) -> None:
    client = client_of()
    public("井盖松动")
    few = queries_of(client, "/cases/?q=井盖")
    for _ in range(12):
        public("井盖松动")
    assert queries_of(client, "/cases/?q=井盖") == few
