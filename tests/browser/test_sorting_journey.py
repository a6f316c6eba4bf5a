"""Journey 8: a child asks and plays. Beside it a class on a board and a phone, a family that signs, what is printed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.sorting.domain.game import BINS, card_of
from jiayuan.modules.sorting.models import ClassRoom
from tests.factories import DropPointFactory, LocalItemFactory, OpeningHoursFactory, PlaceFactory

from .conftest import Screen
from .hands import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "140106004010"


def test_a_child_asks_and_plays(screen: Callable[..., Screen]) -> None:
    """By touch, then by keyboard alone; no account, and the house keeps nothing of it."""
    child = Hand(screen("phone"))
    page = child.open("/sorting/", "which-bin")
    page.get_by_role("searchbox").fill("榴莲壳")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    child.look("durian")
    expect(page.locator("section[aria-labelledby=bin] .bin-residual")).to_be_visible()
    expect(page.get_by_text("为什么")).to_be_visible()
    child.go(page.get_by_role("link", name="玩一玩分类小游戏"), "levels")
    child.go(page.get_by_role("link", name="幼儿园"), "card")
    assert child.rest() == 2
    drag(page, page.locator("[data-play-card]"), page.locator(f"[data-play-bin].bin-{bin_of(page)}"))
    expect(page.locator("#game[data-right=yes]")).to_be_visible()
    child.look("right")
    number = page.locator("#game").get_attribute("data-card")
    expect(page.locator("[data-play-next]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#game:not([data-right])")).not_to_have_attribute("data-card", number or "")
    expect(page.locator("[data-play-bin]").first).to_be_focused()
    wrong = next(each for each in BINS if each != bin_of(page))
    for _each in range(BINS.index(wrong)):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#game[data-right=no]")).to_be_visible()
    child.look("wrong")
    assert {each["name"] for each in page.context.cookies()} <= {"jiayuan_prefs", "csrftoken"}
    assert not Entry.objects.exists()


def bin_of(page: Page) -> str:
    shown = page.locator("#game")
    level, number = (int(shown.get_attribute(f"data-{each}") or "") for each in ("level", "card"))
    return str(card_of(level, number).item.category)


def drag(page: Page, card: Locator, onto: Locator) -> None:
    """As a finger does it."""
    one, other = card.bounding_box(), onto.bounding_box()
    assert one
    assert other
    page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(other["x"] + other["width"] / 2, other["y"] + other["height"] / 2, steps=8)
    page.mouse.up()


def test_a_class_on_the_board_and_on_a_phone(
    screen: Callable[..., Screen], person_with: Callable[..., object]
) -> None:
    teacher = Hand(screen("desk", person=person_with(Role.COMMUNITY_WORKER)))
    pupil = Hand(screen("phone", language="en", theme="dark"))
    teacher.open("/console/sorting/class/", "class")
    teacher.go(teacher.page.get_by_role("button", name="开课"), "lobby")
    room = ClassRoom.objects.get()
    pupil.open(f"/sorting/class/?code={room.code}", "join")
    pupil.go(pupil.page.get_by_role("button", name="Join", exact=True), "waits")
    teacher.go(teacher.page.get_by_role("button", name="第一题"), "question")
    pupil.page.locator(".play-bin").first.wait_for(timeout=15_000)
    pupil.look("question")
    pupil.go(pupil.page.locator("button.bin-kitchen"), "answered")
    expect(teacher.page.get_by_text("1 人中 1 人已作答")).to_be_visible(timeout=15_000)
    teacher.go(teacher.page.get_by_role("button", name="公布答案"), "shown")
    expect(pupil.page.locator(".bin-name")).to_be_visible(timeout=15_000)
    pupil.look("shown")
    teacher.go(teacher.page.get_by_role("link", name="结果与下课"), "results")
    teacher.go(teacher.page.get_by_role("button", name="下课并删除"), "closed")
    assert not ClassRoom.objects.exists()


def test_a_family_signs_and_takes_it_back(screen: Callable[..., Screen]) -> None:
    PlaceFactory(path=HERE)
    family = Hand(screen("phone"), secrets=("13800138000",))
    page = family.open("/sorting/pledge/", "pledge")
    page.get_by_label("您想怎么署名").fill("小满一家")
    page.locator("#id_place_path").select_option(HERE)
    family.go(page.get_by_role("button", name="我来签"), "signed")
    family.tap(page.get_by_text("撤回承诺书"))
    family.go(page.get_by_role("button", name="撤回", exact=True), "taken-back")
    assert family.rest() == 3


def test_what_can_be_printed(screen: Callable[..., Screen], person_with: Callable[..., object]) -> None:
    point = DropPointFactory(name="东门投放点")
    OpeningHoursFactory(point=point)
    for mood in ({}, {"language": "en", "theme": "dark", "care": True}):
        Hand(screen("phone", **mood)).open("/sorting/print/", f"print-{len(mood)}")
    desk = Hand(screen("desk", person=person_with(Role.COMMUNITY_WORKER)))
    desk.open(f"/console/sorting/print/?place={HERE}", "print-desk")
    expect(desk.page.get_by_text("东门投放点")).to_be_attached()
    desk.open("/console/sorting/pledges/", "pledges")


def test_which_bin_without_network(screen: Callable[..., Screen]) -> None:
    """The phone that opened any page once answers by itself, and guesses nothing."""
    LocalItemFactory(key="太空泥", name="太空泥", category="residual", source="区里的决定")
    shown = screen("phone")
    page = shown.open("/sorting/")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_function("caches.match('/sorting/list.json').then(Boolean)")
    page.wait_for_function("caches.match('/sorting/away/').then(Boolean)")
    page.context.set_offline(True)
    for asked, bin_of in (("榴莲壳是什么垃圾", "residual"), ("旧电池", "hazardous"), ("太空泥", "residual")):
        page.get_by_role("searchbox").fill(asked)
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator(f"[data-bin] .bin-{bin_of}")).to_be_visible()
        expect(page.locator("[data-reason]")).not_to_be_empty()
    expect(page.get_by_text("区里的决定")).to_be_visible()
    shown.look("without-network")
    page.get_by_role("searchbox").fill("祖传神秘药水瓶瓶")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("[data-danger]")).to_be_visible()
    expect(page.locator("[data-answer]")).to_be_hidden()
    shown.look("without-network-unknown")
    page.context.set_offline(False)
    knows_more = page.locator("section[aria-labelledby=bin] .bin-hazardous")
    expect(knows_more).to_be_visible(timeout=15_000)
