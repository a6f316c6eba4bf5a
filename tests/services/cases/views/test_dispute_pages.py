"""A dispute on the pages of the unit and of those who decide."""

import pytest

from jiayuan.services.cases.enums import Action, State
from tests.factories import OrganisationFactory
from tests.services.cases.pages import ENGLISH, assert_chinese, assert_english, client_of, spoken_text
from tests.services.cases.story import Story
from tests.services.cases.views.test_console_case import address, send

pytestmark = pytest.mark.django_db


def test_disputed_dismissed_disputed_again_and_upheld(story: Story) -> None:
    story.until(Action.DISPATCH)
    other = OrganisationFactory(name="供水公司")
    page = client_of(story.handler).get(address(story, "?do=dispute"))
    assert "以前可以提出异议" in spoken_text(page)
    assert other in page.context["others"]
    assert story.unit not in page.context["others"]
    assert_chinese(page)
    answer = send(story, story.handler, "dispute", words="管线归产权单位")
    assert answer.status_code == 422
    assert "还没有选理由" in spoken_text(answer)
    sent = {"words": "管线归产权单位", "ground": "other_owner", "unit_id": other.pk}
    assert send(story, story.handler, "dispute", **sent).url == address(story)
    page = client_of(story.street).get(address(story))
    said = spoken_text(page)
    assert "提出异议" in said
    assert "建议改派：供水公司" in said
    assert "时限照走" in said
    assert_chinese(page)
    assert "由社区其他同事或街道裁定" in spoken_text(client_of(story.worker).get(address(story)))
    assert send(story, story.street, "decline", words="这段归你们").status_code == 302
    said = spoken_text(client_of(story.handler).get(address(story)))
    assert "已驳回：另有产权或管理单位" in said
    assert "这段归你们" in said
    assert send(story, story.handler, "dispute", **sent).status_code == 409
    sent = {"words": "在院内", "ground": "outside"}
    assert send(story, story.handler, "dispute", **sent).status_code == 302
    assert send(story, story.street, "approve", unit_id=other.pk, words="改派").status_code == 302
    story.case.refresh_from_db()
    assert (story.case.state, story.case.unit) == (State.DISPATCHED, other)
    page = client_of(story.worker, ENGLISH).get(address(story))
    assert "Dispute upheld: sent on to" in spoken_text(page)
    assert "改派" in spoken_text(client_of(story.handler).get(address(story)))


def test_in_english_too(story: Story) -> None:
    story.until(Action.ACCEPT)
    send(story, story.handler, "dispute", words="x", ground="nothing_there")
    names = (
        str(story.unit), story.case.words, story.case.address, "李", str(story.case.place),
        *(str(each.person) for each in (story.worker, story.handler, story.resident)), "测试街道", "迎泽区",
    )  # fmt: skip
    assert_english(client_of(story.street, ENGLISH).get(address(story)), *names, "3号楼前井盖松动，电话")
