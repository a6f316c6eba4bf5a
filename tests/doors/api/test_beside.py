"""What stands beside a case, over the API: links for somebody outside, proof files, signs; and frozen months."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.dossier.build import write_dossier_file
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Dossier, OutsideLink
from jiayuan.services.cases.outside_enums import OutsideKind
from tests.factories import DoubtFactory, PlaceFactory, ScoreMonthFactory, ScoreTotalFactory
from tests.services.cases.domain.outside.asking import answer, ask
from tests.services.cases.pages import client_of
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, Story, actor

from .machines import get, post, token_for

pytestmark = pytest.mark.django_db
SEE, ASK, DECIDE = "cases.see", "cases.ask_outside", "cases.decide_doubt"


def asked(**changes: Any) -> dict[str, Any]:
    until = (today() + timedelta(days=3)).isoformat()
    return {"name": "市供水公司", "matter": "井盖松动", "asked": "请来看看", "until": until} | changes


def path(story: Story, rest: str) -> str:
    return f"/api/cases/{story.case.number}/{rest}"


def test_a_link_is_sent_once_read_and_taken_back() -> None:
    story = Story().until(Action.ACCEPT)
    headers = token_for(story.handler.person, SEE, ASK, path=STREET)
    key = headers | {"Idempotency-Key": "1"}
    first, second = (post(path(story, "outside"), asked(), key) for _ in range(2))
    assert (first.status_code, second["Idempotent-Replayed"]) == (201, "true")
    link = OutsideLink.objects.get()
    assert "/o/" in first.json()["link"]
    answer(link, OutsideKind.ASK, words="哪一口井？")
    (found,) = get(path(story, "outside"), headers).json()
    assert [each["words"] for each in found["answers"]] == ["哪一口井？"]
    note = path(story, f"outside/{link.pk}/answers/{found['answers'][0]['id']}/note")
    assert post(note, {}, headers).json()["field"] == "reply"
    assert post(note, {"reply": "东边那口"}, headers).status_code == 204
    assert post(path(story, f"outside/{link.pk}/remind"), {}, headers).status_code == 409
    back = post(path(story, f"outside/{link.pk}/revoke"), {}, headers).json()
    assert (back["waits"], back["link"]) == (False, "")


def test_a_link_needs_the_scope_the_rule_and_a_day() -> None:
    story = Story().until(Action.ACCEPT)
    sent = path(story, "outside")
    assert post(sent, asked(), token_for(story.handler.person, SEE, path=STREET)).json()["code"] == "scope"
    other = actor(Role.GRID_WORKER, STREET)
    assert post(sent, asked(), token_for(story.resident.person, SEE, ASK, path=DISTRICT)).status_code == 403
    assert get(sent, token_for(other.person, SEE, ASK, path=STREET)).status_code == 403
    mine = client_of(story.handler)
    past = (today() - timedelta(days=1)).isoformat()
    assert post(sent, asked(until=past), client=mine).json()["field"] == "until"
    assert post(sent, asked(until=0), client=mine).status_code == 422
    for rest in ("outside/99/revoke", "outside/99/remind"):
        assert post(path(story, rest), {}, client=mine).status_code == 404
    link = ask(story)
    assert post(path(story, f"outside/{link.pk}/answers/99/note"), {}, client=mine).status_code == 404


@pytest.mark.parametrize("body", [{}, {"name": 1, "until": 0, "verdict": []}, {"revision": 1}])
def test_the_rule_comes_before_the_form(body: dict[str, Any]) -> None:
    """Who may not do it is told so, whatever was sent; only who may learns what is missing."""
    story = Story().until(Action.ACCEPT)
    doubt = DoubtFactory(case=story.case)
    strangers = (Client(), client_of(actor()), client_of(actor(Role.GRID_WORKER, STREET)))
    for rest in ("outside", f"outside/{ask(story).pk}/answers/1/note", f"doubts/{doubt.pk}"):
        for each in strangers:
            assert post(path(story, rest), body, client=each).status_code in (401, 403, 404), rest
    assert post(path(story, "outside"), body, client=client_of(story.handler)).status_code == 422
    overseer = client_of(actor(Role.STREET_OFFICER, STREET))
    assert post(path(story, f"doubts/{doubt.pk}"), body, client=overseer).status_code == 422


def test_a_proof_file_is_asked_for_once_and_fetched(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    story = Story().until(Action.CLOSE)
    headers = token_for(story.worker.person, SEE, "cases.make_dossier")
    key = headers | {"Idempotency-Key": "1"}
    made = [post(path(story, "proofs"), {}, key) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    dossier = Dossier.objects.get()
    fetch = path(story, f"proofs/{dossier.pk}/file")
    assert (made[0].json()["file"], get(fetch, headers).status_code) == ("", 409)
    write_dossier_file(dossier.pk)
    (found,) = get(path(story, "proofs"), headers).json()
    answered = get(found["file"], headers)
    content = b"".join(answered.streaming_content)
    assert (answered["Content-Type"], content[:2], len(content)) == ("application/zip", b"PK", found["bytes"])
    dossier.refresh_from_db()
    dossier.file.storage.delete(dossier.file.name)
    assert get(fetch, headers).status_code == 404
    assert not dossier.in_full


def test_a_proof_file_for_whoever_may_have_it() -> None:
    story = Story().until(Action.CLOSE)
    files = path(story, "proofs")
    own = {"X-Case-Token": story.token}
    assert post(files, {"kind": "reporter"}, own).status_code == 201
    assert post(files, {}, own).status_code == 403
    assert get(files, own, kind="reporter").json()[0]["kind"] == "reporter"
    assert get(files, own).status_code == 403
    assert post(files, {}, token_for(story.worker.person, SEE)).status_code == 403
    assert post(files, {"kind": "reporter"}, client=client_of(story.worker)).status_code == 403
    assert post(files, {}).status_code == 404


def test_a_sign_is_read_and_said_what_it_was() -> None:
    story = Story().until(Action.CLOSE)
    headers = token_for(story.street.person, SEE, DECIDE, path=STREET)
    (found,) = get(path(story, "doubts"), headers).json()
    assert found["words"]
    assert found["may_decide"]
    said = path(story, f"doubts/{found['id']}")
    assert post(said, {"verdict": "real", "reason": ""}, headers).json()["field"] == "reason"
    decided = post(said, {"verdict": "explained", "reason": "现场看过"}, headers).json()
    assert (decided["state"], decided["may_decide"]) == ("explained", False)
    assert post(said, {"verdict": "real", "reason": "x"}, headers).status_code == 409
    assert Entry.objects.filter(action=DECIDE, actor=story.street.person).count() == 1


def test_signs_are_for_those_who_work_on_cases() -> None:
    story = Story().until(Action.CLOSE)
    doubts = path(story, "doubts")
    assert get(doubts, {"X-Case-Token": story.token}).status_code == 403
    pk = story.case.doubts.get().pk
    said = {"verdict": "real", "reason": "x"}
    assert post(f"{doubts}/{pk}", said, client=client_of(story.worker)).status_code == 403
    assert post(f"{doubts}/{pk}", said, token_for(story.street.person, SEE, path=STREET)).status_code == 403
    assert post(f"{doubts}/999", said, client=client_of(story.street)).status_code == 404


def test_frozen_months_are_read_by_unit_and_place() -> None:
    story = Story()
    month = ScoreMonthFactory()
    ScoreTotalFactory(month=month, unit=story.unit, lines=3, timed=3, in_time=2)
    ScoreTotalFactory(month=month, unit=None, place=PlaceFactory(path=COMMUNITY), lines=3, timed=3, in_time=2)
    headers = token_for(story.street.person, "months.read", path=STREET)
    assert [each["month"] for each in get("/api/months", headers).json()] == [str(month)]
    rows = get(f"/api/months/{month}", headers, by="place").json()
    assert (rows[0]["place"], rows[0]["present"]["in_time"]) == (COMMUNITY, 2)
    rows = get(f"/api/months/{month}", token_for(story.handler.person, "months.read", path=STREET)).json()
    assert [(each["unit"], each["frozen"]["timed"]) for each in rows] == [(story.unit.pk, 3)]
    assert get("/api/months/1999-01", headers).status_code == 404


def test_frozen_months_are_no_business_of_others() -> None:
    story, month = Story(), ScoreMonthFactory()
    assert get("/api/months").status_code == 401
    assert client_of(story.resident).get("/api/months").status_code == 403
    assert client_of(story.handler).get(f"/api/months/{month}?by=place").status_code == 403
    assert get("/api/months", token_for(story.street.person, SEE, path=STREET)).json()["code"] == "scope"
