"""Wishes on paper: the blank form, several filled ones in a row, and the slip that a phone reads."""

import io
import re
from typing import Any

import pytest
import typst
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.burden.models import Effort
from jiayuan.foundation.documents.fonts import fonts
from jiayuan.foundation.documents.pdf import project_of
from jiayuan.foundation.people.models import Consent
from jiayuan.modules.help.domain import paper_form
from jiayuan.modules.help.models import Wish
from tests.modules.help.scene import COMMUNITY, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
PAPER = {"place_path": COMMUNITY}
SLIP = re.compile(r'name="form_task" value="([^"]+)"')


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def desk(scene: Scene) -> Client:
    return signed_in(scene.worker)


def line(number: int, **fields: str) -> dict[str, str]:
    """One paper, as typed."""
    given = {
        "nonce": f"{number}" * 20,
        "words": "纱窗坏了",
        "contact_name": "王奶奶",
        "urgency": "week",
    } | fields
    return {f"{name}-{number}": value for name, value in given.items()}


def send(client: Client, *lines: dict[str, str]) -> Any:
    given = dict(PAPER)
    for each in lines:
        given |= each
    return client.post(reverse("console-wish-paper"), given)


class TestTypingIn:
    def test_several_papers_become_as_many_wishes_with_a_slip_each(self, desk: Client) -> None:
        answer = send(
            desk, line(0), line(1, words="想要一双鞋", contact_name="小李", contact_phone="13812345678")
        )
        assert answer.status_code == 200
        assert {each.kind for each in Wish.objects.all()} == {"repair", "thing"}
        assert set(Consent.objects.values_list("manner", flat=True)) == {"written"}
        for wish in Wish.objects.all():
            assert reverse("console-wish-slip", args=[wish.number]) in answer.content.decode()
            assert desk.get(reverse("console-wish-slip", args=[wish.number])).status_code == 200

    def test_sent_twice_they_are_taken_in_once(self, desk: Client) -> None:
        for _each in range(2):
            send(desk, line(0))
        assert Wish.objects.count() == 1

    def test_what_cannot_be_taken_in_stays_and_the_others_go_on(self, desk: Client) -> None:
        answer = send(desk, line(0, contact_name=""), line(1))
        assert answer.status_code == 422
        assert Wish.objects.count() == 1
        page = answer.content.decode()
        assert 'name="words-0" maxlength="1000" value="纱窗坏了"' in page
        assert 'name="words-1" maxlength="1000" value=""' in page

    def test_what_it_asked_of_the_desk_is_counted_once_something_is_taken_in(self, desk: Client) -> None:
        page = desk.get(reverse("console-wish-paper")).content.decode()
        slip = SLIP.search(page)
        assert slip
        send(desk, line(0, contact_name="") | {"form_task": slip[1]})
        assert not Effort.objects.exists()
        send(desk, line(1) | {"form_task": slip[1]})
        assert set(Effort.objects.values_list("task", "path")) == {("help.paper", COMMUNITY[:9])}

    def test_empty_lines_are_none(self, desk: Client) -> None:
        assert send(desk, line(0, words=" ", contact_name="")).status_code == 422
        assert not Wish.objects.exists()

    def test_only_the_desk(self) -> None:
        client = signed_in(holder(Role.INSTITUTION_CONTACT, COMMUNITY))
        assert client.get(reverse("console-wish-paper")).status_code == 403


class TestBlankForm:
    def test_is_one_page_whose_code_leads_to_the_form_on_the_phone(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(paper_form, "draw_pdf", drawn_as_a_picture)
        answer = desk.get(reverse("console-wish-blank"), {"place_path": COMMUNITY})
        (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
        assert code.text == "http://testserver/wish/"
        assert Client().get("/wish/", follow=True).status_code == 200

    def test_is_a_file_for_a_community(self, desk: Client) -> None:
        answer = desk.get(reverse("console-wish-blank"), {"place_path": COMMUNITY})
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert desk.get(reverse("console-wish-blank"), {"place_path": "140106"}).status_code == 404


def drawn_as_a_picture(template: Any, data: Any, *, images: Any, title: str, language: str) -> bytes:
    """As it comes out of the printer; one page, or it fails."""
    project: Any = project_of(template.read_bytes(), {**data, "title": title}, images, language)
    drawn: Any = typst.compile(project, font_paths=fonts(), ignore_system_fonts=True, format="png", ppi=120)
    assert isinstance(drawn, bytes), "more than one page"
    return drawn


def test_nothing_filled_in_is_said(desk: Client) -> None:
    """What was chosen in the empty boxes stays chosen."""
    answer = send(desk, line(0, words=" ", contact_name="", urgency="today"))
    assert answer.status_code == 422
    assert "一份也没有填写" in answer.content.decode()
    assert answer.context["lines"][0][1].get("urgency") == "today"
    assert "一份也没有填写" not in send(desk, line(0)).content.decode()
