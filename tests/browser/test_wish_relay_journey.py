"""A lawyer who helps: two wishes that fit, one taken on, letters without a number, a photo, thanks, and the wall."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from jiayuan.modules.help.domain.ladder import climb_all
from jiayuan.modules.help.enums import WishState
from jiayuan.modules.help.models import Claim, ServiceRecord, Wish, WishPhoto
from jiayuan.modules.volunteering.models import HourEntry
from jiayuan.services.voice.models import Rating

from .hands import Hand
from .street import HER_NUMBER, Screens, Street, hour, street, take_up, wish_for_her, wish_on_the_phone
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOODS: list[dict[str, Any]] = [{"language": "zh", "care": True}, {"language": "en", "care": True}]
SAID = {
    "zh": {
        "wish": "想咨询律师：租房合同看不懂", "title": "租房合同看不懂",
        "other": "想咨询遗产继承", "other_title": "遗产继承怎么办",
        "helper": "我是律师，明天上午十点到社区见面，我的电话", "wisher": "好，我准时到，电话是",
        "done": "逐条讲明白了", "thanks": "谢谢您，说得很明白",
    },
    "en": {
        "wish": "Legal advice: a lease I cannot understand", "title": "A lease nobody understands",
        "other": "Advice about an inheritance", "other_title": "An inheritance",
        "helper": "Tomorrow at ten in the community office? My number is", "wisher": "I shall be there, call me at",
        "done": "We read every line of it", "thanks": "Thank you, I understood all of it",
    },
}  # fmt: skip


@dataclass
class Hands:
    """``elder`` has no account; ``stranger`` is anybody."""

    desk: Hand
    elder: Hand
    lawyer: Hand
    stranger: Hand


@pytest.fixture
def home(transactional_db: None, watch: Watch) -> Street:
    watch.show(hour(2, "10:00"))
    return street()


def hands(screen: Screens, home: Street, mood: dict[str, Any]) -> Hands:
    his = str(home.lawyer.phone).removeprefix("+86")
    return Hands(
        desk=Hand(screen("desk", person=home.worker, language=mood["language"]), (HER_NUMBER, his)),
        elder=Hand(screen("phone", **mood), (his,)),
        lawyer=Hand(screen("phone", person=home.lawyer, **mood), (HER_NUMBER,)),
        stranger=Hand(screen("phone", **mood), (HER_NUMBER, his)),
    )


def two_wishes(has: Hands, said: dict[str, str], watch: Watch) -> Wish:
    """Hers, by her phone; another at the counter; both for somebody who knows the law, and offered to the teams."""
    number = wish_on_the_phone(has.elder, said["wish"], "law")
    has.elder.go(f'main a.btn-primary[href="/wishes/{number}/"]', "law-own")
    counter = Hand(has.desk.screen)  # her number is typed there
    other = wish_for_her(counter, said["other"], "law-other")
    take_up(has.desk, number, said["title"], said["wish"], "law", skill="law")
    take_up(has.desk, other, said["other_title"], said["other"], "law-other", skill="law")
    watch.show(hour(3, "09:30"))
    climb_all()
    return Wish.objects.get(words=said["wish"])


def take_on(lawyer: Hand, wish: Wish) -> Claim:
    """From home: 帮, who could help, the wish, mine."""
    page = lawyer.open("/", "law-home")
    lawyer.rest()
    lawyer.go("nav.phone-bar a[href='/help/']", "law-help")
    lawyer.go("main a.btn[href='/wishes/']", "law-near")
    fitting = page.locator("main section").filter(has_text=_("Suits you")).locator("a.row-open")
    expect(fitting).to_have_count(2)
    lawyer.go(page.locator(f'main a[href="/wishes/{wish.number}/"]'), "law-card")
    lawyer.go(f"form[action='/wishes/{wish.number}/claim/'] button.btn-primary", "law-taken-on")
    assert lawyer.rest() == 4
    return Claim.objects.get(wish=wish)


def write(hand: Hand, claim: Claim, words: str, number: str, what: str) -> None:
    """A line that gives a number away all the same: it is passed on without."""
    hand.rest()
    hand.write(f"#id_say{claim.pk}words", f"{words} {number}")
    hand.go(f"#say{claim.pk} form button.btn-line", what)
    assert hand.rest() == 2
    expect(hand.page.locator(f"#say{claim.pk} ol")).to_contain_text(words)


def show_what_was_done(lawyer: Hand, claim: Claim, words: str) -> None:
    """With a photo that may hang on the wall."""
    form = f"form[action='/help/claims/{claim.pk}/fulfil/']"
    lawyer.open(f"/wishes/{claim.wish.number}/", "law-held")
    lawyer.rest()
    lawyer.write(f"{form} textarea[name=words]", words)
    lawyer.photograph(f"{form} .photo-picker >> nth=0", "#8fb5a3")
    lawyer.tap(f"{form} label:has(input[name=wall])")
    lawyer.go(f"{form} button.btn-primary", "law-done")
    assert lawyer.rest() == 5


def thank(elder: Hand, wish: Wish, words: str) -> None:
    """The card on the first page, five stars, a word, the photo may hang, yes it is done."""
    elder.open("/", "law-home-asks")
    elder.rest()
    elder.go(elder.page.locator(f'main a[href="/wishes/{wish.number}/"]').first, "law-is-it-done")
    elder.tap(elder.page.locator("#confirm .star").last)
    elder.write("#id_confirmthanks", words)
    elder.tap("#confirm label:has(input[name=wall])")
    page = elder.go("#confirm form[action$='/confirm/'] button.btn-primary", "law-fulfilled")
    expect(page.locator("ol .step").last).to_contain_text(_("You, or who wrote for you"))
    assert elder.rest() == 5


def hang(desk: Hand, wish: Wish) -> WishPhoto:
    """The community looks first: who can be recognised?"""
    photo = WishPhoto.objects.get(claim__wish=wish)
    page = desk.open("/console/", "law-inbox")
    desk.go(page.locator(f'main a[href^="/console/wishes/{wish.number}/"]').first, "law-photos")
    form = f"form[action$='/photos/{photo.pk}/up/']"
    desk.tap(page.locator(f"{form} label:has(input[name=faces])").first)
    desk.go(f"{form} button.btn-primary", "law-hung")
    return photo


def withdraw_the_yes(has: Hands, wish: Wish, photo: WishPhoto) -> None:
    """One tap takes it down; neither the wall nor the file opens for a stranger from then on."""
    wall = has.stranger
    wall.open("/wishes/wall/", "law-wall")
    expect(wall.page.locator("#wall")).to_contain_text(str(wish))
    shown = str(wall.page.locator("#wall img").first.get_attribute("src"))
    assert str(photo.photo_id) in shown
    assert wall.page.request.get(f"{wall.screen.base}{shown}").status == 200
    has.elder.open(f"/wishes/{wish.number}/", "law-hangs")
    has.elder.rest()
    has.elder.go("#photos form[action$='/wall/no/'] button", "law-taken-down")
    assert has.elder.rest() == 1
    wall.open("/wishes/wall/", "law-wall-empty")
    expect(wall.page.locator("main")).not_to_contain_text(str(wish))
    assert wall.page.request.get(f"{wall.screen.base}{shown}").status in (403, 404)


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "en"])
def test_a_lawyer_takes_one_of_two(screen: Screens, home: Street, watch: Watch, mood: dict[str, Any]) -> None:
    has, said = hands(screen, home, mood), SAID[mood["language"]]
    with translation.override("zh-hans" if mood["language"] == "zh" else "en"):
        wish = two_wishes(has, said, watch)
        claim = take_on(has.lawyer, wish)
        write(has.lawyer, claim, said["helper"], str(home.lawyer.phone).removeprefix("+86"), "law-wrote")
        has.elder.open(f"/wishes/{wish.number}/", "law-written-to")
        expect(has.elder.page.locator(f"#say{claim.pk}")).to_contain_text(said["helper"])
        write(has.elder, claim, said["wisher"], HER_NUMBER, "law-answered")
        has.lawyer.open(f"/wishes/{wish.number}/", "law-answer")
        expect(has.lawyer.page.locator(f"#say{claim.pk}")).to_contain_text(said["wisher"])
        watch.show(hour(4, "11:00"))
        show_what_was_done(has.lawyer, claim, said["done"])
        thank(has.elder, wish, said["thanks"])
        wish.refresh_from_db()
        assert (wish.state, Rating.objects.get().score) == (WishState.FULFILLED, 5)
        has.lawyer.open("/messages/", "law-messages")
        expect(has.lawyer.page.locator(f'main a[href*="{wish.number}"]').first).to_be_visible()
        has.lawyer.open(f"/wishes/{wish.number}/", "law-thanked")
        expect(has.lawyer.page.locator("main")).to_contain_text(said["thanks"])
        photo = hang(has.desk, wish)
        withdraw_the_yes(has, wish, photo)
    assert ServiceRecord.objects.filter(claim=claim).count() == 1, "the station counts what it did"
    assert not HourEntry.objects.filter(person=home.lawyer).exists(), "hours come from activities that count"
    has.lawyer.open("/volunteering/hours/", "law-hours")
