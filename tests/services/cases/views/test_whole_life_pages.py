"""The newer ways of a case, through its pages."""

from typing import Any

import pytest

from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action, PhotoRole, ProofPolicy, State
from jiayuan.services.cases.models import CategoryVersion
from tests.factories import CategoryFactory, CategoryVersionFactory
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    picture,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story
from tests.services.cases.views.test_console_case import address, send

pytestmark = pytest.mark.django_db


def suspend(story: Story) -> None:
    story.until(Action.ACCEPT)
    story.do(Action.ASK_SUSPENSION, story.handler, Given(words="等供暖停了再挖", days=3))
    story.do(Action.APPROVE, story.street)


def test_lists_and_pages_say_until_when_it_is_suspended_and_why(story: Story) -> None:
    suspend(story)
    for path in (address(story), "/console/cases/?state=suspended", "/console/"):
        said = spoken_text(client_of(story.worker).get(path))
        assert "缓办至" in said
        assert "等供暖停了再挖" in said
    own = spoken_text(client_of(story.resident).get(f"/cases/{story.case.number}/"))
    assert "恢复办理" in own
    assert "等供暖" not in own
    answer = client_of(story.worker).get(f"/api/cases/{story.case.number}").json()
    assert answer["suspended"]["because"] == "等供暖停了再挖"


def test_the_list_costs_the_same_for_one_and_for_many(story: Story) -> None:
    suspend(story)
    one = queries_of(client_of(story.worker), "/console/cases/")
    for _ in range(3):
        suspend(Story())
    assert queries_of(client_of(story.worker), "/console/cases/") == one


def test_the_unit_reads_that_a_case_was_taken_back_and_why_but_nothing_else(story: Story) -> None:
    story.until(Action.ACCEPT)
    assert send(story, story.worker, "recall", words="派错了，归供水公司").status_code == 302
    for who in (story.handler, story.colleague):
        page = client_of(who).get(address(story))
        said = spoken_text(page)
        assert "派错了，归供水公司" in said
        assert "李" not in said
        assert_chinese(page)
    english = client_of(story.handler, ENGLISH).get(address(story))
    assert_english(english, "派错了，归供水公司", str(story.unit), str(story.handler.person))
    assert send(story, story.handler, "note", words="x").status_code == 404
    assert client_of(story.handler).get("/console/").status_code == 200


def test_what_is_public_is_corrected_after_closing(story: Story) -> None:
    story.until(Action.CLOSE)
    fields = {"public_words": "井盖已更换", "asks_public": "1", "is_public": "1", "photos_public": "1"}
    assert send(story, story.worker, "edit_public", **fields).status_code == 302
    story.case.refresh_from_db()
    assert (story.case.public_words, story.case.is_public) == ("井盖已更换", True)
    assert story.case.photos.get().is_public
    assert (
        send(story, story.worker, "edit_public", public_words="井盖已更换", asks_public="1").status_code
        == 302
    )
    story.case.refresh_from_db()
    assert not story.case.is_public
    assert story.case.photos.get().is_public  # left as they are
    too_long = send(story, story.worker, "edit_public", public_words="长" * 501)
    assert too_long.status_code == 422
    assert "长" * 501 in too_long.content.decode()


def test_category_is_changed_by_its_form(story: Story) -> None:
    CategoryVersionFactory(category=CategoryFactory(code="0201"), name="路灯", name_en="Street lamp")
    story.until(Action.FILE)
    assert send(story, story.worker, "reclassify", category_code="0201", words="是路灯").status_code == 302
    page = client_of(story.worker).get(address(story))
    assert "改为“路灯”" in spoken_text(page)


def test_both_photos_through_the_page(version: CategoryVersion) -> None:
    story = Story(proof=ProofPolicy.BOTH)
    CategoryVersion.objects.update(proof=ProofPolicy.BOTH)
    story.until(Action.ACCEPT)
    answer = send(story, story.handler, "hand_in", words="已换", photo=[picture()])
    assert answer.status_code == 422
    assert 'href="#id_hand_inbefore"' in answer.content.decode()
    kept = [str(each) for each in answer.context["sheet"].photo_ids]
    fields: dict[str, Any] = {"words": "", "photo_ids": kept, "before": [picture("blue")]}
    answer = send(story, story.handler, "hand_in", **fields)
    before = [str(each) for each in answer.context["sheet"].before_ids]
    assert f'name="before_ids" value="{before[0]}" checked' in answer.content.decode()
    done = send(story, story.handler, "hand_in", words="已换", photo_ids=kept, before_ids=before)
    assert done.status_code == 302
    roles = set(story.case.photos.values_list("role", flat=True))
    assert roles == {PhotoRole.BEFORE, PhotoRole.AFTER}


def test_a_photo_from_before_is_added_while_handling(story: Story) -> None:
    story.until(Action.ACCEPT)
    assert send(story, story.handler, "show_before").status_code == 422
    assert send(story, story.handler, "show_before", photo=[picture()]).status_code == 302
    assert story.case.photos.get().role == PhotoRole.BEFORE


def test_too_many_photos_from_before_are_said_beside_them(story: Story) -> None:
    story.until(Action.ACCEPT)
    answer = send(story, story.handler, "hand_in", words="已换", before=[picture() for _ in range(7)])
    assert [each.field for each in answer.context["sheet"].faults] == ["before"]


def test_reporter_asks_to_look_again(story: Story) -> None:
    story.do(Action.REJECT, story.worker, Given(words="看不出问题"))
    client = client_of(story.resident)
    page = client.get(f"/cases/{story.case.number}/")
    assert "请社区再看一次" in spoken_text(page)
    assert "没弄好" not in spoken_text(page)
    given = {"revision": story.case.revision, "nonce": "r" * 32, "words": "在单元门后面"}
    assert client.post(f"/cases/{story.case.number}/reopen/", given).status_code == 302
    story.case.refresh_from_db()
    assert story.case.state == State.REPORTED
    assert_chinese(client.get(f"/cases/{story.case.number}/"))
