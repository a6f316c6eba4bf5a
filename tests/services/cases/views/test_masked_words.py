"""What the reporter wrote: masked wherever it is listed, in full for a recorded reason."""

import json
from typing import Any

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Case
from tests.services.cases.pages import client_of, spoken_text
from tests.services.cases.story import STREET, Story, actor

pytestmark = pytest.mark.django_db
PHONE, LANDLINE, PLATE = "138.1234 5678", "0351-4012345", "晋AD12345"


@pytest.fixture
def told(story: Story) -> Story:
    Case.objects.filter(pk=story.case.pk).update(
        words=f"井盖松动，电话{PHONE}，车{PLATE}挡着",
        address=f"3号楼前，座机{LANDLINE}",
        latitude=37.86,
        longitude=112.57,
    )
    story.case.refresh_from_db()
    return story


def hidden_in(text: str) -> bool:
    return not any(each in text for each in ("1234", "4012345", "D12345"))


LISTS = (
    "/console/",
    "/console/inbox.csv",
    "/console/cases/",
    "/console/cases/export.csv",
    "/console/map/features.json?bbox=112,37,113,38",
    "/console/map/",
    "/api/cases",
)


@pytest.mark.parametrize("address", LISTS)
def test_lists_files_maps_and_the_api_mask(told: Story, address: str) -> None:
    answer = client_of(told.worker).get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    is_json = "json" in answer["Content-Type"]
    text = json.dumps(json.loads(body), ensure_ascii=False) if is_json else body.decode()
    assert answer.status_code == 200
    assert "井盖松动" in text
    assert hidden_in(text.replace("140106004", ""))


def test_what_everybody_reads_is_masked_even_if_somebody_typed_it(told: Story) -> None:
    told.do(Action.FILE, told.worker, Given(category_code="0105", public_words=f"井盖 {PHONE} 松动"))
    for address in ("/cases/", "/api/public/cases", "/map/features.json"):
        text = client_of().get(address).content.decode()
        assert "138****5678" in text
        assert PHONE not in text


def test_the_page_masks_until_somebody_says_why(told: Story) -> None:
    address = f"/console/cases/{told.case.number}/"
    client = client_of(told.worker)
    page = client.get(address)
    text = spoken_text(page)
    assert "138****5678" in text
    assert hidden_in(text.replace(told.case.number, ""))
    assert "查看完整内容" in text
    refused = client.post(f"{address}words/", {"reason": ""})
    assert refused.status_code == 422
    assert "id_wordsreason" in refused.content.decode()
    assert PHONE not in refused.content.decode()
    assert not Entry.objects.filter(action="cases.reveal_words").exists()
    full = client.post(f"{address}words/", {"reason": "约上门时间"})
    said = spoken_text(full)
    assert full.status_code == 200
    assert PHONE in said
    assert LANDLINE in said
    assert PLATE in said
    entry = Entry.objects.get(action="cases.reveal_words")
    assert entry.actor_id == told.worker.pk
    assert entry.payload["after"]["words"] == "约上门时间"
    assert "no-store" in full["Cache-Control"]
    again = spoken_text(client.get(address))
    assert "查看了上报原文全文" in again
    assert PHONE not in again


def test_only_those_who_may_reach_the_reporter_read_it_in_full(told: Story) -> None:
    told.until(Action.DISPATCH)
    address = f"/console/cases/{told.case.number}/"
    page = spoken_text(client_of(told.colleague).get(address))
    assert hidden_in(page.replace(told.case.number, ""))
    assert "号码已隐去。" in page
    assert client_of(told.colleague).post(f"{address}words/", {"reason": "想看"}).status_code == 403
    assert (
        client_of(actor(Role.UNIT_OFFICER, STREET)).post(f"{address}words/", {"reason": "x"}).status_code
        == 404
    )
    assert client_of(told.worker).get(f"{address}words/").status_code == 405
    assert not Entry.objects.filter(action="cases.reveal_words").exists()


def test_nothing_is_offered_where_nothing_is_masked(story: Story) -> None:
    Case.objects.filter(pk=story.case.pk).update(words="2026年井盖松动，1380元")
    assert "查看完整内容" not in spoken_text(
        client_of(story.worker).get(f"/console/cases/{story.case.number}/")
    )


def test_the_reporter_reads_their_own_words(told: Story) -> None:
    client = client_of(told.resident)
    assert PHONE in spoken_text(client.get(f"/cases/{told.case.number}/"))
    assert PHONE in client.get(f"/api/cases/{told.case.number}").json()["words"]
    assert hidden_in(spoken_text(client.get("/mine/")).replace(told.case.number, ""))


def test_the_api_masks_answers_and_history_for_staff(told: Story) -> None:
    Case.objects.filter(pk=told.case.pk).update(answers={"pole": PHONE})
    told.do(Action.NOTE, told.resident, Given(words=f"找我 {PHONE}"))
    body: dict[str, Any] = client_of(told.worker).get(f"/api/cases/{told.case.number}").json()
    assert body["answers"] == {"pole": "138****5678"}
    assert "找我 138****5678" in [line["words"] for line in body["timeline"]]
    own = client_of(told.resident).get(f"/api/cases/{told.case.number}").json()
    assert own["answers"] == {"pole": PHONE}
