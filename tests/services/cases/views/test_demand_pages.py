"""A demand that cannot be met, on the pages of those who sign and of the reporter."""

import pytest

from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action, DemandGround
from tests.services.cases.pages import ENGLISH, assert_chinese, assert_english, client_of, spoken_text
from tests.services.cases.story import Story
from tests.services.cases.views.test_console_case import address, send

pytestmark = pytest.mark.django_db


def own(story: Story) -> str:
    return f"/cases/{story.case.number}/"


def test_from_the_proposal_to_the_second_look(story: Story) -> None:
    story.until(Action.CLOSE)
    answer = send(story, story.worker, "mark_demand", words="要求画专用车位")
    assert answer.status_code == 422
    assert "还没有选理由" in spoken_text(answer)
    assert "要求画专用车位" in answer.content.decode()
    done = send(story, story.worker, "mark_demand", words="要求画专用车位", ground="beyond")
    assert done.status_code == 302
    page = client_of(story.street).get(address(story))
    assert "提请认定：诉求无法满足" in spoken_text(page)
    assert_chinese(page)
    assert "无法满足" not in spoken_text(client_of(story.resident).get(own(story)))
    assert send(story, story.street, "confirm_mark", words="能办的已经办了").status_code == 302
    page = client_of(story.resident).get(own(story))
    said = spoken_text(page)
    assert "您的要求超出了同类情况" in said
    assert "能办的已经办了" in said
    assert "向区里申请复核" in said
    assert_chinese(page)
    story.case.refresh_from_db()
    asked = {"revision": story.case.revision, "words": "请再看看"}
    assert client_of(story.resident).post(f"{own(story)}ask_second_look/", asked).status_code == 302
    assert "您已申请复核" in spoken_text(client_of(story.resident).get(own(story)))
    assert "上报人已申请区里复核" in spoken_text(client_of(story.district).get(address(story)))
    assert send(story, story.district, "keep_mark", words="看过了，维持").status_code == 302
    said = spoken_text(client_of(story.resident).get(own(story)))
    assert "区里已复核，维持原答复" in said
    assert "看过了，维持" in said
    assert "向区里申请复核" not in said


@pytest.mark.parametrize("ground", list(DemandGround))
def test_each_ground_is_said_plainly_in_both_languages(story: Story, ground: DemandGround) -> None:
    story.until(Action.ACCEPT)
    assert "下一步" in spoken_text(client_of(story.resident).get(own(story)))
    story.do(Action.MARK_DEMAND, story.worker, Given(words="另有要求", ground=ground))
    story.do(Action.CONFIRM_MARK, story.street, Given(words="请谅解"))
    page = client_of(story.resident).get(own(story))
    assert_chinese(page)
    assert "下一步" not in spoken_text(page)
    page = client_of(story.resident, ENGLISH).get(own(story))
    assert_english(
        page, "请谅解", story.case.words, story.case.address, str(story.case.place), str(story.unit)
    )
    told = client_of(story.resident).get("/messages/")
    assert "您可以在这件事的页面上向区里申请复核一次" in spoken_text(told)


def test_programs_name_a_ground_too(story: Story) -> None:
    story.until(Action.ACCEPT)
    table = {each["action"]: each for each in client_of().get("/api/lifecycle").json()}
    assert set(table["mark_demand"]["grounds"]) == set(DemandGround.values)
    body = {"revision": story.case.revision, "words": "另有要求", "ground": "settled"}
    sent = client_of(story.worker).post(
        f"/api/cases/{story.case.number}/actions/mark_demand", body, content_type="application/json"
    )
    assert sent.status_code == 200, sent.content
    assert story.case.marks.get().ground == "settled"
