"""Idempotency keys: the same request is done once and answered alike; another one is refused."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from jiayuan.doors.api import once, outermost
from jiayuan.doors.api.models import GivenAnswer
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.registers import registers
from jiayuan.services.cases.models import Case
from tests.factories import CategoryVersionFactory, GivenAnswerFactory, PersonFactory, PlaceFactory
from tests.services.cases.pages import picture

from .machines import COMMUNITY, post, token_for

CASES = "/api/cases"
BODY = {"category": "0105", "words": "井盖松动", "place": COMMUNITY}
KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture
def headers(db: None) -> dict[str, str]:
    PlaceFactory(path=COMMUNITY)
    CategoryVersionFactory()
    return token_for(PersonFactory(), "cases.report", "photos.send")


def test_the_same_again_is_answered_as_before(headers: dict[str, str]) -> None:
    first, second = (post(CASES, BODY, headers | KEY) for _ in range(2))
    assert first.content == second.content
    assert (first.status_code, second.status_code) == (201, 201)
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_the_kept_answer_does_not_show_the_token_of_the_case(headers: dict[str, str]) -> None:
    token = post(CASES, BODY, headers | KEY).json()["token"]
    kept = bytes(GivenAnswer.objects.get().sealed)
    assert token.encode() not in kept
    assert len(kept) > 100


def test_another_body_under_the_key_is_refused(headers: dict[str, str]) -> None:
    post(CASES, BODY, headers | KEY)
    answer = post(CASES, BODY | {"words": "不一样"}, headers | KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert post("/api/messages/read", BODY, headers | KEY).status_code == 422
    assert Case.objects.count() == 1


def test_one_caller_s_key_is_not_another_s(headers: dict[str, str]) -> None:
    other = token_for(PersonFactory(), "cases.report")
    numbers = {post(CASES, BODY, each | KEY).json()["number"] for each in (headers, other, {})}
    assert len(numbers) == 3


def test_what_was_refused_may_be_sent_again(headers: dict[str, str]) -> None:
    assert post(CASES, BODY | {"words": ""}, headers | KEY).status_code == 422
    assert not GivenAnswer.objects.exists()
    assert post(CASES, BODY, headers | KEY).status_code == 201


def test_one_that_is_still_running_is_a_conflict(
    headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outermost, "settle", lambda *_: None)
    first = post(CASES, BODY, headers | KEY)
    answer = post(CASES, BODY, headers | KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-key-in-use")
    assert int(answer["Retry-After"]) > 0
    monkeypatch.undo()
    with at(now() + timedelta(seconds=61)):  # its process died before it answered
        later = post(CASES, BODY, headers | KEY)
    assert later.json()["number"] == first.json()["number"]
    assert Case.objects.count() == 1


def test_who_comes_late_settles_nothing_of_who_took_over(db: None, rf: RequestFactory) -> None:
    """The first is slower than a minute: its refusal must not free the key under the hands of the second."""

    def asked() -> HttpRequest:
        request = rf.post(CASES, BODY, content_type="application/json", headers=KEY)
        request.actor = Actor()  # type: ignore[attr-defined]
        return request

    slow = once.claim(asked())
    assert slow is not None
    with at(now() + timedelta(seconds=61)):
        quick = once.claim(asked())
        assert quick is not None
        once.settle(slow, HttpResponse(status=422))
        with pytest.raises(once.StillRunning):
            once.claim(asked())
        once.settle(slow, HttpResponse("of the first"))
        once.settle(quick, HttpResponse("of the second"))
        kept = once.claim(asked())
    assert kept is not None
    assert kept.answer is not None
    assert kept.answer.content == b"of the second"


def test_a_failure_of_ours_frees_the_key(headers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("jiayuan.doors.api.case_acts.report_case", broken)
    client = Client(raise_request_exception=False)
    assert post(CASES, BODY, headers | KEY, client).status_code == 500
    assert not GivenAnswer.objects.exists()
    monkeypatch.undo()
    assert post(CASES, BODY, headers | KEY).status_code == 201


def test_after_two_days_the_key_is_free(headers: dict[str, str]) -> None:
    post(CASES, BODY, headers | KEY)
    with at(now() + timedelta(hours=49)):
        assert post(CASES, BODY | {"words": "别的"}, headers | KEY).status_code == 201
    assert Case.objects.count() == 2


def test_the_duty_forgets_old_answers(db: None) -> None:
    GivenAnswerFactory(claimed_at=now() - timedelta(hours=49))
    kept = GivenAnswerFactory()
    assert registers.duties["forget api answers"].work() == 1
    assert GivenAnswer.objects.get() == kept
    assert str(kept) == kept.key[:12]


def test_with_another_secret_the_domain_still_holds_it_once(headers: dict[str, str], settings: Any) -> None:
    first = post(CASES, BODY, headers | KEY)
    settings.SECRET_KEY = "another"
    again = post(CASES, BODY, headers | KEY)
    assert "Idempotent-Replayed" not in again
    assert again.json()["number"] == first.json()["number"]


def test_a_photo_sent_twice_is_one(headers: dict[str, str]) -> None:
    one, two = (Client().post("/api/photos", {"photo": picture()}, headers=headers | KEY) for _ in range(2))
    assert one.json()["id"] == two.json()["id"]
    other = Client().post("/api/photos", {"photo": picture("blue")}, headers=headers | KEY)
    assert other.status_code == 422


@pytest.mark.parametrize("key", ["x" * 201, "键" * 201])
def test_a_key_that_is_too_long(headers: dict[str, str], key: str) -> None:
    answer = post(CASES, BODY, headers | {"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


# Race pair: eight requests with one key at once.


def race(headers: dict[str, str]) -> Counter[int]:
    start = Barrier(8)

    def send(_: int) -> int:
        try:
            start.wait(timeout=10)
            return int(post(CASES, BODY, headers | KEY, Client(raise_request_exception=False)).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        return Counter(threads.map(send, range(8)))


@pytest.fixture
def racers(transactional_db: None) -> dict[str, str]:
    PlaceFactory(path=COMMUNITY)
    CategoryVersionFactory()
    return token_for(PersonFactory(), "cases.report")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_race_idempotency_key_guard_on_one_report(racers: dict[str, str]) -> None:
    answers = race(racers)
    assert Case.objects.count() == 1
    assert answers[201] >= 1
    assert set(answers) <= {201, 409}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_race_idempotency_key_guard_off_many_reports(
    racers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the unique key each request takes itself for the first."""
    numbers = count()
    own = lambda *_: once.Claim(f"{next(numbers)}", f"{next(numbers)}", now())  # noqa: E731
    monkeypatch.setattr(outermost, "claim", own)
    assert race(racers) == Counter({201: 8})
    assert Case.objects.count() == 8
