"""Signs on the page of a case: before the verifier passes it, and where the street says what they were."""

import re
from typing import Any

import pytest
from PIL import Image

from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.doubt_enums import DoubtState
from jiayuan.services.cases.enums import Action
from tests.foundation.evidence.conftest import camera_notes, encode, file_of
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story

pytestmark = pytest.mark.django_db


def page_of(story: Story, who: Any, language: str = ENGLISH) -> Any:
    return client_of(who, language).get(f"/console/cases/{story.case.number}/")


def test_the_verifier_reads_it_before_passing(story: Story) -> None:
    story.until(Action.HAND_IN)
    text = spoken_text(page_of(story, story.grid))
    assert text.index("Look twice before you pass it") < text.index("Verify: it is done")
    assert "It was reported as done less than a minute after it was accepted." in text
    assert "Say what it was" not in text
    assert "Look twice: It was reported as done" in text, "in what happened"


def test_the_street_says_what_it_was(story: Story) -> None:
    story.until(Action.CLOSE)
    doubt = story.case.doubts.get()
    address = f"/console/cases/{story.case.number}/doubts/{doubt.pk}/"
    client = client_of(story.street, ENGLISH)
    page = client.post(address, {"verdict": "real", "reason": ""})
    assert page.status_code == 422
    assert 'value="real" required checked' in page.content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page.content.decode().split('id="doubts"')[1])
    assert nonce
    sent = {"verdict": "real", "reason": "到现场看过", "nonce": nonce.group(1)}
    for _tap in range(2):
        page = client.post(address, sent, follow=True)
        assert "Written down" in page.content.decode()
    assert Entry.objects.filter(action="cases.decide_doubt").count() == 1
    assert "It was not done" in spoken_text(page)
    doubt.refresh_from_db()
    assert doubt.state == DoubtState.REAL
    again = client.post(address, {"verdict": "explained", "reason": "到现场看过"})
    assert again.status_code == 409


def test_who_may_not_is_told_why(story: Story) -> None:
    story.until(Action.CLOSE)
    text = spoken_text(page_of(story, story.worker))
    assert "The street or the district says what a sign was." in text
    doubt = story.case.doubts.get()
    address = f"/console/cases/{story.case.number}/doubts/{doubt.pk}/"
    assert client_of(story.worker).post(address, {"verdict": "real", "reason": "x"}).status_code == 403
    assert client_of(story.street).post(address.replace(f"/{doubt.pk}/", "/999999/"), {}).status_code == 404


def test_both_languages(story: Story) -> None:
    story.until(Action.CLOSE)
    names = ["井盖松动", "电话", "号楼前", "号楼", "已更换井盖", "现场看过", *map(str, story_names(story))]
    assert_english(page_of(story, story.street), *names)
    assert_chinese(page_of(story, story.street, "zh.0.auto"), *names)


def story_names(story: Story) -> list[Any]:
    people = [story.worker, story.grid, story.handler, story.resident, story.street]
    return [*(each.person for each in people), story.unit, story.case.place, story.case.place.parent, "李"]


def test_queries_do_not_grow_with_the_signs(story: Story) -> None:
    story.until(Action.CLOSE)
    client, path = client_of(story.street), f"/console/cases/{story.case.number}/"
    few = queries_of(client, path)
    for kind in ("far", "old"):
        story.case.doubts.create(
            round=1,
            kind=kind,
            measured={"metres": 900, "allowed": 200, "hours": 99},
            raised_at=story.case.closed_at,
        )
    assert queries_of(client, path) == few


def test_where_a_photo_was_taken_is_kept_of_a_report_as_done_alone(story: Story) -> None:
    story.until(Action.DISPATCH)
    data = encode(Image.new("RGB", (320, 240), "red"), exif=camera_notes())

    def send(action: str, who: Any, **fields: Any) -> None:
        story.case.refresh_from_db()
        given = {"revision": story.case.revision, "nonce": f"{action:0<20}", "words": "好了"} | fields
        done = client_of(who).post(f"/console/cases/{story.case.number}/{action}/", given)
        assert done.status_code == 302, spoken_text(done)

    send("accept", story.handler)
    send("hand_in", story.handler, photo=file_of(data))
    send("pass", story.grid, photo=file_of(data))
    kept = dict(Photo.objects.values_list("case_photo__role", "taken_latitude"))
    assert kept["after"] is not None
    assert kept["verify"] is None
