"""What was kept on a device: the page for it, who sends it, and how it is taken in."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from jiayuan.doors.phone.offline import entered_by
from jiayuan.doors.phone.views import offline
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Case
from tests.factories import CategoryVersionFactory, PersonFactory, PlaceFactory
from tests.services.cases.pages import ENGLISH, client_of
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = pytest.mark.django_db
REPORT = {"category_code": "0105", "words": "井盖松动", "place_path": COMMUNITY, "nonce": "a" * 32}


@pytest.fixture
def _ground(db: None) -> None:
    PlaceFactory(path=COMMUNITY, name="青年路一社区")
    CategoryVersionFactory()


def replay(client: Client, path: str, form: dict[str, Any], at: Any = None) -> Any:
    at = at or now() - timedelta(hours=2)
    return client.post(
        path, form, headers={"Accept": "application/json", "X-Jiayuan-Offline": at.isoformat()}
    )


@pytest.mark.usefixtures("_ground")
def test_a_replay_is_recorded_as_such_with_both_times() -> None:
    entered = now() - timedelta(hours=3)
    answer = replay(client_of(), "/report/", REPORT, entered)
    case = Case.objects.get()
    assert answer.json() == {"link": f"/cases/{case.number}/done/"}
    assert case.source == "offline"
    entry = Entry.objects.get(action="cases.report")
    assert entry.source == "offline"
    assert entry.payload["entered_at"].startswith(entered.isoformat()[:19])
    assert entry.at - entered > timedelta(hours=2)
    assert verify().ok


@pytest.mark.usefixtures("_ground")
def test_sent_twice_it_is_there_once_and_answered_alike() -> None:
    client = client_of()
    first, second = (replay(client, "/report/", REPORT).json() for _ in range(2))
    assert first == second
    assert Case.objects.count() == 1


@pytest.mark.usefixtures("_ground")
def test_without_the_header_nothing_changes() -> None:
    assert client_of().post("/report/", REPORT).status_code == 302
    assert Case.objects.get().source == "phone"
    assert "entered_at" not in Entry.objects.get(action="cases.report").payload


@pytest.mark.usefixtures("_ground")
def test_what_will_not_do_is_said_in_plain_words() -> None:
    answer = replay(client_of(language=ENGLISH), "/report/", REPORT | {"words": ""})
    assert answer.status_code == 422
    assert answer.json()["title"].startswith("Nothing is written here yet.")
    assert "<" not in answer.json()["title"]


def test_a_case_that_moved_on_is_a_conflict_with_its_reason() -> None:
    story = Story().until(Action.ACCEPT)
    stale = story.case.revision
    story.do(Action.NOTE, story.worker, Given(words="!"))
    form = {"words": "已换", "revision": stale, "nonce": "b" * 32}
    page = f"/console/cases/{story.case.number}/"
    answer = replay(client_of(story.handler, ENGLISH), f"{page}hand_in/", form)
    assert answer.status_code == 409
    assert "out of date" in answer.json()["title"]
    assert answer.json()["now"].startswith("The case is now “Being handled”. Last: Note, ")
    assert replay(client_of(story.handler), f"{page}note/", form).json() == {"link": page}


def test_who_is_signed_out_signs_in_first() -> None:
    story = Story().until(Action.ACCEPT)
    answer = replay(client_of(language=ENGLISH), f"/console/cases/{story.case.number}/note/", {"words": "x"})
    assert answer.status_code == 401
    assert "Sign in" in answer.json()["title"]


def test_a_refusal_that_is_json_already_stays() -> None:
    answer = replay(client_of(), "/cases/0000001-8/note/", {"words": "x"})
    assert answer.status_code == 404
    assert answer.json()["code"] == "missing"


@pytest.mark.usefixtures("_ground")
@pytest.mark.parametrize("asked", ["?again=1&language=en", "?again=1"])
def test_a_form_that_was_only_drawn_again_stays_on_the_phone(asked: str) -> None:
    """The page is fine for a reader; a phone that let go of the entry because of it would lose what was typed."""
    answer = replay(client_of(language=ENGLISH), f"/report/{asked}", REPORT | {"category_code": ""})
    assert (answer.status_code, answer.json()["title"]) == (400, "This could not be sent as it is.")
    assert not Case.objects.exists()


def test_a_page_without_reasons_says_something() -> None:
    answer = replay(client_of(language=ENGLISH), "/nothing/here/", {})
    assert (answer.status_code, answer.json()["title"]) == (404, "This could not be sent as it is.")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "yesterday",
        "2026-13-01T00:00:00Z",
        "2999-01-01T00:00:00Z",
        "1999-01-01T00:00:00Z",
        "2026-01-01T00:00:00",
    ],
)
def test_a_clock_that_cannot_be_is_taken_for_now(said: str) -> None:
    assert abs(entered_by(said) - now()) < timedelta(seconds=5)


def test_a_clock_that_can_be_is_believed() -> None:
    moment = now() - timedelta(days=3)
    assert entered_by(moment.isoformat()) == moment


def test_who_says_the_account_and_a_fresh_proof() -> None:
    one, two = (client_of(actor()) for _ in range(2))
    said = one.get("/offline/who.json")
    assert "no-store" in said["Cache-Control"]
    assert said.json()["account"] == one.get("/offline/who.json").json()["account"]
    assert said.json()["account"] != two.get("/offline/who.json").json()["account"]
    assert len(said.json()["csrf"]) > 30
    assert client_of().get("/offline/who.json").json()["account"] == ""


@pytest.mark.usefixtures("_ground")
def test_the_page_of_last_resort_holds_nothing_personal() -> None:
    person = PersonFactory(name="李建芳", home_place=PlaceFactory(path=COMMUNITY))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    account = client.get("/offline/who.json").json()["account"]
    text = client.get("/offline/").content.decode()
    assert account not in text
    assert "李建芳" not in text
    assert "data-nobody" in text
    assert 'value="0105"' in text
    assert account in client.get("/").content.decode()


def test_the_worker_names_what_it_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    text = client_of().get("/worker.js")
    assert text["Content-Type"].startswith("text/javascript")
    assert '"page": "/offline/"' in text.content.decode()
    assert "worker-src 'self'" in text["Content-Security-Policy"]
    assert finders.find("worker.js")
    monkeypatch.setattr(offline.finders, "find", lambda _: None)
    assert client_of().get("/worker.js").status_code == 404
