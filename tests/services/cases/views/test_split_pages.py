"""Dividing a case in the console, and how each side sees what came of it."""

from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.evidence.domain.see import may_see_photo
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action, PhotoRole
from jiayuan.services.cases.models import Case
from jiayuan.services.cases.piece_rules import pieces_of
from tests.factories import CasePhotoFactory
from tests.services.cases.domain.test_splitting import Divided
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    client_of,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import actor

pytestmark = pytest.mark.django_db
PLACES = ("street", "community")
"""Names of the places that factories make."""


def filled(divided: Divided, step: str, **fields: str) -> dict[str, str]:
    return {
        "revision": str(divided.story.case.revision),
        "nonce": "n" * 32,
        "piece_1_unit": str(divided.water.pk),
        "piece_1_words": "关闸，换阀门",
        "piece_3_unit": str(divided.power.pk),
        "piece_3_words": "移开电缆",
        "step": step,
    } | fields


def address(divided: Divided) -> str:
    return f"/console/cases/{divided.story.case.number}/split/"


def send(divided: Divided, client: Client, step: str, **fields: str) -> Any:
    return client.post(address(divided), filled(divided, step, **fields))


def test_from_the_form_over_the_preview_to_the_parts() -> None:
    divided = Divided()
    client = client_of(divided.story.worker)
    assert "填写分办件" in spoken_text(client.get(f"/console/cases/{divided.story.case.number}/?do=split"))
    assert_chinese(client.get(address(divided)))
    preview = send(divided, client, "preview")
    said = spoken_text(preview)
    assert_chinese(preview)
    assert all(each in said for each in ("水务公司", "关闸，换阀门", "供电所", "移开电缆"))
    assert not Case.objects.exclude(pk=divided.story.case.pk).exists()
    assert "关闸，换阀门" in send(divided, client, "change").content.decode()
    answer = send(divided, client, "do")
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert "各部分谁来办" in spoken_text(page)
    assert_chinese(page, *PLACES)
    assert send(divided, client, "do").status_code == 302  # the second press of the button
    assert Case.objects.count() == 3


def test_what_is_wrong_comes_back_with_what_was_typed() -> None:
    divided = Divided()
    client = client_of(divided.story.worker)
    page = send(divided, client, "preview", piece_3_words="")
    assert page.status_code == 422
    text = page.content.decode()
    assert 'id="id_partpiece_2_words"' in text
    assert "关闸，换阀门" in text
    assert 'href="#id_partpiece_2_words"' in text
    assert send(divided, client, "do", revision="1").status_code == 409
    assert send(divided, client, "more").content.decode().count("<fieldset") == 3
    assert send(divided, client, "preview", piece_1_unit="x", piece_1_category="x" * 99).status_code == 422


def test_who_may_not_and_when_it_is_over() -> None:
    divided = Divided()
    assert client_of(divided.story.handler).get(address(divided)).status_code == 403
    assert client_of(actor()).get(address(divided)).status_code in (403, 404)
    for action in (Action.HAND_IN, Action.PASS):
        divided.story.do(action)
    client = client_of(divided.story.worker)
    answer = client.get(address(divided))
    assert answer.status_code == 302
    assert "不能再分办" in client.get(answer.url).content.decode()


def test_everybody_sees_what_is_theirs() -> None:
    divided = Divided()
    photo = CasePhotoFactory(case=divided.story.case, role=PhotoRole.REPORT).photo
    water, _power = divided.split()
    own = client_of(divided.story.resident).get(f"/cases/{divided.story.case.number}/")
    said = spoken_text(own)
    assert "水务公司" in said
    assert water.number not in said
    assert_chinese(own, *PLACES)
    one = divided.people[divided.water.pk]
    part = client_of(one).get(f"/console/cases/{water.number}/")
    said = spoken_text(part)
    assert divided.story.case.number in said
    assert "井盖松动" in said
    assert "13812345678" not in said
    assert_chinese(part, *PLACES)
    assert client_of(one).get(f"/console/cases/{divided.story.case.number}/").status_code == 404
    assert may_see_photo(photo, one, "")
    assert not may_see_photo(photo, actor(), "")
    assert client_of().get(f"/cases/{water.number}/").status_code == 404
    lead = client_of(divided.story.handler).get(f"/console/cases/{divided.story.case.number}/")
    assert "供电所" in spoken_text(lead)
    listed = client_of(divided.story.worker).get("/console/cases/")
    assert f"{divided.story.case.number} 的分办件" in spoken_text(listed)


def test_the_page_of_a_part_says_when_the_lead_has_ended() -> None:
    divided = Divided()
    water, _power = divided.split()
    one, desk = client_of(divided.people[divided.water.pk]), client_of(divided.story.worker)
    address, lead = f"/console/cases/{water.number}/", divided.story.case.number
    assert 'id="lead-is-over"' not in one.get(address).content.decode()
    divided.story.do(Action.GO_ON, divided.story.worker, Given(words="不等了"))
    assert "主案不再等这一部分" in spoken_text(one.get(address))
    for action in (Action.HAND_IN, Action.PASS, Action.CLOSE):
        divided.story.do(action)
    page = desk.get(address)
    notice = page.content.decode().split('id="lead-is-over"')[1].split("</p>")[0]
    assert f'href="/console/cases/{lead}/"' in notice
    assert "主案已经结束：“已结案”" in spoken_text(page)
    assert_chinese(page, *PLACES)
    of_unit = one.get(address).content.decode().split('id="lead-is-over"')[1].split("</p>")[0]
    assert lead in of_unit
    assert "<a " not in of_unit, "a unit cannot open the case that leads"


def test_nobody_is_said_to_read_what_is_written_on_a_part() -> None:
    divided = Divided()
    water, _power = divided.split()
    client = client_of(divided.people[divided.water.pk])
    divided.end(water, Action.ACCEPT)
    for address in (f"/console/cases/{water.number}/", f"/console/cases/{water.number}/?do=ask_extension"):
        assert "上报人会看到" not in spoken_text(client.get(address))
    assert "没有自己的上报人" in spoken_text(client.get(f"/console/cases/{water.number}/"))


def test_in_english() -> None:
    divided = Divided()
    client = client_of(divided.story.worker, ENGLISH)
    page = client.get(address(divided))
    assert "Divide among several units" in spoken_text(page)
    assert "What it is to do" in spoken_text(page)
    preview = send(divided, client, "preview")
    assert "The units are told at once." in spoken_text(preview)


def test_the_page_costs_the_same_with_more_parts() -> None:
    divided = Divided()
    path = f"/console/cases/{divided.story.case.number}/"
    divided.split(divided.draft(divided.water))
    one = queries_of(client_of(divided.story.worker), path)
    divided.split(divided.draft(divided.power))
    assert queries_of(client_of(divided.story.worker), path) == one
    assert len(pieces_of(Case.objects.get(pk=divided.story.case.pk))) == 2
