"""A grandmother's wish: on her own phone in large type, and at the counter with a slip of paper to follow it by."""

import re
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import expect

from jiayuan.modules.help.domain.ladder import climb_all
from jiayuan.modules.help.enums import Tier, WishKind, WishState
from jiayuan.modules.help.models import Wish

from .hands import Hand, keep, printed, read_code
from .street import COMMUNITY, GRANDMOTHER, HER_NUMBER, Screens, Street, hour, street, take_up, wish_for_her
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TAPS = 6
"""From the last letter typed to the wish posted."""
MOODS: list[dict[str, Any]] = [{"language": "zh", "care": True}, {"language": "en", "care": True}]
WORDS = {"zh": "纱窗坏了", "en": "My window screen is broken"}
TITLES = {"zh": "修纱窗", "en": "Mend a window screen"}


@pytest.fixture
def home(transactional_db: None, watch: Watch) -> Street:
    watch.show(hour(2, "10:00"))
    return street()


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "en"])
def test_a_wish_in_six_taps_without_an_account(screen: Screens, home: Street, mood: dict[str, Any]) -> None:
    hand = Hand(screen("phone", **mood))
    page = hand.open("/", "wish-home")
    hand.write("#ask", WORDS[mood["language"]])
    hand.rest()
    best = page.locator("#suggestions .row:first-child a[href*='/wish/']")
    best.wait_for()
    hand.look("wish-suggestions")
    hand.go(best, "wish-form")
    assert page.input_value("#id_words") == WORDS[mood["language"]], "nothing is asked twice"
    hand.write("#id_contact_phone", HER_NUMBER)
    hand.choose("#id_place_path", COMMUNITY)
    hand.go("#wish-form button.btn-primary", "wish-done")
    assert hand.rest() <= MOST_TAPS

    wish = Wish.objects.get()
    assert (wish.kind, wish.state, wish.place_id) == (WishKind.REPAIR, WishState.POSTED, COMMUNITY)
    assert wish.contact.phone.endswith(HER_NUMBER)
    expect(page.locator("main")).to_contain_text(wish.number)
    hand.go(f'main a.btn-primary[href="/wishes/{wish.number}/"]', "wish-own")
    expect(page.locator("main")).to_contain_text(WORDS[mood["language"]])


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "en"])
def test_a_slip_of_paper_tells_where_it_stands(
    screen: Screens, home: Street, watch: Watch, mood: dict[str, Any]
) -> None:
    """Written by the worker, printed, and scanned by phones that were never here: today, and the day after."""
    language = mood["language"]
    desk = Hand(screen("desk", person=home.worker, language=language))
    number = wish_for_her(desk, WORDS[language], "paper")
    assert desk.rest() <= MOST_TAPS + 1, (
        "and the worker one more: how she agreed, which nobody fills in for her"
    )
    sheet, words = printed(desk.page)
    keep(sheet, f"{desk.screen.name}-paper-printed")
    assert number in words
    assert HER_NUMBER not in words
    assert GRANDMOTHER not in words
    assert ("11月2日" if language == "zh" else "2 November") in words, (
        "whoever reads it next week knows which day"
    )
    address = read_code(sheet)
    assert re.fullmatch(rf"{re.escape(desk.screen.base)}/w/[\w-]{{20,}}/", address)

    phone = scan(Hand(screen("phone", **mood)), address, number, "paper-scanned")
    expect(phone.page.locator("details:has(form[action$='/withdraw/'])")).to_be_visible()
    take_up(desk, number, TITLES[language], WORDS[language], "paper")
    watch.show(hour(3, "09:00"))
    climb_all()
    again = scan(Hand(screen("phone", **mood)), address, number, "paper-next-day")
    with translation.override("zh-hans" if language == "zh" else "en"):
        expect(again.page.locator("main")).to_contain_text(str(Tier.TEAM.label))
    expect(again.page.locator("h1")).to_have_text(TITLES[language])


def scan(phone: Hand, address: str, number: str, what: str) -> Hand:
    """The camera opens what it read; the token of the slip does not stay in the address."""
    assert address.startswith(phone.screen.base)
    phone.open(address.removeprefix(phone.screen.base), what)
    assert phone.page.url == f"{phone.screen.base}/wishes/{number}/"
    return phone
