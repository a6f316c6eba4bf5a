"""Suggestions of categories where they are shown: proposed, never set, and counted when something is chosen."""

import re
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from jiayuan.foundation.access.enums import Role
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, CategoryModel, SuggestionUse
from jiayuan.services.cases.tasks import train_anew
from tests.factories import CaseFactory, CategoryModelFactory, SuggestionUseFactory
from tests.services.cases.learnt import learnt
from tests.services.cases.pages import ENGLISH, assert_chinese, assert_english, client_of, spoken_text
from tests.services.cases.story import COMMUNITY, DISTRICT, Story, actor

pytestmark = pytest.mark.django_db
WORDS = "我家楼下的井盖松了，踩上去直晃"
VAGUE = "你好，在吗"
QUALITY = "/console/cases/suggestions/"


def signed_in(page: Any) -> str:
    found = re.search(r'name="suggested" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def uses() -> list[tuple[str, str, str, int]]:
    return list(SuggestionUse.objects.values_list("at", "suggested", "chosen", "rank"))


@pytest.mark.usefixtures("version")
class TestOnThePhone:
    def test_three_are_offered_and_one_tap_leads_to_the_form(self) -> None:
        learnt()
        client = client_of()
        page = client.get("/report/", {"q": WORDS})
        text = spoken_text(page)
        assert "您是想说下面哪一个" in text or "井盖破损松动" in text
        assert "很可能是" in text or "可能是" in text
        link = re.search(r'href="(/report/\?category=P0102[^"]+suggested=[^"]+)"', page.content.decode())
        assert link
        form = client.get(link.group(1).replace("&amp;", "&"), follow=True)
        sent = {
            "nonce": "a" * 32, "category_code": "P0102", "words": WORDS, "place_path": COMMUNITY,
            "suggested": signed_in(form),
        }  # fmt: skip
        assert client.post("/report/", sent).status_code == 302
        assert client.post("/report/", sent).status_code == 302
        assert uses() == [("phone", "P0102", "P0102", 1)]
        assert Case.objects.get().version.category_id == "P0102"

    def test_below_the_threshold_it_asks_instead_of_guessing(self) -> None:
        learnt()
        text = spoken_text(client_of().get("/report/", {"q": VAGUE}))
        assert "请在上面多说一点" in text
        assert "很可能是" not in text

    def test_without_a_model_words_are_compared_as_before(self) -> None:
        text = spoken_text(client_of().get("/report/", {"q": "井盖响"}))
        assert "井盖松动" in text
        assert "请在上面多说一点" not in text

    def test_in_english(self) -> None:
        learnt()
        page = client_of(None, ENGLISH).get("/report/", {"q": "manhole cover rattles, it is loose"})
        assert "Manhole cover broken or loose" in spoken_text(page)


@pytest.mark.usefixtures("version")
class TestAtTheCounter:
    def test_asked_for_it_proposes_and_what_is_pressed_is_chosen(self) -> None:
        learnt()
        client = client_of(actor(Role.COMMUNITY_WORKER))
        page = client.post("/console/cases/new/", {"step": "propose", "words": WORDS})
        text = spoken_text(page)
        assert "这类话通常归为" in text
        assert "井盖" in text
        assert not Case.objects.exists()
        sent = {"use": "P0102", "words": WORDS, "suggested": signed_in(page), "contact_name": "李奶奶"}
        chosen = client.post("/console/cases/new/", sent).content.decode()
        assert 'value="P0102" selected' in chosen
        assert "井盖上写的是什么字" in chosen
        assert 'value="李奶奶"' in chosen
        whole = {
            "nonce": "b" * 32, "category_code": "P0102", "words": WORDS, "place_path": COMMUNITY,
            "contact_name": "李奶奶", "manner": "phone", "suggested": signed_in(page),
        }  # fmt: skip
        assert client.post("/console/cases/new/", whole).status_code == 302
        assert uses() == [("counter", "P0102", "P0102", 1)]

    def test_it_says_when_it_cannot_say(self) -> None:
        client = client_of(actor(Role.COMMUNITY_WORKER))
        asked = {"step": "propose", "words": VAGUE}
        assert "还没有学习过" in spoken_text(client.post("/console/cases/new/", asked))
        learnt()
        assert "还判断不出来" in spoken_text(client.post("/console/cases/new/", asked))


class TestAtTheDesk:
    @pytest.fixture
    def reported(self) -> tuple[Client, Case]:
        learnt()
        story = Story()
        Case.objects.filter(pk=story.case.pk).update(words=WORDS)
        return client_of(story.worker), Case.objects.get(pk=story.case.pk)

    def test_it_says_why_and_sets_nothing(self, reported: tuple[Client, Case]) -> None:
        client, case = reported
        page = client.get(f"/console/cases/{case.number}/")
        text = spoken_text(page)
        assert "这类话通常归为“井盖破损松动”" in text
        assert "依据“" in text
        assert 'value="0105" selected' in page.content.decode()
        act = f"/console/cases/{case.number}/file/"
        chosen = client.post(act, {"use": "P0102", "revision": case.revision, "words": "已核实"})
        assert 'value="P0102" selected' in chosen.content.decode()
        assert "已核实" in chosen.content.decode()
        case.refresh_from_db()
        assert (case.state, case.version.category_id) == (State.REPORTED, "0105")

    def test_what_was_filed_is_counted(self, reported: tuple[Client, Case]) -> None:
        client, case = reported
        signed = signed_in(client.get(f"/console/cases/{case.number}/"))
        sent = {"category_code": "P0101", "revision": case.revision, "suggested": signed}
        act = f"/console/cases/{case.number}/{Action.FILE}/"
        assert client.post(act, sent | {"category_code": "nothing"}).status_code == 422
        assert uses() == []
        assert client.post(act, sent).status_code == 302
        assert [each[:3] for each in uses()] == [("desk", "P0102", "P0101")]


class TestQuality:
    def test_before_anything_is_learnt(self) -> None:
        page = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT)).get(QUALITY)
        assert "还没有学习过" in spoken_text(page)

    @pytest.mark.usefixtures("version")
    @pytest.mark.parametrize("language", [ENGLISH, "zh.0.auto"])
    def test_what_was_measured_and_followed(self, language: str) -> None:
        model = CategoryModelFactory()
        CategoryModelFactory()
        SuggestionUseFactory(model=model)
        SuggestionUseFactory(model=model, rank=0, chosen="0106")
        person = actor(Role.COMMUNITY_WORKER)
        page = client_of(person, language).get(QUALITY)
        text = spoken_text(page)
        sign = " %" if language == ENGLISH else "%"
        for number in (70, 90, 80, 88, 50):
            assert f"{number}{sign}" in text
        if language == ENGLISH:
            assert_english(page, str(person.person), "青年路一社区")
            assert "Loose manhole cover" in text
        else:
            assert_chinese(page)

    def test_the_district_office_has_it_learnt_anew(self) -> None:
        learnt()
        CaseFactory(state=State.CLOSED)
        office = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT))
        assert office.post(QUALITY).status_code == 302
        asked = DBTaskResult.objects.get(task_path__endswith="train_anew")
        train_anew.call(*asked.args_kwargs["args"])
        assert CategoryModel.objects.count() == 2
        worker = client_of(actor(Role.COMMUNITY_WORKER))
        refused = worker.post(QUALITY)
        assert refused.status_code == 403
        assert "只有区级部门" in spoken_text(refused)


class TestForPrograms:
    def test_suggests_from_words(self, client: Client) -> None:
        learnt()
        asked = {"content_type": "application/json"}
        found = client.post("/api/categories/suggest", {"words": WORDS}, **asked).json()
        assert found["is_sure"] is True
        assert found["suggestions"][0]["code"] == "P0102"
        assert 0.5 < found["suggestions"][0]["confidence"] <= 1
        assert client.post("/api/categories/suggest", {"words": "x" * 2001}, **asked).status_code == 422

    def test_before_anything_is_learnt(self, client: Client) -> None:
        found = client.post("/api/categories/suggest", {"words": WORDS}, content_type="application/json")
        assert found.json() == {"is_sure": False, "suggestions": []}
