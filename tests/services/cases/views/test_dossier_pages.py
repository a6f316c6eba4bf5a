"""Proof files, asked for and found again: in the console, and on the phone of whoever reported it."""

from typing import Any

import pytest

from jiayuan.services.cases.domain.dossier.build import write_dossier_file
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Dossier
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story
from tests.services.cases.views.test_console_case import address

pytestmark = pytest.mark.django_db
NONCE = "0123456789abcdef"


@pytest.fixture
def closed(story: Story) -> Story:
    return story.until(Action.CLOSE)


def office(story: Story, rest: str = "") -> str:
    return address(story, f"proof/{rest}")


def own(story: Story, rest: str = "") -> str:
    return f"/cases/{story.case.number}/proof/{rest}"


def made(client: Any, path: str, **fields: str) -> Dossier:
    assert client.post(path, {"nonce": NONCE} | fields).status_code == 302
    dossier = Dossier.objects.latest("pk")
    write_dossier_file(dossier.pk)
    dossier.refresh_from_db()
    return dossier


def test_the_office_asks_waits_and_takes_it(closed: Story) -> None:
    client = client_of(closed.worker)
    assert client.post(office(closed), {"nonce": NONCE}).status_code == 302
    dossier = Dossier.objects.get()
    assert dossier.address.endswith(f"/cases/{closed.case.number}/")
    assert "正在生成" in spoken_text(client.get(office(closed)))
    assert client.get(office(closed, f"{dossier.pk}/")).status_code == 409
    write_dossier_file(dossier.pk)
    assert "下载" in spoken_text(client.get(office(closed)))
    answer = client.get(office(closed, f"{dossier.pk}/"))
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    dossier.refresh_from_db()
    dossier.file.storage.delete(dossier.file.name)
    assert client.get(office(closed, f"{dossier.pk}/")).status_code == 404
    assert "证明材料" in spoken_text(client.get(address(closed)))


def test_in_full_needs_a_reason_which_comes_back_beside_its_field(closed: Story) -> None:
    page = client_of(closed.worker).post(office(closed), {"nonce": NONCE, "in_full": "1"})
    assert page.status_code == 422
    assert "id_dossierreason" in page.content.decode()
    dossier = made(client_of(closed.worker), office(closed), in_full="1", reason="法院调取")
    assert client_of(closed.grid).get(office(closed, f"{dossier.pk}/")).status_code == 404


def test_the_reporter_takes_their_own(closed: Story) -> None:
    client = client_of(closed.resident)
    assert "证明材料" in spoken_text(client.get(f"/cases/{closed.case.number}/"))
    dossier = made(client, own(closed))
    assert "下载" in spoken_text(client.get(own(closed)))
    assert client.get(own(closed, f"{dossier.pk}/"))["Content-Type"] == "application/zip"
    assert client_of(closed.worker).get(office(closed, f"{dossier.pk}/")).status_code == 404
    for other in (client_of(), client_of(closed.worker)):
        assert other.get(own(closed)).status_code == 404
        assert other.get(own(closed, f"{dossier.pk}/")).status_code == 404


def test_without_an_account_by_the_slip(closed: Story) -> None:
    client = client_of()
    client.get(f"/t/{closed.token}/")
    dossier = made(client, own(closed))
    assert dossier.who is None
    assert client.get(own(closed, f"{dossier.pk}/")).status_code == 200


def test_a_case_that_is_not_public_shows_no_code(story: Story) -> None:
    client = client_of(story.resident)
    assert made(client, own(story)).address == ""


def test_strangers_see_no_case(closed: Story) -> None:
    other = Story()
    assert client_of(other.handler).get(office(closed)).status_code == 404


def test_both_languages(closed: Story) -> None:
    dossier = made(client_of(closed.worker), office(closed))
    names = (closed.worker.person.name, "KB", "SHA", dossier.sha256)
    assert_english(client_of(closed.worker, ENGLISH).get(office(closed)), *names)
    assert_chinese(client_of(closed.worker).get(office(closed)), *names)
    dossier = made(client_of(closed.resident), own(closed), nonce=NONCE + "2")
    assert_english(client_of(closed.resident, ENGLISH).get(own(closed)))
    assert_chinese(client_of(closed.resident).get(own(closed)), "KB", "SHA", dossier.sha256)


def test_as_many_queries_for_many_as_for_few(closed: Story) -> None:
    client = client_of(closed.worker)
    made(client, office(closed))
    few = queries_of(client, office(closed))
    for number in range(3):
        made(client, office(closed), nonce=f"{NONCE}{number}")
    assert queries_of(client, office(closed)) == few
