"""The pledge on a phone, with and without an account; the certificate is drawn and never kept."""

import io
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.sorting.models import Pledge
from tests.factories import PersonFactory, PlaceFactory, PledgeFactory

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "140106004010", "140106004011"


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    for path in (HERE, ELSEWHERE):
        PlaceFactory(path=path)


def sign(client: Client, name: str = "小满一家", **more: str) -> Any:
    form = {"shown_name": name, "place_path": HERE, "version": "1", "nonce": "n" * 20} | more
    return client.post(reverse("sorting-pledge"), form, follow=True)


def kept(client: Client, what: str) -> Any:
    return client.get(reverse(f"sorting-pledge-{what}", args=[Pledge.objects.get().pk]))


def test_a_guest_signs_and_comes_back_by_the_link(client: Client) -> None:
    shown = sign(client)
    assert "小满一家" in shown.content.decode()
    link = shown.context["link"]
    assert link in shown.content.decode()
    stranger = Client()
    assert kept(stranger, "own").status_code == 404
    assert "小满一家" in stranger.get(link, follow=True).content.decode()
    assert Client().get(reverse("sorting-pledge-link", args=["wrong"])).status_code == 404


def test_the_certificate_as_paper_and_as_a_picture(client: Client) -> None:
    sign(client)
    paper = pypdfium2.PdfDocument(kept(client, "paper").content)
    assert len(paper) == 1
    assert "小满一家" in paper[0].get_textpage().get_text_bounded()
    picture = Image.open(io.BytesIO(kept(client, "picture").content))
    assert {each.text for each in zxingcpp.read_barcodes(picture)} == {"http://testserver/sorting/pledge/"}
    for what in ("paper", "picture"):
        assert kept(Client(), what).status_code == 404


def test_taken_back_no_name_stays_anywhere(client: Client) -> None:
    sign(client)
    client.post(reverse("sorting-pledge-withdraw", args=[Pledge.objects.get().pk]))
    pledge = Pledge.objects.get()
    assert (pledge.shown_name, pledge.person, pledge.nonce) == ("", None, None)
    assert kept(client, "picture").status_code == 409
    assert "小满一家" not in kept(client, "own").content.decode()
    assert not Entry.objects.filter(payload__icontains="小满").exists()
    assert "小满二号" in sign(client, "小满二号", nonce="m" * 20).content.decode()


def test_the_form_still_open_signs_anew_after_it_was_taken_back(client: Client) -> None:
    for _ in range(2):
        sign(client)
        client.post(reverse("sorting-pledge-withdraw", args=[Pledge.objects.standing().get().pk]))
    sign(client, "小满三号")
    assert "您已经签过了" in sign(client, "小满四号").content.decode()
    assert Pledge.objects.standing().get().shown_name == "小满三号"
    assert Pledge.objects.count() == 3


def test_a_stranger_takes_nothing_back(client: Client) -> None:
    sign(client)
    assert (
        Client().post(reverse("sorting-pledge-withdraw", args=[Pledge.objects.get().pk])).status_code == 404
    )
    assert Pledge.objects.standing().count() == 1


def test_signing_twice_is_once(client: Client) -> None:
    sign(client)
    assert "您已经签过了" in sign(client, "别的名字").content.decode()
    assert Pledge.objects.get().shown_name == "小满一家"


def test_one_person_signs_once_from_whatever_form(sign_in: Any) -> None:
    person = PersonFactory()
    sign(sign_in(person))
    sign(sign_in(person), nonce="m" * 20)
    assert Pledge.objects.get().person == person
    assert Entry.objects.filter(action="sorting.sign_pledge", actor=None).count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("shown_name", ""),
        ("shown_name", "13812345678"),
        ("shown_name", "140106199001011234"),
        ("shown_name", "张" * 21),
        ("shown_name", "\U000f0000"),
        ("place_path", ""),
        ("place_path", "140106"),
        ("version", "2"),
        ("version", "x"),
    ],
)
def test_what_will_not_do_comes_back_with_what_was_typed(client: Client, field: str, typed: str) -> None:
    shown = sign(client, **({"name": typed} if field == "shown_name" else {field: typed}))
    assert shown.status_code in (409, 422)
    assert shown.context["sheet"].faults_of(field)
    if field != "shown_name":
        assert "小满一家" in shown.content.decode()
    assert not Pledge.objects.exists()


def test_the_desk_reads_counts_of_its_place_and_no_name(person_with: Any, sign_in: Any) -> None:
    PledgeFactory(shown_name="小满一家")
    PledgeFactory(community=PlaceFactory(path=ELSEWHERE))
    desk = sign_in(person_with(Role.COMMUNITY_WORKER, HERE))
    shown = desk.get(reverse("console-sorting-pledges"))
    assert shown.context["sum"] == 1
    assert "小满一家" not in shown.content.decode()
    pledge = Pledge.objects.filter(community=HERE).get()
    assert desk.get(reverse("sorting-pledge-own", args=[pledge.pk])).status_code == 404
