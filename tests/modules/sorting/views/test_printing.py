"""Labels, the poster and cards of a drop point: one page each, and the code on it leads where it says."""

import datetime
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from jiayuan.foundation.access.enums import Role
from jiayuan.modules.sorting.domain.game import BINS
from jiayuan.modules.sorting.domain.prints import draw_label
from jiayuan.modules.sorting.enums import HEXES, Category
from tests.factories import DropPointFactory, OpeningHoursFactory, PlaceFactory

pytestmark = pytest.mark.django_db
ESTATE = "140106004010001"


def printed(client: Client, **asked: str) -> Any:
    answer = client.get(reverse("sorting-print-file"), asked)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return pypdfium2.PdfDocument(answer.content)


def codes(sheet: Any) -> set[str]:
    assert len(sheet) == 1
    return {each.text for each in zxingcpp.read_barcodes(sheet[0].render(scale=3).to_pil())}


def words(sheet: Any) -> str:
    return str(sheet[0].get_textpage().get_text_bounded())


@pytest.fixture
def point(db: None) -> Any:
    made = DropPointFactory(estate=PlaceFactory(path=ESTATE), name="东门投放点")
    OpeningHoursFactory(point=made, opens_at=datetime.time(6, 30), closes_at=datetime.time(9))
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("stream", BINS)
def test_a_label_in_the_colour_of_its_bin(client: Client, stream: str, paper: str, language: str) -> None:
    sheet = printed(client, kind="label", stream=stream, paper=paper, language=language)
    assert codes(sheet) == {"http://testserver/sorting/"}
    red, green, blue = sheet[0].render(scale=0.2).to_pil().convert("RGB").getpixel((3, 3))
    assert f"#{red:02x}{green:02x}{blue:02x}" == HEXES[Category(stream)]
    with override(language):
        assert str(Category(stream).label).partition(" ")[0] in words(sheet)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_poster_shows_all_four(client: Client, language: str) -> None:
    sheet = printed(client, kind="poster", paper="a3", language=language)
    assert codes(sheet) == {"http://testserver/sorting/"}
    said = words(sheet)
    for zh, english in (("可回收物", "Recyclables"), ("厨余垃圾", "Kitchen"), ("苹果核", "apple core")):
        assert (english if language == "en" else zh) in said


def test_cards_carry_the_hours_and_lead_to_the_days(client: Client, point: Any) -> None:
    sheet = printed(client, kind="cards", point=f"{ESTATE}-{point.pk}", language="zh-hans")
    assert codes(sheet) == {f"http://testserver/bins/?estate={ESTATE}"}
    assert words(sheet).count("6:30–9:00") == 10
    assert "东门投放点" in words(sheet)


def test_a_point_that_closed_is_not_printed(client: Client, point: Any) -> None:
    point.closed_on = point.opened_on
    point.save()
    answer = client.get(reverse("sorting-print-file"), {"kind": "cards", "point": f"{ESTATE}-{point.pk}"})
    assert answer.status_code == 422
    assert "是哪个投放点" in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "label"},
        {"kind": "label", "stream": "kitchen", "paper": "a0"},
        {"kind": "label", "stream": "bulky"},
        {"kind": "poster", "language": "tlh"},
        {"kind": "cards"},
        {"kind": "cards", "point": "140106-1"},
        {"kind": "cards", "point": "١٢٣٤٥٦٧٨٩٠١٢٣٤٥-1"},
    ],
)
def test_what_makes_no_sheet_comes_back_with_what_is_missing(client: Client, asked: dict[str, str]) -> None:
    answer = client.get(reverse("sorting-print-file"), asked)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_residents_choose_among_the_points_of_their_community(client: Client, point: Any) -> None:
    assert "东门投放点" not in client.get(reverse("sorting-print")).content.decode()
    session = client.session
    session["home_place"] = ESTATE[:12]
    session.save()
    assert "东门投放点" in client.get(reverse("sorting-print")).content.decode()


def test_a_worker_chooses_the_community_first(point: Any, person_with: Any, sign_in: Any) -> None:
    page = reverse("console-sorting-print")
    assert Client().get(page).status_code == 302
    desk = sign_in(person_with(Role.COMMUNITY_WORKER))
    assert "东门投放点" in desk.get(page, {"place": ESTATE[:12]}).content.decode()


def test_the_same_label_is_drawn_once() -> None:
    first = draw_label("kitchen", "a4", language="en", address="https://jiayuan.example.cn/sorting/")
    assert draw_label("kitchen", "a4", language="en", address="https://jiayuan.example.cn/sorting/") is first
