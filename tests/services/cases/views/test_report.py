"""Reporting on the phone, through the pages."""

from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.models import Case, CategoryVersion
from tests.factories import CategoryFactory, CategoryVersionFactory, PlaceFactory
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    nonce_in,
    picture,
    spoken_text,
)  # fmt: skip
from tests.services.cases.story import COMMUNITY, actor

pytestmark = pytest.mark.django_db
NAMES = ("青年路一社区", "测试街道", "迎泽区", "EN", "中文")


def form(**changes: Any) -> dict[str, Any]:
    return {
        "nonce": "a" * 32, "category_code": "0105", "words": "井盖松动，踩上去会响", "place_path": COMMUNITY,
    } | changes  # fmt: skip


def send(client: Client, **changes: Any) -> Any:
    return client.post("/report/", form(**changes))


def test_first_page_asks_what_it_is_about(version: CategoryVersion) -> None:
    CategoryVersionFactory(
        category=CategoryFactory(code="0106"), name="路灯不亮", name_en="Lamp out", plain_words="灯灭了"
    )
    page = client_of().get("/report/", {"q": "井盖响了"})
    assert [each.category_id for each in page.context["found"]] == ["0105"]
    assert "/report/?category=0105&amp;q=%E4%BA%95" in page.content.decode()
    assert "路灯不亮" in spoken_text(page)


def test_groups_stand_under_their_heading(community: Place) -> None:
    heading = CategoryVersionFactory(
        category=CategoryFactory(code="P01"), name="公用设施", name_en="Public utilities"
    )
    CategoryVersionFactory(category=CategoryFactory(code="P0101", parent=heading.category), name="井盖缺失")
    CategoryVersionFactory(category=CategoryFactory(code="X1"), name="没有上级")
    groups = client_of().get("/report/").context["groups"]
    assert [(group.label, [each.category_id for each in group.versions]) for group in groups] == [
        ("公用设施", ["P0101"]), ("部件", ["X1"]),
    ]  # fmt: skip


def test_heading_cannot_be_reported(community: Place) -> None:
    heading = CategoryVersionFactory(category=CategoryFactory(code="P01"), name="公用设施")
    CategoryVersionFactory(category=CategoryFactory(code="P0101", parent=heading.category), name="井盖缺失")
    page = client_of().get("/report/", {"category": "P01"})
    assert page.templates[0].name == "cases/phone/choose.html"


def test_nothing_fits_keeps_the_words(version: CategoryVersion) -> None:
    page = client_of().get("/report/", {"q": "zzzz"})
    assert "没找到对应的类别" in spoken_text(page)
    assert "q=zzzz" in page.content.decode()


def test_empty_catalogue_says_whom_to_call(community: Place) -> None:
    assert "请打电话给社区" in spoken_text(client_of().get("/report/"))


def test_form_is_filled_in_from_the_address_and_the_account(
    version: CategoryVersion, community: Place
) -> None:
    someone = actor()
    someone.person.name, someone.person.home_place = "李奶奶", community
    someone.person.save()
    page = client_of(someone).get("/report/", {"category": "0105", "q": "井盖响"}, follow=True)
    sheet = page.context["sheet"]
    assert sheet.get("words") == "井盖响"
    assert sheet.get("place_path") == COMMUNITY
    assert sheet.get("contact_name") == "李奶奶"
    assert sheet.get("contact_phone") == someone.person.phone.removeprefix("+86")


def test_a_visitor_reports_in_one_form(version: CategoryVersion) -> None:
    client = client_of()
    answer = send(
        client, answer_whose="water", answer_hurt="no", contact_phone="138 1234 5678", contact_name="李奶奶"
    )
    case = Case.objects.get()
    assert answer.url == f"/cases/{case.number}/done/"
    assert case.answers == {"whose": "water", "hurt": "no"}
    assert case.contact.phone == "+8613812345678"
    page = client.get(answer.url)
    text = spoken_text(page)
    assert case.number in text
    assert "/t/" in text
    assert "4 个工作小时" in text
    assert client.get(f"/cases/{case.number}/code.svg")["Content-Type"] == "image/svg+xml"
    assert client.get(f"/cases/{case.number}/slip/").status_code == 200


def test_others_get_neither_thanks_nor_slip_nor_code(version: CategoryVersion) -> None:
    send(client_of())
    number = Case.objects.get().number
    for page in ("done/", "slip/", "code.svg"):
        assert client_of().get(f"/cases/{number}/{page}").status_code == 404


def test_double_tap_is_one_case(version: CategoryVersion) -> None:
    client = client_of()
    nonce = nonce_in(client.get("/report/?category=0105&form=a"))
    first, second = send(client, nonce=nonce), send(client, nonce=nonce)
    assert second.url == f"{first.url}?already=1"
    assert Case.objects.count() == 1


def test_a_nonce_that_no_page_made_is_replaced(version: CategoryVersion) -> None:
    send(client_of(), nonce="1")
    send(client_of(), nonce="1")
    assert Case.objects.count() == 2


def test_errors_bring_everything_back(version: CategoryVersion) -> None:
    """All faults at once, each beside its field and above with a link; the photo stays."""
    answer = send(
        client_of(),
        words="",
        address="新建路 12 号",
        contact_phone="12345",
        contact_name="李奶奶",
        place_path="",
        photo=[picture()],
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert {each.field for each in answer.context["sheet"].faults} == {"words", "contact_phone"}
    for part in (
        "新建路 12 号",
        "12345",
        "李奶奶",
        'href="#id_words"',
        'href="#id_contact_phone"',
        'id="fault-words"',
    ):
        assert part in text
    assert f'value="{Photo.objects.get().pk}" checked' in text
    assert not Case.objects.exists()


def test_photo_sent_before_is_used_when_the_form_is_right(version: CategoryVersion) -> None:
    client = client_of()
    send(client, words="", photo=[picture()])
    photo = Photo.objects.get()
    send(client, photo_ids=[str(photo.pk), "not-a-uuid"])
    assert Case.objects.get().photos.get().photo_id == photo.pk


def test_no_place_is_asked_for(version: CategoryVersion) -> None:
    answer = send(client_of(), place_path="")
    assert answer.status_code == 422
    assert [each.field for each in answer.context["sheet"].faults] == ["place_path"]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("nan", "nan"),
        ("112.57", "37.86"),
        ("31.2", "121.5"),
        ("inf", "1"),
        ("x", "y"),
        ("37.86", ""),
        ("9" * 400, "1"),
    ],
)
def test_positions_that_will_not_do(version: CategoryVersion, latitude: str, longitude: str) -> None:
    """Said in words; the position goes, so that the community chosen instead counts next time."""
    client = client_of()
    answer = send(client, latitude=latitude, longitude=longitude)
    assert answer.status_code == 422
    sheet = answer.context["sheet"]
    assert [each.field for each in sheet.faults] == ["place_path"]
    assert sheet.get("latitude") == ""
    assert send(client).status_code == 302


def test_position_is_kept_exactly(version: CategoryVersion) -> None:
    send(client_of(), latitude="37.861234", longitude="112.571234")
    case = Case.objects.get()
    assert (case.latitude, case.longitude) == (37.861234, 112.571234)


@pytest.mark.usefixtures("version")
class TestPinAndCommunity:
    """A pin in one community, another chosen: said, decided by whoever reports, and told afterwards."""

    PIN = {"latitude": "37.860100", "longitude": "112.570100"}

    @pytest.fixture
    def other(self) -> Place:
        return PlaceFactory(path="140106005011", name="别处社区", latitude=37.84, longitude=112.60)

    def test_neither_beats_the_other_in_silence(self, other: Place) -> None:
        client = client_of()
        asked = send(client, place_path=other.path, photo=picture(), address="桥下", **self.PIN)
        assert asked.status_code == 422
        sheet = asked.context["sheet"]
        assert [each.field for each in sheet.faults] == ["place_by"]
        assert (sheet.get("latitude"), sheet.get("place_path"), sheet.get("address")) == (
            "37.860100", other.path, "桥下",
        )  # fmt: skip
        assert len(sheet.photo_ids) == 1
        text = spoken_text(asked)
        assert "以图钉为准：送到青年路一社区" in text
        assert "以所选社区为准：送到别处社区" in text
        assert 'href="#id_place_by"' in asked.content.decode()
        assert_chinese(asked, *NAMES)
        assert not Case.objects.exists()

    def test_who_goes_by_the_pin_is_told_where_it_went(self, other: Place) -> None:
        client = client_of()
        done = client.post("/report/", form(place_path=other.path, place_by="pin", **self.PIN), follow=True)
        case = Case.objects.get()
        assert (case.place_id, case.latitude) == (COMMUNITY, 37.8601)
        assert "已送到青年路一社区" in spoken_text(done)

    def test_who_goes_by_what_they_chose_leaves_the_pin(self, other: Place) -> None:
        client = client_of()
        done = client.post(
            "/report/", form(place_path=other.path, place_by="chosen", **self.PIN), follow=True
        )
        case = Case.objects.get()
        assert (case.place_id, case.latitude, case.longitude) == (other.path, None, None)
        assert "已送到别处社区" in spoken_text(done)

    @pytest.mark.parametrize("decided", ["", "x"])
    def test_what_is_no_decision_asks_again(self, other: Place, decided: str) -> None:
        assert send(client_of(), place_path=other.path, place_by=decided, **self.PIN).status_code == 422

    def test_where_i_belong_was_not_chosen_against_the_pin(self, other: Place) -> None:
        client = client_of()
        session = client.session
        session["home_place"] = other.path
        session.save()
        shown = client.post("/report/?again=1", form(place_path=other.path, **self.PIN)).content.decode()
        assert 'value="pin"\n        checked' in shown
        assert send(client, place_path=other.path, **self.PIN).status_code == 302
        assert Case.objects.get().place_id == COMMUNITY

    def test_the_form_asks_while_it_is_filled_in(self, other: Place) -> None:
        client = client_of()
        page = client.get("/report/?category=0105", follow=True).content.decode()
        assert 'id="pinned" hx-post="/report/?again=1"' in page
        assert f'data-spelt="{other.initials} {other.pinyin}"' in page
        agreeing = client.post("/report/?again=1", form(place_path="", **self.PIN)).content.decode()
        assert "位置已标好，在青年路一社区" in agreeing
        assert f'data-chooses="#id_place_path" value="{other.path}"' in agreeing, "what is near can be chosen"
        apart = client.post("/report/?again=1", form(place_path=other.path, **self.PIN)).content.decode()
        assert 'name="place_by" value="pin"' in apart
        assert not Case.objects.exists()
        english = client_of(language=ENGLISH).post(
            "/report/?again=1", form(place_path=other.path, **self.PIN)
        )
        assert "Which of the two is right?" in spoken_text(english)

    def test_the_desk_is_asked_too(self, other: Place) -> None:
        desk = client_of(actor(Role.DISTRICT_OFFICER, "140106"))
        sent = form(place_path=other.path, contact_name="王奶奶", manner="phone", **self.PIN)
        asked = desk.post("/console/cases/new/", sent)
        assert asked.status_code == 422
        assert "以哪一个为准" in spoken_text(asked)
        assert desk.post("/console/cases/new/", sent | {"place_by": "chosen"}).status_code == 302
        assert Case.objects.get().place_id == other.path


def test_a_text_without_end_comes_back_whole(version: CategoryVersion) -> None:
    words = "长" * 100_000
    answer = send(client_of(), words=words)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("words", ["井盖👵🏽坏了🕳️", "\u202e井盖\u200f响", "مرحبا بالجيران", "井盖\x00松动"])
def test_unusual_letters_are_kept_safely(version: CategoryVersion, words: str) -> None:
    client = client_of()
    assert send(client, words=words).status_code == 302
    case = Case.objects.get()
    assert "\u202e" not in case.words
    assert "\x00" not in case.words
    assert client.get(f"/cases/{case.number}/").status_code == 200


def test_markup_is_shown_as_written(version: CategoryVersion) -> None:
    client, evil = client_of(), '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    answer = send(client, words=evil, address=evil[:100], place_path="")
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()
    send(client, words=evil)
    page = client.get(f"/cases/{Case.objects.get().number}/").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_more_than_six_photos(version: CategoryVersion) -> None:
    answer = send(client_of(), photo=[picture() for _ in range(7)])
    assert answer.status_code == 422
    assert [each.field for each in answer.context["sheet"].faults] == ["photos"]
    assert len(answer.context["sheet"].photo_ids) == 6


def test_what_is_no_photo_is_said_beside_the_photos(version: CategoryVersion) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = send(client_of(), photo=[SimpleUploadedFile("a.jpg", b"MZ\x90\x00" * 50, "image/jpeg")])
    assert answer.status_code == 422
    assert [each.field for each in answer.context["sheet"].faults] == ["photos"]


def test_unknown_category_leads_back_to_the_choice(version: CategoryVersion) -> None:
    answer = send(client_of(), category_code="nope\x00")
    assert answer.status_code == 422
    assert answer.templates[0].name == "cases/phone/choose.html"
    assert "井盖松动" in answer.content.decode()


def test_too_many_reports_keep_the_text(version: CategoryVersion) -> None:
    client = client_of()
    for number in range(20):
        assert send(client, nonce=f"{number:032x}").status_code == 302
    answer = send(client, nonce="f" * 32, words="第二十一件")
    assert answer.status_code == 429
    assert "第二十一件" in answer.content.decode()
    assert Case.objects.count() == 20


def test_pages_speak_one_language(version: CategoryVersion) -> None:
    CategoryVersionFactory(
        category=CategoryFactory(code="0199"),
        name="老人独居",
        name_en="Elderly alone",
        is_private=True,
        is_urgent=True,
    )
    for path in ("/report/", "/report/?q=manhole", "/report/?category=0105&form=a", "/report/?category=0199"):
        assert_english(client_of(language=ENGLISH).get(path))
        assert_chinese(client_of().get(path.replace("manhole", "井盖")), "120", *NAMES)
    client = client_of(language=ENGLISH)
    assert_english(send(client, words="", contact_phone="1"))
    done = send(client, words="loose")
    assert_english(client.get(done.url))
    assert_english(client.get(done.url.replace("done", "slip")))


def test_query_counts_do_not_grow(version: CategoryVersion, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        CategoryVersionFactory(category=CategoryFactory(code=f"02{number:02}"), name=f"类别{number}")
    client = client_of()
    with django_assert_max_num_queries(6):
        client.get("/report/")
    with django_assert_max_num_queries(6):
        client.get("/report/?category=0105&form=a")
