"""Coming with a token: its scopes, its place, its limit, and never more than the person."""

from typing import Any

import pytest
from django.test import Client

from jiayuan.doors.api import visitors
from jiayuan.doors.api.api import api
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import permissions
from jiayuan.foundation.access.tokens.scopes import scopes
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Case
from tests.factories import CaseFactory, OrganisationFactory, PersonFactory, PlaceFactory
from tests.services.cases.pages import picture
from tests.services.cases.story import Story, actor

from .machines import COMMUNITY, get, post, token_for

pytestmark = pytest.mark.django_db
CASES = "/api/cases"


@pytest.fixture
def story(db: None) -> Story:
    return Story()


def test_a_token_reads_with_its_scope_and_no_cookie(story: Story) -> None:
    headers = token_for(story.worker.person, "cases.see")
    assert [each["number"] for each in get(CASES, headers).json()["cases"]] == [story.case.number]
    assert get(f"{CASES}/{story.case.number}", headers).json()["words"]
    assert get(f"{CASES}/{story.case.number}/timeline", headers).json()[0]["action"] == "report"
    assert not get(CASES, headers).cookies


def test_without_the_scope_it_is_refused_by_name(story: Story) -> None:
    answer = get("/api/messages", token_for(story.worker.person, "cases.see"))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")
    assert "messages.read" in answer.json()["detail"]


def test_an_action_needs_its_own_scope(story: Story) -> None:
    path, body = (
        f"{CASES}/{story.case.number}/actions/note",
        {"revision": story.case.revision, "words": "看过"},
    )
    refused = post(path, body, token_for(story.worker.person, "cases.see"))
    assert refused.status_code == 403
    assert "token" in refused.json()["title"].lower() or "令牌" in refused.json()["title"]
    done = post(path, body, token_for(story.worker.person, "cases.see", "cases.note"))
    assert done.status_code == 200
    assert Entry.objects.get(action="cases.note").source == "api"


def test_a_scope_gives_nothing_the_person_has_not(story: Story) -> None:
    everything = scopes.names()
    path = f"{CASES}/{story.case.number}/actions/file"
    body = {"revision": story.case.revision, "category": story.case.version.category_id}
    assert post(path, body, token_for(story.grid.person, *everything)).status_code == 403
    assert post(path, body, token_for(story.worker.person, *everything)).status_code == 200
    assert post(path, body, token_for(PersonFactory(), *everything)).status_code == 404


def test_outside_its_place_there_is_nothing(db: None) -> None:
    officer = actor(Role.STREET_OFFICER, "140106004")
    case = CaseFactory(place=PlaceFactory(path="140106004011"), is_public=False)
    assert get(f"{CASES}/{case.number}", token_for(officer.person, "cases.see")).status_code == 404
    wide = token_for(officer.person, "cases.see", path="140106004")
    assert get(f"{CASES}/{case.number}", wide).status_code == 200


def test_reports_of_a_token_stay_inside_its_place(story: Story) -> None:
    body = {"category": "0105", "words": "井盖松动", "place": COMMUNITY}
    near = token_for(story.worker.person, "cases.report")
    far = token_for(story.worker.person, "cases.report", path="140106005001")
    assert post(CASES, body, near).status_code == 201
    assert post(CASES, body, far).status_code == 403
    assert Case.objects.filter(reporter=story.worker.person).count() == 1


@pytest.mark.parametrize("header", ["Bearer jy_none", "Bearer", "Basic eDp5", "jy_none", "Bearer \u00ff"])
def test_what_opens_nothing_is_unknown_everywhere(db: None, header: str) -> None:
    for path in (CASES, "/api/categories", "/api/me"):
        answer = get(path, {"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "unknown")
        assert answer["WWW-Authenticate"] == "Bearer"
    assert post(CASES, {}, {"Authorization": header, "Idempotency-Key": "k"}).status_code == 401


def test_a_token_wins_over_a_session(story: Story) -> None:
    client = Client()
    client.force_login(story.worker.person, backend="django.contrib.auth.backends.ModelBackend")
    headers = token_for(PersonFactory(), "cases.see")
    assert client.get(CASES, headers=headers).json()["cases"] == []


def test_a_token_does_not_open_the_pages(story: Story) -> None:
    answer = get("/console/", token_for(story.worker.person, *scopes.names()))
    assert answer.status_code == 302


def test_a_token_is_limited(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "TURNS", 3)
    monkeypatch.setattr(visitors, "SECONDS", 60)
    headers = token_for(story.worker.person, "cases.see")
    for _ in range(3):
        assert get(CASES, headers).status_code == 200
    answer = get(CASES, headers)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many")
    assert int(answer["Retry-After"]) > 0
    assert get(CASES, token_for(story.grid.person, "cases.see")).status_code == 200


def test_every_operation_says_who_may_come_with_a_token() -> None:
    """Denied unless said: each has a scope that can be given, or is open on purpose."""
    found = []
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                door = operation.auth_callbacks[0]
                assert isinstance(door, visitors.Door)
                assert door.open_to_tokens or door.scope in scopes.names(), operation.view_func
                found.append(door.scope)
    assert {f"cases.{each}" for each in Action} <= set(scopes.names())
    assert "cases.see" in found
    asked = {*found, *permissions()}
    assert [each for each in scopes.names() if each not in asked] == [], "a box to tick that closes nothing"


def test_a_door_without_a_scope_is_closed_to_tokens(rf: Any, story: Story) -> None:
    request = rf.get("/api/x", headers=token_for(story.worker.person, *scopes.names()))
    with pytest.raises(Refused) as refusal:
        visitors.Door()(request)
    assert refusal.value.code == "scope"


def test_me_says_what_the_token_may(story: Story) -> None:
    body = get("/api/me", token_for(story.worker.person, "me.read")).json()
    assert body["scopes"] == ["me.read"]
    assert body["reaches"] == COMMUNITY
    assert body["roles"][0]["role"] == "community_worker"
    assert "****" in body["phone"]
    assert get("/api/me").status_code == 401


def test_the_export_is_recorded(story: Story) -> None:
    body = get("/api/me/export", token_for(story.worker.person, "me.read")).json()
    assert {"account", "tokens", "cases"} <= set(body["parts"])
    assert Entry.objects.filter(action="person.exported", source="api").count() == 1


def test_preferences_are_read_and_changed(story: Story) -> None:
    headers = token_for(story.worker.person, "me.preferences")
    path = "/api/me/preferences"
    assert get(path, headers).json() == {"language": "zh", "care": False, "theme": "auto"}
    answer = Client().patch(
        path, '{"language": "en", "care": true}', content_type="application/json", headers=headers
    )
    assert answer.json() == {"language": "en", "care": True, "theme": "auto"}
    wrong = Client().patch(path, '{"theme": "pink"}', content_type="application/json", headers=headers)
    assert wrong.status_code == 422


def test_messages_are_read_and_marked(story: Story) -> None:
    story.until(Action.FILE)
    headers = token_for(story.resident.person, "messages.read")
    first = get("/api/messages", headers).json()
    assert first["messages"][0]["is_new"] is True
    assert post("/api/messages/read", {}, headers).status_code == 204
    assert get("/api/messages", headers).json()["messages"][0]["is_new"] is False
    assert get("/api/messages", headers, after="%%").status_code == 422


def test_organisations_are_those_one_works_with(story: Story) -> None:
    near = OrganisationFactory(place=PlaceFactory(path=COMMUNITY), name="第一物业")
    OrganisationFactory(place=PlaceFactory(path="140106005001"))
    headers = token_for(story.worker.person, "organisations.read")
    rows = get("/api/organisations", headers, q="第一").json()["organisations"]
    assert [each["id"] for each in rows] == [near.pk]
    assert get(f"/api/organisations/{near.pk}", headers).json()["place"] == COMMUNITY
    assert get("/api/organisations/999999", headers).status_code == 404
    assert get("/api/organisations").status_code == 401


def test_places_one_their_children_and_where(story: Story) -> None:
    PlaceFactory(path=f"{COMMUNITY}001", name="枣园小区")
    one = get(f"/api/places/{COMMUNITY}").json()
    assert [each["path"] for each in one["around"]] == ["140106", "140106004"]
    assert [each["name"] for each in get(f"/api/places/{COMMUNITY}/children").json()["places"]] == [
        "枣园小区"
    ]
    assert get("/api/places/999999999").status_code == 404
    assert get("/api/places/abc").status_code == 422
    assert get("/api/places/where", latitude=112.57, longitude=37.86).status_code == 422
    assert get("/api/places/where", latitude=37.86, longitude=112.57).json()["nearest"]


def test_photos_are_sent_seen_used_and_taken_back(story: Story) -> None:
    headers = token_for(story.worker.person, "photos.send", "cases.see", "cases.report")
    sent = Client().post("/api/photos", {"photo": picture()}, headers=headers)
    assert sent.status_code == 201
    assert sent.json()["upload_token"] == ""
    shown = get(sent.json()["thumb"], headers)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    assert get(sent.json()["url"]).status_code == 404
    body = {"category": "0105", "words": "井盖松动", "place": COMMUNITY, "photos": [sent.json()["id"]]}
    number = post(CASES, body, headers).json()["number"]
    assert get(f"{CASES}/{number}", headers).json()["photos"][0]["url"] == sent.json()["url"]
    address = f"/api/photos/{sent.json()['id']}"
    assert Client().delete(address, headers=headers).status_code == 409
    other = Client().post("/api/photos", {"photo": picture("blue")}, headers=headers).json()
    assert Client().delete(f"/api/photos/{other['id']}", headers=headers).status_code == 204
    assert Client().delete(f"/api/photos/{other['id']}", headers=headers).status_code == 404


def test_a_visitor_s_photos_belong_to_the_token_they_were_given(story: Story) -> None:
    sent = Client().post("/api/photos", {"photo": picture()}).json()
    body = {"category": "0105", "words": "井盖松动", "place": COMMUNITY, "photos": [sent["id"]]}
    assert post(CASES, body).json()["field"] == "photos"
    assert get(sent["url"], {"X-Upload-Token": sent["upload_token"]}).status_code == 200
    assert post(CASES, body, {"X-Upload-Token": sent["upload_token"]}).status_code == 201
    assert Client().post("/api/photos", {"photo": "no file"}).status_code == 422
