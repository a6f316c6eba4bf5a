"""Supervision orders in the console."""

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import SupervisionOrder
from tests.factories import CaseFactory, SupervisionOrderFactory
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story, actor
from tests.services.cases.views.test_console_case import address, send

pytestmark = pytest.mark.django_db
LIST = "/console/cases/orders/"


def test_from_the_issue_to_the_acceptance(story: Story) -> None:
    story.until(Action.ACCEPT)
    answer = send(story, story.street, "issue_order", words="居民两次追问", days="2")
    assert answer.status_code == 422
    assert "居民两次追问" in answer.content.decode()
    sent = {"words": "居民两次追问", "wanted": "说明哪天修好", "days": "2"}
    assert send(story, story.street, "issue_order", **sent).status_code == 302
    page = client_of(story.handler).get(address(story))
    said = spoken_text(page)
    assert "说明哪天修好" in said
    assert_chinese(page)
    assert "说明哪天修好" not in spoken_text(client_of(story.resident).get(f"/cases/{story.case.number}/"))
    assert send(story, story.handler, "answer_order", words="配件明天到").status_code == 302
    assert "配件明天到" in spoken_text(client_of(story.street).get(address(story)))
    assert send(story, story.street, "return_answer", words="没说哪天", days="1").status_code == 302
    assert "没说哪天" in spoken_text(client_of(story.handler).get(address(story)))
    assert send(story, story.handler, "answer_order", words="周五修好").status_code == 302
    assert send(story, story.street, "accept_answer").status_code == 302
    assert SupervisionOrder.objects.get().state == "accepted"


def test_the_list_is_filtered_by_its_address_and_exported(story: Story) -> None:
    story.until(Action.ACCEPT)
    empty = client_of(story.street).get(LIST)
    assert_chinese(empty)
    story.do(Action.ISSUE_ORDER, story.street, Given(words="=1+1", wanted="说明哪天修好", days=2))
    for query in ("", "?state=live", "?state=open&level=street&place=140106004010"):
        page = client_of(story.street).get(LIST + query)
        assert "说明哪天修好" in spoken_text(page), query
    assert_chinese(page, "Enter")
    for query in ("?state=late", "?level=district", "?state=accepted"):
        assert "说明哪天修好" not in spoken_text(client_of(story.street).get(LIST + query)), query
    assert client_of(story.street).get(f"{LIST}?state=x&level=y&place=%00z").status_code == 200
    table = client_of(story.street).get(f"{LIST}export.csv?state=live")
    text = b"".join(table.streaming_content).decode()
    assert story.case.number in text
    assert "'=1+1" in text
    assert Entry.objects.get(action="cases.export_orders").payload["after"]["orders"] == 1
    english = client_of(story.street, ENGLISH).get(LIST)
    assert_english(english, "说明哪天修好", str(story.unit), str(story.case.place))
    elsewhere = actor(Role.COMMUNITY_WORKER, "140106005001")
    assert "说明哪天修好" not in spoken_text(client_of(elsewhere).get(LIST))


def test_the_list_goes_on_and_costs_the_same_for_many(story: Story) -> None:
    SupervisionOrderFactory(case=CaseFactory(place=story.case.place, version=story.case.version))
    one = queries_of(client_of(story.street), LIST)
    for _ in range(29):
        SupervisionOrderFactory(case=CaseFactory(place=story.case.place, version=story.case.version))
    assert queries_of(client_of(story.street), LIST) == one
    page = client_of(story.street).get(LIST).context["page"]
    after = client_of(story.street).get(LIST, {"after": page.next_cursor}).context["page"]
    assert (len(page), len(after)) == (25, 5)
