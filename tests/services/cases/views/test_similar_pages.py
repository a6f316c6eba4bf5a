"""Was this reported already? Asked on the phone without scripts and with them, at the desk, and by programs."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.clock.now import now
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, Joining
from tests.services.cases.pages import (
    CHINESE,
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    nonce_in,
    picture,
    spoken_text,
)
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = pytest.mark.django_db


def opened(until: Action = Action.FILE) -> Story:
    story = Story().until(until)
    Case.objects.filter(pk=story.case.pk).update(public_words="井盖松动，踩上去会响")
    return story


def form_of(story: Story, **changes: Any) -> dict[str, Any]:
    given = {
        "category_code": story.case.version.category_id, "words": "井盖松动会响", "place_path": COMMUNITY,
        "contact_phone": "139 0000 1111",
    }  # fmt: skip
    return given | changes


def test_the_phone_asks_before_it_sends_and_keeps_everything() -> None:
    story, client = opened(), client_of()
    nonce = nonce_in(client.get(f"/report/?category={story.case.version.category_id}", follow=True))
    page = client.post("/report/", form_of(story, nonce=nonce, photo=picture()))
    assert page.status_code == 200
    text = page.content.decode()
    assert f'name="join" value="{story.case.number}"' in text
    assert "井盖松动会响" in text
    assert 'name="photo_ids"' in text
    assert "李奶奶" not in text
    assert "13812345678" not in text
    assert Case.objects.count() == 1
    photos = page.context["sheet"].photo_ids
    joined = client.post("/report/", form_of(story, nonce=nonce, join=story.case.number, photo_ids=photos))
    assert joined["Location"] == f"/cases/{story.case.number}/"
    joining = Joining.objects.get()
    assert (joining.words, joining.phone) == ("井盖松动会响", "+8613900001111")
    assert joining.photos.count() == 1
    assert Case.objects.count() == 1


def test_who_says_that_theirs_is_another_reports_it() -> None:
    story, client = opened(), client_of()
    assert client.post("/report/", form_of(story, is_other="1")).status_code == 302
    assert Case.objects.count() == 2


def test_who_has_seen_the_hint_on_the_form_is_not_asked_again() -> None:
    story, client = opened(), client_of()
    part = client.post("/report/similar/", form_of(story))
    assert f'value="{story.case.number}"' in part.content.decode()
    assert client.post("/report/", form_of(story, seen=f"{story.case.number} ")).status_code == 302


def test_what_a_phone_kept_is_sent_without_a_question() -> None:
    story, client = opened(), client_of()
    headers = {"Accept": "application/json", "X-Jiayuan-Offline": now().isoformat()}
    assert client.post("/report/", form_of(story, nonce="a" * 32), headers=headers).status_code < 300
    assert Case.objects.count() == 2


def test_the_part_is_empty_where_there_is_nothing_or_too_much_is_asked() -> None:
    story, client = opened(), client_of()
    for changes in (
        {"category_code": "x"},
        {"place_path": ""},
        {"latitude": "nan", "longitude": "1", "place_path": ""},
    ):
        assert client.post("/report/similar/", form_of(story, **changes)).content.decode().strip() == ""
    for _turn in range(30):
        last = client.post("/report/similar/", form_of(story))
    assert (last.status_code, last.content.decode().strip()) == (200, "")


def test_what_was_closed_a_few_days_ago_asks_for_the_reason() -> None:
    story, client = opened(Action.CLOSE), client_of()
    page = client.post("/report/", form_of(story))
    assert f'name="join" value="{story.case.number}"' in page.content.decode()
    form = client.post("/report/", form_of(story, join=story.case.number))
    assert 'name="reopen"' in form.content.decode()
    assert "井盖松动会响" in form.content.decode()


def test_ones_own_report_is_shown_as_such() -> None:
    story = opened()
    client = client_of(story.resident)
    page = client.post("/report/", form_of(story))
    assert f'href="/cases/{story.case.number}/"' in page.content.decode()
    assert 'name="join"' not in page.content.decode()
    assert client.post("/report/", form_of(story, join=story.case.number)).status_code == 302
    assert not Joining.objects.exists()
    assert client.post("/report/", form_of(story, join="1")).status_code == 404


def test_the_question_is_complete_in_both_languages() -> None:
    story = opened()
    Case.objects.update(public_words="井盖松动")
    names = [story.case.place.name, "井盖松动"]
    for place in story.case.place, story.case.place.parent:
        names += [place.name] if place else []
    part = client_of(actor(), ENGLISH).post("/report/similar/", form_of(story, words="井盖松动"))
    assert_english(part, *names)
    assert "same category" in spoken_text(part)
    assert "类别相同" in spoken_text(
        client_of(actor(), CHINESE).post("/report/", form_of(story, words="井盖松动"))
    )


def test_the_desk_joins_for_a_caller() -> None:
    story = opened()
    client = client_of(story.worker)
    sent = form_of(story, contact_name="王奶奶", manner="phone")
    page = client.post("/console/cases/new/", sent)
    assert page.status_code == 200
    assert f'name="join" value="{story.case.number}"' in page.content.decode()
    assert (
        client.post("/console/cases/new/", sent | {"join": story.case.number, "manner": ""}).status_code
        == 422
    )
    done = client.post("/console/cases/new/", sent | {"join": story.case.number})
    assert done["Location"] == f"/console/cases/{story.case.number}/"
    assert Joining.objects.get().consent is not None
    assert client.post("/console/cases/new/", sent | {"is_other": "1"}).status_code == 302
    assert Case.objects.count() == 2


def test_the_desk_is_told_while_it_fills_in_the_form() -> None:
    story = opened()
    client = client_of(story.worker)
    page = client.get("/console/cases/new/").content.decode()
    assert 'hx-post="/console/cases/new/" hx-vals=\'{"step": "similar"}\'' in page
    sent = form_of(story, contact_name="王奶奶", manner="phone")
    part = client.post("/console/cases/new/", sent | {"step": "similar"})
    assert part.status_code == 200
    assert "<form" not in part.content.decode(), "a part of the page alone"
    assert f'name="join" value="{story.case.number}"' in part.content.decode()
    assert_chinese(part, "井盖松动", "community", "street")
    nothing = client.post("/console/cases/new/", sent | {"step": "similar", "category_code": ""})
    assert nothing.content.decode().strip() == ""
    assert client.post("/console/cases/new/", sent | {"seen": "1 2"}).status_code == 200, "another was shown"
    assert Case.objects.count() == 1
    assert client.post("/console/cases/new/", sent | {"seen": f"{story.case.number} "}).status_code == 302
    assert Case.objects.count() == 2


def test_programs_ask_before_they_report() -> None:
    story, client = opened(), client_of()
    body = {"category": story.case.version.category_id, "words": "井盖松动会响", "place": COMMUNITY}
    (found,) = client.post("/api/cases/similar", body, "application/json").json()
    assert (found["number"], found["metres"], found["neighbours"]) == (story.case.number, None, 1)
    assert found["because"]
    assert "words" not in found
    Case.objects.update(
        latitude=37.861, longitude=112.571, state=State.CLOSED, closed_at=now() - timedelta(days=30)
    )
    near = body | {"latitude": 37.861, "longitude": 112.571}
    assert client.post("/api/cases/similar", near, "application/json").json() == []
    assert client.post("/api/cases/similar", body | {"category": "x"}, "application/json").status_code == 422
