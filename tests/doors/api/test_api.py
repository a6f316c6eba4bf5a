"""The API: the same rules as the pages, refusals as problem JSON, and never a 500."""

import json
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja import NinjaAPI

from jiayuan.doors.api.api import api
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.lifecycle import TRANSITIONS
from jiayuan.services.cases.models import Case, CategoryVersion
from jiayuan.services.cases.numbers import key_of
from tests.factories import (
    CaseFactory,
    CategoryFactory,
    CategoryVersionFactory,
    OrganisationFactory,
    PlaceFactory,
    RoleGrantFactory,
)
from tests.services.cases.pages import client_of, picture, queries_of
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = pytest.mark.django_db
CASES = "/api/cases"


@pytest.fixture
def version(db: None) -> CategoryVersion:
    PlaceFactory(path=COMMUNITY, name="青年路一社区", pinyin="qing nian lu yi she qu", initials="qnlysq")
    question = {"key": "hurt", "zh": "有人受伤吗？", "en": "Hurt?", "kind": "yesno", "required": False}
    colour = {
        "key": "colour",
        "zh": "颜色？",
        "en": "Colour?",
        "kind": "choice",
        "choices": [{"key": "r", "zh": "红", "en": "Red"}],
    }
    return CategoryVersionFactory(questions=[question, colour])


@pytest.fixture
def story(version: CategoryVersion) -> Story:
    return Story()


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(path, data, content_type="application/json", headers=headers)


def draft(**changes: Any) -> dict[str, Any]:
    return {"category": "0105", "words": "井盖松动", "place": COMMUNITY} | changes


def test_reporting_without_an_account_and_following_by_token(version: CategoryVersion) -> None:
    answer = post(Client(), CASES, draft(answers={"hurt": "no"}, latitude=37.861, longitude=112.571))
    body = answer.json()
    assert answer.status_code == 201
    assert body["link"].endswith(f"/t/{body['token']}/")
    followed = Client().get(f"{CASES}/{body['number']}", headers={"X-Case-Token": body["token"]}).json()
    assert followed["words"] == "井盖松动"
    assert followed["answers"] == {"hurt": "no"}
    assert followed["timeline"][0]["action"] == "report"
    assert followed["due"]["because"]
    assert Client().get(f"{CASES}/{body['number']}").status_code == 404


def test_same_key_and_body_is_the_same_case(version: CategoryVersion) -> None:
    key = {"Idempotency-Key": "1"}
    first, second = (post(Client(), CASES, draft(), **key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replayed"] == "true"
    assert first.json() == second.json()
    assert Case.objects.count() == 1


def test_a_guessed_key_gives_nobody_another_s_case(version: CategoryVersion) -> None:
    """The key is bound to who sends; for somebody without a name, to what is sent."""
    key = {"Idempotency-Key": "1"}
    numbers = {
        post(Client(), CASES, draft(words="甲"), **key).json()["number"],
        post(Client(), CASES, draft(words="乙"), **key).json()["number"],
        post(client_of(actor()), CASES, draft(words="甲"), **key).json()["number"],
        post(client_of(actor()), CASES, draft(words="甲"), **key).json()["number"],
    }
    assert len(numbers) == 4


def test_without_a_key_each_is_new_and_a_long_key_is_refused(version: CategoryVersion) -> None:
    assert post(Client(), CASES, draft()).json()["number"] != post(Client(), CASES, draft()).json()["number"]
    assert post(Client(), CASES, draft(), **{"Idempotency-Key": "x" * 201}).status_code == 422


@pytest.mark.parametrize(("changes", "field"), [
    ({"words": ""}, "words"), ({"words": "长" * 100_000}, "words"), ({"category": "none"}, "category_code"),
    ({"place": ""}, "place_path"), ({"place": "14010600401"}, "place_path"), ({"contact_phone": "12"}, "phone"),
    ({"latitude": 112.57, "longitude": 37.86}, "position"), ({"latitude": 31.2, "longitude": 121.5}, "position"),
    ({"latitude": float("nan"), "longitude": float("nan")}, "position"), ({"latitude": 37.86}, "position"),
    ({"latitude": float("inf"), "longitude": 1e308}, "position"), ({"answers": {"hurt": "maybe"}}, "answer_hurt"),
    ({"photos": ["00000000-0000-0000-0000-000000000000"]}, "photos"),
])  # fmt: skip
def test_refusals_are_problems_that_name_the_field(
    version: CategoryVersion, changes: dict[str, Any], field: str
) -> None:
    answer = post(Client(), CASES, draft(**changes))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["field"] == field
    assert answer.json()["title"]
    assert answer.json()["detail"]


def test_a_field_that_nobody_reads_is_refused_by_its_name(version: CategoryVersion) -> None:
    """A misspelt field is not dropped without a word; nothing of the rest is taken in."""
    answer = post(Client(), CASES, draft(adress="3 号楼"), **{"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"field": "adress", "says": "There is no such field here."}]
    assert not Case.objects.exists()
    assert post(Client(), CASES, draft(address="3 号楼")).status_code == 201


def test_every_body_that_is_taken_in_names_all_its_fields() -> None:
    described = api.get_openapi_schema()
    bodies = {
        each["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        for path in described["paths"].values()
        for each in path.values()
        if "$ref"
        in each.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    }
    shapes = described["components"]["schemas"]
    assert len(bodies) > 10
    assert [name for name in sorted(bodies) if shapes[name].get("additionalProperties") is not False] == []


@pytest.mark.parametrize("body", [
    "", "{", "[", "[]", "null", "1", '"x"', "{}", '{"words": 1}', '{"category": "0105", "words": {"a": 1}}',
    "[" * 100_000,
    '{"category": "0105", "words": "\\ud800"}', '{"category": "0105", "words": "\\u0000"}', b"\xff\xfe",
    '{"category": "0105", "words": "x", "latitude": "abc"}', '{"category": "0105", "words": "x", "photos": ["a"]}',
    '{"category": "' + "9" * 99 + '", "words": "x"}',
])  # fmt: skip
def test_bodies_that_are_none(version: CategoryVersion, body: Any) -> None:
    answer = post(Client(), CASES, body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] in {"unreadable", "shape"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "category",
        "words",
        "latitude",
        "longitude",
        "place",
        "address",
        "answers",
        "photos",
        "contact_name",
        "contact_phone",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(FIELDS, JSON, max_size=4))
def test_whatever_is_sent_is_never_an_error_of_ours(
    version: CategoryVersion, changes: dict[str, Any]
) -> None:
    cache.clear()
    answer = post(Client(raise_request_exception=False), CASES, draft(**changes))
    assert answer.status_code in {201, 400, 422}


def test_too_many_reports(version: CategoryVersion) -> None:
    for _ in range(20):
        assert post(Client(), CASES, draft()).status_code == 201
    answer = post(Client(), CASES, draft())
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_session_needs_its_csrf_token_to_change_anything(story: Story) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.resident.person, backend="django.contrib.auth.backends.ModelBackend")
    path = f"{CASES}/{story.case.number}/actions/note"
    body = {"revision": story.case.revision, "words": "x"}
    assert post(client, path, body).status_code == 403
    client.get("/report/")
    token = client.cookies["csrftoken"].value
    assert post(client, path, body, **{"X-CSRFToken": token}).status_code == 200
    assert client.get(CASES).status_code == 200


def test_without_a_session_there_is_nothing_to_forge(version: CategoryVersion) -> None:
    assert post(Client(enforce_csrf_checks=True), CASES, draft()).status_code == 201


def test_photos_sent_before_come_along(version: CategoryVersion) -> None:
    from jiayuan.foundation.evidence.domain.accept import accept_photo

    someone = actor()
    photo = accept_photo(picture(), by=someone, purpose="case")
    answer = post(client_of(someone), CASES, draft(photos=[str(photo.pk)]))
    assert Case.objects.get(pk=key_of(answer.json()["number"])).photos.get().photo_id == photo.pk
    assert (
        client_of(someone).get(f"{CASES}/{answer.json()['number']}").json()["photos"][0]["role"] == "report"
    )


def test_everybody_reads_only_what_is_public(story: Story) -> None:
    story.until(Action.FILE)
    Case.objects.update(public_words="井盖松动", latitude=37.861234, longitude=112.571234)
    body = Client().get(f"{CASES}/{story.case.number}").json()
    assert body["public_words"] == "井盖松动"
    assert {"words", "address", "answers", "timeline", "unit", "due", "revision"}.isdisjoint(body)
    assert body["latitude"] != 37.861234
    assert Client().get(f"{CASES}/{story.case.number}/actions").json() == []
    assert Client().get(CASES).json() == {"cases": []}


def test_numbers_that_are_none(version: CategoryVersion) -> None:
    for number in ("1", "0000001-1", "x" * 300, "9223372036854775808-5", "%00"):
        assert Client().get(f"{CASES}/{number}").status_code == 404


def test_lists_are_scoped_filtered_and_paged(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    cases = [CaseFactory().number for _ in range(51)]
    CaseFactory(place=PlaceFactory(path="140106004011"))
    CaseFactory(state=State.CLOSED, stage=None, due_at=None)
    client = client_of(worker)
    first = client.get(CASES, {"state": "open", "sort": "due"}).json()
    second = client.get(CASES, {"state": "open", "after": first["next"]}).json()
    assert [each["number"] for each in first["cases"] + second["cases"]] == cases[::-1]
    assert "next" not in second
    assert first["cases"][0]["due"]["light"] in {"red", "amber", "green"}
    assert client.get(CASES, {"after": "%%%"}).status_code == 422
    assert queries_of(client, CASES) <= 8


def test_offers_say_why_not(story: Story) -> None:
    offered = client_of(story.grid).get(f"{CASES}/{story.case.number}/actions").json()
    filing = next(each for each in offered if each["action"] == "file")
    assert filing["allowed"] is False
    assert filing["because"]
    assert filing["needs"] == ["category"]
    assert filing["target"] == "filed"


def test_the_whole_way_by_machine(story: Story) -> None:
    def do(who: Any, action: str, **fields: Any) -> Any:
        story.case.refresh_from_db()
        body = {"revision": story.case.revision} | fields
        return post(client_of(who), f"{CASES}/{story.case.number}/actions/{action}", body)

    assert do(story.worker, "file", category="0105", is_public=True).json()["state"] == "filed"
    assert do(story.worker, "dispatch", unit=story.unit.pk).json()["state"] == "dispatched"
    assert do(story.handler, "accept").json()["state"] == "handling"
    assert do(story.handler, "hand_in", words="已换").json()["field"] == "photos"
    photo = str(story.photo(story.handler))
    assert do(story.handler, "hand_in", words="已换", photos=[photo]).json()["state"] == "handed_in"
    assert do(story.grid, "pass").json()["state"] == "verified"
    assert do(story.worker, "close").json()["state"] == "closed"
    assert do(story.resident, "rate", score=5).status_code == 200
    assert do(story.resident, "rate", score=5).status_code == 403


def test_action_on_a_case_that_moved_on_is_a_conflict(story: Story) -> None:
    path = f"{CASES}/{story.case.number}/actions/file"
    stale = story.case.revision
    story.do(Action.NOTE, story.worker, Given(words="先看看"))
    answer = post(client_of(story.worker), path, {"revision": stale, "words": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


def test_action_with_a_key_is_done_once(story: Story) -> None:
    path = f"{CASES}/{story.case.number}/actions/note"
    body = {"revision": story.case.revision, "words": "补充"}
    for _ in range(2):
        assert post(client_of(story.worker), path, body, **{"Idempotency-Key": "k"}).status_code == 200
    assert Entry.objects.filter(action="cases.note").count() == 1


def test_a_dispute_is_upheld_and_sent_straight_on(story: Story) -> None:
    story.until(Action.DISPATCH)
    other = OrganisationFactory(name="供水公司")
    path = f"{CASES}/{story.case.number}/actions/"
    body = {"revision": story.case.revision, "words": "管子漏水", "ground": "other_owner", "unit": other.pk}
    assert post(client_of(story.handler), f"{path}dispute", body).json()["state"] == "dispatched"
    body = {"revision": story.case.revision + 1, "unit": other.pk}
    answer = post(client_of(story.street), f"{path}approve", body).json()
    assert (answer["state"], answer["unit"]) == ("dispatched", "供水公司")


def test_unknown_actions_and_hidden_cases_are_not_there(story: Story) -> None:
    body = {"revision": 1, "words": "x"}
    assert (
        post(client_of(story.worker), f"{CASES}/{story.case.number}/actions/explode", body).status_code == 404
    )
    assert post(client_of(actor()), f"{CASES}/{story.case.number}/actions/note", body).status_code == 404
    story.until(Action.FILE)
    assert post(client_of(actor()), f"{CASES}/{story.case.number}/actions/note", body).status_code == 404


def test_categories_speak_the_reader_s_language(version: CategoryVersion) -> None:
    chinese = client_of().get("/api/categories").json()[0]
    english = client_of(language="en.0.auto").get("/api/categories").json()[0]
    assert (chinese["name"], english["name"]) == ("井盖", "Manhole cover")
    assert (chinese["promised"], english["promised"]) == ("2 个工作日", "2 working days")
    assert english["questions"][1]["choices"] == [{"key": "r", "words": "Red"}]


def test_places_by_name_pinyin_and_initials(version: CategoryVersion) -> None:
    for query in ("青年路", "qingnianlu", "qnlysq"):
        assert [each["path"] for each in Client().get("/api/places", {"q": query}).json()] == [COMMUNITY]
    assert Client().get("/api/places", {"q": "\x00"}).json() == []
    assert Client().get("/api/places", {"q": "x" * 61}).status_code == 422


def test_lifecycle_is_the_table(db: None) -> None:
    assert [each["action"] for each in Client().get("/api/lifecycle").json()] == [
        each.action for each in TRANSITIONS
    ]


def test_public_cases_as_geojson(story: Story) -> None:
    story.until(Action.FILE)
    Case.objects.update(latitude=37.861234, longitude=112.571234, public_words="井盖松动")
    CaseFactory()
    answer = Client().get("/api/public/cases.geojson", {"bbox": "112.5,37.8,112.7,37.9"})
    features = answer.json()["features"]
    assert answer["Content-Type"] == "application/geo+json"
    assert len(features) == 1
    assert features[0]["geometry"]["coordinates"] != [112.571234, 37.861234]
    assert "13812345678" not in answer.content.decode()
    assert Client().get("/api/public/cases.geojson", {"bbox": "0,0,1,1"}).json()["features"] == []


@pytest.mark.parametrize(
    "bbox", ["1,2,3", "a,b,c,d", "nan,0,1,1", "3,0,1,1", "0,-91,1,1", "inf,0,inf,1", "1,2,3,4,5"]
)
def test_boxes_that_are_none(db: None, bbox: str) -> None:
    assert Client().get("/api/public/cases.geojson", {"bbox": bbox}).json()["field"] == "bbox"


def test_description_and_its_page(version: CategoryVersion) -> None:
    schema = Client().get("/api/openapi.json").json()
    page = Client().get("/api/")
    text = page.content.decode()
    assert set(schema["paths"]) >= {"/api/cases", "/api/cases/{number}", "/api/categories", "/api/places"}
    assert all(path in text for path in schema["paths"])
    assert "https://" not in text.replace("https://www.w3.org", "")
    assert "<script>" not in text
    assert "revision" in text


def test_the_description_is_drawn_up_once_and_nobody_spoils_it_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with override("zh-hans"):
        given = api.get_openapi_schema()
    wanted = json.dumps(given, default=str)
    given["paths"].clear()
    monkeypatch.setattr(NinjaAPI, "get_openapi_schema", None)
    with override("en"):
        assert json.dumps(api.get_openapi_schema(), default=str) == wanted


def test_nothing_at_an_address(db: None) -> None:
    assert Client().get("/api/nothing").status_code == 404
    assert Client().put(CASES).status_code == 405


def test_queries_do_not_grow(version: CategoryVersion) -> None:
    client = Client()
    few = queries_of(client, "/api/categories")
    for number in range(12):
        CategoryVersionFactory(category=CategoryFactory(code=f"03{number:02}"))
        CaseFactory(state=State.FILED)
    assert queries_of(client, "/api/categories") == few <= 4
    assert queries_of(client, "/api/public/cases.geojson") <= 2


def test_without_the_second_factor_the_desk_is_closed_at_every_door(db: None) -> None:
    """A stolen message code is not enough for a desk: not in the console, and not through the API."""
    grant = RoleGrantFactory()
    case = CaseFactory(place=grant.place, is_public=False)
    client = Client()
    client.force_login(grant.person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/cases").json()["cases"] == []
    assert client.get(f"/api/cases/{case.number}").status_code == 404
    session = client.session
    session["second_factor_done"] = time.time()
    session.save()
    assert client.get(f"/api/cases/{case.number}").status_code == 200
