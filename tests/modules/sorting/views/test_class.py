"""A lesson through its pages: the board, two phones without an account, and nothing of them left."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.modules.sorting.domain.game import BINS, card_of
from jiayuan.modules.sorting.enums import Category
from jiayuan.modules.sorting.models import ClassRoom

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(person_with: Any, sign_in: Any) -> Client:
    client: Client = sign_in(person_with(Role.COMMUNITY_WORKER))
    client.post(reverse("console-sorting-classes"), {"level": "1"})
    return client


def act(desk: Client, action: str) -> Any:
    room = ClassRoom.objects.get()
    address = reverse("console-sorting-class-act", args=[room.pk, action])
    return desk.post(address, {"round": room.round}, follow=True)


def join(code: str) -> Client:
    phone = Client()
    joined = phone.post(reverse("sorting-class"), {"code": code}, follow=True)
    assert "马上开始" in joined.content.decode()
    return phone


def play(phone: Client) -> str:
    return phone.get(reverse("sorting-class-play")).content.decode()


def test_a_lesson(desk: Client) -> None:
    room, sessions = ClassRoom.objects.get(), Session.objects.count()
    one, two = join(room.code), join(room.code)
    board = reverse("console-sorting-class", args=[room.pk])
    assert len(desk.get(board).context["animals"]) == 2
    act(desk, "next")
    room.refresh_from_db()
    card = card_of(1, room.card or 0)
    assert card.item.group.reason.zh not in play(one) + desk.get(board).content.decode()
    sent = one.post(reverse("sorting-class-send"), {"round": "1", "bin": card.item.category}, follow=True)
    assert "已经作答" in sent.content.decode()
    assert "已经作答" not in play(two)
    assert "2 人中 1 人已作答" in desk.get(board).content.decode()
    act(desk, "show")
    for page in (play(one), play(two), desk.get(board).content.decode()):
        assert card.item.group.reason.zh in page
    assert "答对 100%" in desk.get(reverse("console-sorting-class-results", args=[room.pk])).content.decode()
    assert "1 道题" in act(desk, "close").content.decode()
    assert "这堂课已经结束" in play(one)
    assert Session.objects.count() == sessions


def test_who_was_wrong_is_told_so(desk: Client) -> None:
    right, wrong, silent = (join(ClassRoom.objects.get().code) for _each in range(3))
    act(desk, "next")
    card = card_of(1, ClassRoom.objects.get().card or 0)
    other = next(each for each in BINS if each != card.item.category)
    for phone, code in ((right, card.item.category), (wrong, other)):
        phone.post(reverse("sorting-class-send"), {"round": "1", "bin": code})
    assert "没答对" not in play(wrong)
    act(desk, "show")
    assert "答对了！" in play(right)
    assert f"你选的是“{Category(other).label}”" in play(wrong)
    assert not [each for each in ("答对了！", "没答对") if each in play(silent)]
    assert "没答对" in play(wrong)
    act(desk, "next")
    assert "没答对" not in play(wrong)


def test_the_answer_of_another_class_is_forgotten_on_joining(desk: Client) -> None:
    phone = join(ClassRoom.objects.get().code)
    act(desk, "next")
    phone.post(reverse("sorting-class-send"), {"round": "1", "bin": "kitchen"})
    assert phone.cookies["sorting_said"].value == "1.kitchen"
    phone.post(reverse("sorting-class"), {"code": ClassRoom.objects.get().code})
    assert phone.cookies["sorting_said"].value == ""


def test_who_never_joined_is_not_told_that_it_is_over_but_joins_here(desk: Client) -> None:
    phone = Client()
    for page in (
        phone.get(reverse("sorting-class-play")),
        phone.post(reverse("sorting-class-send"), {"round": "1", "bin": "kitchen"}, follow=True),
    ):
        assert (page.status_code, 'name="code"' in page.content.decode()) == (200, True)
        assert "还没有加入" in page.content.decode()
        assert "已经结束" not in page.content.decode()


def test_what_is_no_bin_is_asked_again(desk: Client) -> None:
    phone = join(ClassRoom.objects.get().code)
    act(desk, "next")
    sent = phone.post(reverse("sorting-class-send"), {"round": "1", "bin": "gold"}, follow=True)
    assert (sent.status_code, 'name="bin"' in sent.content.decode()) == (200, True)


def test_the_seat_is_a_cookie_of_these_pages_alone(desk: Client) -> None:
    cookie = join(ClassRoom.objects.get().code).cookies["sorting_seat"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/sorting/class/", True, "Lax")
    assert cookie["max-age"] == 90 * 60


def test_a_wrong_code_is_told_at_its_field_and_guessing_ends(desk: Client) -> None:
    wrong = f"{(int(ClassRoom.objects.get().code) + 1) % 10**6:06d}"
    phone = Client()
    told = [phone.post(reverse("sorting-class"), {"code": wrong}).status_code for _each in range(121)]
    assert set(told[:120]) == {422}
    assert told[120] == 429


def test_the_board_says_the_address_as_it_is_typed(desk: Client) -> None:
    board = desk.get(reverse("console-sorting-class", args=[ClassRoom.objects.get().pk])).content.decode()
    assert ">testserver/sorting/class<" in board.partition("<header")[2].partition("</header")[0]


def test_nobody_else_sees_the_board(desk: Client, person_with: Any, sign_in: Any) -> None:
    pk = ClassRoom.objects.get().pk
    other = sign_in(person_with(Role.COMMUNITY_WORKER))
    for name in ("console-sorting-class", "console-sorting-class-results"):
        assert other.get(reverse(name, args=[pk])).status_code == 404
        assert Client().get(reverse(name, args=[pk])).status_code == 302


def test_polling_is_cheap(desk: Client, django_assert_max_num_queries: Any) -> None:
    phone = join(ClassRoom.objects.get().code)
    act(desk, "next")
    with django_assert_max_num_queries(3):
        play(phone)


def test_in_english(desk: Client) -> None:
    phone = join(ClassRoom.objects.get().code)
    act(desk, "next")
    phone.cookies["jiayuan_prefs"] = "en.0.light"
    text = play(phone).partition("<main")[2].partition("</main")[0]
    assert "You are the" in text
    assert not any("\u4e00" <= each <= "\u9fff" for each in text)
