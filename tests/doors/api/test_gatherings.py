"""Gatherings over the API: read, sign up once, check in from a phone that had no network, who came."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from jiayuan.doors.api import gatherings
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.gatherings.codes import code_of, step_of
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.enums import Action, PresenceSource, PresenceState, State
from jiayuan.services.gatherings.models import Presence, SessionRole, SignUp
from tests.services.gatherings.scene import FRIDAY, THURSDAY, gathering, host, join, resident

from .machines import get, post, token_for

pytestmark = pytest.mark.django_db
ALL = "/api/gatherings"
SEE, SIGN_UP, LEAVE, HOST = (f"gatherings.{each}" for each in ("see", "sign_up", "leave", "host"))


@pytest.fixture(autouse=True)
def on_thursday() -> Any:
    with at(THURSDAY):
        yield


@pytest.fixture
def role() -> SessionRole:
    return gathering(1)


def program(who: Actor | None = None, *scopes: str) -> dict[str, str]:
    return token_for((who or resident()).person, *(scopes or (SEE, SIGN_UP, LEAVE, HOST)))


def one(role: SessionRole, rest: str = "") -> str:
    return f"{ALL}/{role.session_id}{rest}"


def sign_up(role: SessionRole, headers: dict[str, str], **more: Any) -> Any:
    return post(one(role, "/sign-ups"), {"role": role.pk} | more, headers)


def test_what_is_on_page_by_page_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatherings, "A_PAGE", 2)
    roles = [gathering(2, starts_at=FRIDAY + timedelta(hours=each)) for each in range(3)]
    gathering(1, state=State.DRAFT)
    first = get(ALL).json()
    second = get(ALL, after=first["next"]).json()
    found = [*first["gatherings"], *second["gatherings"]]
    assert [each["id"] for each in found] == [each.session_id for each in roles]
    assert second.get("next") is None
    assert found[0]["roles"][0] | {"name": ""} == {
        "id": roles[0].pk, "name": "", "seats": 2, "free": 2, "waiting": 0,
    }  # fmt: skip
    assert get(ALL, place="140106005001").json()["gatherings"] == []


def test_signing_up_is_done_once_and_found_again(role: SessionRole) -> None:
    first, second = program(), program()
    headers = first | {"Idempotency-Key": "once"}
    both = [sign_up(role, headers) for _turn in range(2)]
    assert [each.status_code for each in both] == [201, 201]
    assert both[0].json() == both[1].json()
    assert both[1]["Idempotent-Replayed"] == "true"
    assert SignUp.objects.count() == 1
    waiting = sign_up(role, second).json()[0]
    assert waiting["state"] == "waiting"
    assert get(one(role), second).json()["mine"]["ahead"] == 0
    (mine,) = get(f"{ALL}/mine", first).json()["sign_ups"]
    assert (mine["gathering"], mine["state"]) == (role.session_id, "held")
    again = sign_up(role, first)
    assert (again.status_code, again.json()["code"]) == (409, "signed-up")
    assert post(one(role, "/sign-ups"), {"role": gathering(1).pk}, first).json()["field"] == "role"


def test_a_seat_given_back_is_offered_and_taken(role: SessionRole) -> None:
    first, second = program(), program()
    held, waiting = sign_up(role, first).json()[0], sign_up(role, second).json()[0]
    refused = post(f"{ALL}/sign-ups/{held['id']}/cancel", {}, second)
    assert refused.status_code == 403
    (gone,) = post(f"{ALL}/sign-ups/{held['id']}/cancel", {}, first).json()
    assert gone["state"] == "cancelled"
    offered = get(one(role), second).json()["mine"]
    assert offered["state"] == "offered"
    assert "offered_until" in offered
    (taken,) = post(f"{ALL}/sign-ups/{waiting['id']}/accept", {}, second).json()
    assert taken["state"] == "held"


def test_a_check_in_that_was_kept_counts_once_and_by_its_code(role: SessionRole) -> None:
    headers = program()
    sign_up(role, headers)
    shown = FRIDAY + timedelta(minutes=1)
    sent = {"way": "in", "code": code_of(bytes(role.session.secret), "in", step_of(shown))}
    with at(shown):
        perform_action(role.session_id, Action.OPEN, by=host())
    with at(shown + timedelta(minutes=8)):
        assert post(one(role, "/check"), sent, headers).json()["code"] == "run-out"
        kept = sent | {"kept_at": shown.isoformat()}
        answers = [post(one(role, "/check"), kept, headers | {"Idempotency-Key": "k"}) for _turn in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    presence = Presence.objects.get()
    assert (presence.in_source, presence.state) == (PresenceSource.OFFLINE, PresenceState.SURE)
    assert presence.in_at <= shown < presence.in_at + timedelta(seconds=30)
    entry = Entry.objects.get(action="gatherings.check_in")
    assert entry.source == "offline"
    assert datetime.fromisoformat(entry.payload["entered_at"]) == shown
    assert datetime.fromisoformat(answers[0].json()["came"]) == presence.in_at


def test_who_runs_it_reads_and_enters_who_came(role: SessionRole) -> None:
    by, row = host(), join(role)
    headers, path = program(by), one(role, "/attendance")
    (found,) = get(path, headers).json()["attendance"]
    assert found["name"] != row.person.name
    assert (found["id"], found["state"]) == (row.pk, "held")
    with at(FRIDAY):
        marked = post(path, {"sign_up": row.pk, "way": "in"}, headers)
        assert marked.json()["presence"] == "sure"
        assert "came" in marked.json()
        for wrong in ({"at": "soon"}, {"at": "2026-11-06T18:00:00"}):
            assert post(path, {"sign_up": row.pk, "way": "out"} | wrong, headers).json()["field"] == "at"
        assert post(path, {"sign_up": row.pk + 1, "way": "in"}, headers).json()["field"] == "sign_up"
    assert get(path, program()).status_code == 404
    assert get(path).status_code == 401
    stranger = program()
    for body in ({}, {"sign_up": "x", "way": "up"}, {"sign_up": row.pk, "way": "in"}):
        assert post(path, body, stranger).status_code == 404, "what is wrong with the body is for who runs it"
    assert post(path, {}, headers).status_code == 422
    assert post(f"{ALL}/{2**70}/attendance", {}, headers).status_code == 404


@pytest.mark.parametrize(
    ("scopes", "status"), [((SIGN_UP,), 404), ((SEE,), 403), ((LEAVE, HOST), 403), ((SEE, SIGN_UP), 201)]
)
def test_a_token_does_what_its_scopes_say(role: SessionRole, scopes: tuple[str, ...], status: int) -> None:
    assert sign_up(role, program(None, *scopes)).status_code == status


def test_a_token_sees_its_own_place_only(role: SessionRole) -> None:
    elsewhere = token_for(resident().person, SEE, SIGN_UP, path="140106005001")
    assert get(ALL, elsewhere).json()["gatherings"] == []
    assert get(one(role), elsewhere).status_code == 404
    assert sign_up(role, elsewhere).status_code == 404


def test_what_is_being_prepared_is_for_its_hosts(role: SessionRole) -> None:
    draft = gathering(1, state=State.DRAFT)
    assert get(one(draft)).status_code == 404
    assert get(one(draft), program(host())).json()["state"] == "draft"


def test_without_a_name_one_reads_and_no_more(role: SessionRole) -> None:
    assert Client().get(one(role)).status_code == 200
    assert sign_up(role, {}).status_code == 401
    assert get(f"{ALL}/mine").status_code == 401


def test_reading_costs_the_same_with_many(django_assert_max_num_queries: Any) -> None:
    by = host()
    headers = program(by)
    role = gathering(20)
    for _turn in range(10):
        join(role)
        gathering(2)
    with django_assert_max_num_queries(12):
        get(ALL, headers)
    with django_assert_max_num_queries(14):
        get(one(role, "/attendance"), headers)
