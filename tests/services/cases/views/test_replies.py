"""Kept words on the pages: chosen beside the field, with nothing but a form; and kept in the settings."""

import re

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import ReplyTemplate
from tests.factories import CategoryFactory, CategoryVersionFactory, PlaceFactory, ReplyTemplateFactory
from tests.services.cases.pages import ENGLISH, assert_chinese, assert_english, client_of, spoken_text
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = pytest.mark.django_db
LIST, NEW = "/console/cases/replies/", "/console/cases/replies/new/"
FORM = {"name": "已受理", "words": "编号 {编号} 已受理", "words_en": "", "action": "file", "category": ""}


def test_choosing_fills_the_field_and_does_nothing_else(story: Story) -> None:
    reply = ReplyTemplateFactory(name="受理", place=PlaceFactory(path=COMMUNITY), action="file")
    client = client_of(story.worker)
    address = f"/console/cases/{story.case.number}/"
    assert f'<option value="{reply.pk}">受理</option>' in client.get(address).content.decode()
    sent = {"revision": story.case.revision, "category_code": "0105", "words": "您好。"}
    page = client.post(f"{address}file/", sent | {"step": "fill", "reply": reply.pk}).content.decode()
    text = re.search(r'id="id_filewords"[^>]*>([^<]*)<', page)
    assert text
    assert text.group(1) == f"您好。\n“井盖松动”已受理，编号 {story.case.number}。"
    story.case.refresh_from_db()
    assert story.case.state == State.REPORTED
    done = sent | {"words": text.group(1), "filled": reply.pk}
    assert client.post(f"{address}file/", done).status_code == 302
    assert ReplyTemplate.objects.get().uses == 1


def test_the_category_chosen_in_the_form_is_the_one_that_is_said(story: Story) -> None:
    CategoryVersionFactory(category=CategoryFactory(code="0106"), name="路灯不亮", name_en="Lamp out")
    reply = ReplyTemplateFactory(place=PlaceFactory(path=COMMUNITY))
    sent = {"revision": 1, "category_code": "0106", "step": "fill", "reply": reply.pk}
    page = client_of(story.worker).post(f"/console/cases/{story.case.number}/file/", sent)
    assert "“路灯不亮”已受理" in page.content.decode()


def test_what_is_missing_is_named_and_cannot_be_sent(story: Story) -> None:
    reply = ReplyTemplateFactory(place=PlaceFactory(path=COMMUNITY), words="由{单位}处理")
    client, act = client_of(story.worker), f"/console/cases/{story.case.number}/reject/"
    page = client.post(act, {"revision": 1, "step": "fill", "reply": reply.pk})
    assert "请您自己填：处置单位" in spoken_text(page)
    refused = client.post(act, {"revision": 1, "words": "由{单位}处理", "filled": reply.pk})
    assert refused.status_code == 422
    assert "还有没填的：处置单位" in spoken_text(refused)
    assert ReplyTemplate.objects.get().uses == 0


@pytest.mark.parametrize("chosen", ["", "x", "999999"])
def test_nothing_chosen_is_said_and_what_was_typed_stays(story: Story, chosen: str) -> None:
    sent = {"revision": 1, "words": "写了一半", "step": "fill", "reply": chosen}
    page = client_of(story.worker).post(f"/console/cases/{story.case.number}/reject/", sent)
    assert page.status_code == 422
    assert "写了一半" in page.content.decode()
    assert "也可以自己写" in spoken_text(page)


def test_another_places_words_are_not_to_be_had(story: Story) -> None:
    other = ReplyTemplateFactory(place=PlaceFactory(path="140106004011"), words="别处的话")
    client = client_of(story.worker)
    sent = {"revision": 1, "step": "fill", "reply": other.pk}
    assert "别处的话" not in client.post(f"/console/cases/{story.case.number}/reject/", sent).content.decode()
    assert client.get(f"{LIST}{other.pk}/").status_code == 404
    assert client.post(f"{LIST}{other.pk}/", FORM | {"seen": 1}).status_code in {403, 404}


def test_in_english(story: Story) -> None:
    reply = ReplyTemplateFactory(place=PlaceFactory(path=COMMUNITY))
    sent = {"revision": 1, "step": "fill", "reply": reply.pk, "category_code": "0105"}
    page = client_of(story.worker, ENGLISH).post(f"/console/cases/{story.case.number}/file/", sent)
    assert "“Loose manhole cover” was taken up as" in page.content.decode()


def test_a_worker_keeps_changes_and_puts_away(story: Story) -> None:
    client = client_of(story.worker)
    assert "还没有常用答复" in spoken_text(client.get(LIST))
    page = client.get(NEW)
    assert f'value="place:{COMMUNITY}" selected' in page.content.decode()
    assert "{编号}" in spoken_text(page)
    assert client.post(NEW, FORM | {"keeper": f"place:{COMMUNITY}"})["Location"] == LIST
    reply = ReplyTemplate.objects.get()
    assert "已受理" in spoken_text(client.get(LIST))
    address = f"{LIST}{reply.pk}/"
    assert "编号 {编号} 已受理" in client.get(address).content.decode()
    wrong = client.post(address, FORM | {"keeper": f"place:{COMMUNITY}", "seen": 1, "words": "{谁}"})
    assert wrong.status_code == 422
    assert "这些空填不了：{谁}" in spoken_text(wrong)
    stale = client.post(address, FORM | {"keeper": f"place:{COMMUNITY}", "seen": 7})
    assert stale.status_code == 409
    sent = FORM | {"keeper": f"place:{COMMUNITY}", "seen": 1, "name": "受理了"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {"seen": 2, "step": "retire"}).status_code == 302
    assert client.get(address).status_code == 404


def test_what_is_tapped_twice_is_done_once(story: Story) -> None:
    client = client_of(story.worker)
    sent = FORM | {"keeper": f"place:{COMMUNITY}"}

    def twice(address: str, form: dict[str, object], shown: str) -> None:
        page = client.get(shown).content.decode()
        nonce = re.search(r'name="nonce" value="([^"]+)"', page.split("<form")[-1])
        assert nonce
        for _turn in range(2):
            done = client.post(address, form | {"nonce": nonce.group(1)})
            assert (done.status_code, done["Location"]) == (302, LIST)

    twice(NEW, sent, NEW)
    reply = ReplyTemplate.objects.get()
    address = f"{LIST}{reply.pk}/"
    twice(address, sent | {"seen": 1, "name": "受理了"}, address)
    twice(address, {"seen": 2, "step": "retire"}, address)
    reply.refresh_from_db()
    assert (reply.revision, reply.name) == (3, "受理了")
    entries = Entry.objects.filter(stream_id=f"reply/{reply.pk}")
    assert entries.count() == 3
    assert client.post(address, {"seen": 3, "step": "retire"}).status_code == 404


def test_the_nonce_of_another_opens_nothing(story: Story) -> None:
    nonce = "n" * 32
    assert (
        client_of(story.worker).post(NEW, FORM | {"keeper": f"place:{COMMUNITY}", "nonce": nonce}).status_code
        == 302
    )
    reply = ReplyTemplate.objects.get()
    colleague = client_of(story.handler)
    assert colleague.post(f"{LIST}{reply.pk}/", FORM | {"seen": 1, "nonce": nonce}).status_code == 404


def test_a_unit_keeps_its_own(story: Story) -> None:
    client = client_of(story.handler)
    assert f'value="unit:{story.unit.pk}" selected' in client.get(NEW).content.decode()
    assert (
        client.post(NEW, FORM | {"keeper": f"unit:{story.unit.pk}", "action": "hand_in"}).status_code == 302
    )
    story.until(Action.ACCEPT)
    assert "已受理</option>" in client.get(f"/console/cases/{story.case.number}/").content.decode()


def test_the_districts_words_are_read_in_the_community(story: Story) -> None:
    reply = ReplyTemplateFactory(name="区里的", place=PlaceFactory(path="140106"), action="file")
    page = client_of(story.worker).get(f"{LIST}{reply.pk}/")
    assert "才能修改" in spoken_text(page)
    assert 'value="retire"' not in page.content.decode()


@pytest.mark.parametrize("address", [LIST, NEW])
def test_in_both_languages(story: Story, address: str) -> None:
    ReplyTemplateFactory(name="{}", words="x", words_en="Taken up", place=PlaceFactory(path=COMMUNITY))
    assert_english(client_of(story.worker, ENGLISH).get(address), "青年路一社区", "井盖松动")
    ReplyTemplate.objects.update(words="受理")
    assert_chinese(client_of(story.worker).get(address))
    assert client_of(actor(Role.GRID_WORKER)).get(address).status_code == 403
