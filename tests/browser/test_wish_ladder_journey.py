"""Nobody can: a wish climbs to the community fund, each step seen from the slip, and the fund pays. There is no point
and no centre in this courtyard; nobody waits for them, and the slip says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.modules.help.domain.ladder import climb_all
from jiayuan.modules.help.domain.queries.fund import balances
from jiayuan.modules.help.enums import PassedOver, Tier, WishState
from jiayuan.modules.help.fund_enums import PaymentState
from jiayuan.modules.help.models import Fund, Payment, Wish

from .conftest import PICTURES
from .hands import Hand, printed, read_code
from .street import COMMUNITY, HER_NUMBER, Screens, Street, hour, street, take_up, wish_for_her
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOODS: list[dict[str, Any]] = [{"language": "zh", "care": True}]
if PICTURES:
    MOODS += [{"language": "en", "care": True}]
SAID = {
    "zh": {"wish": "冬天怕冷，想换一扇旧窗", "title": "换一扇旧窗", "shop": "新建路五金店", "thanks": "屋里暖和了"},
    "en": {"wish": "My old window lets the cold in", "title": "Change an old window",
           "shop": "Xinjian Road Hardware", "thanks": "It is warm now"},
}  # fmt: skip
GRANTED, ASKED, PAID = 100_000, 42_000, 39_850
"""Fen."""


@dataclass
class Hands:
    """``elder`` is a phone that has only scanned the slip; the others have a desk, or help."""

    desk: Hand
    colleague: Hand
    officer: Hand
    elder: Hand
    helpers: dict[Tier, Hand]


@pytest.fixture
def home(transactional_db: None, watch: Watch) -> Street:
    watch.show(hour(2, "10:00"))
    return street()


def hands(screen: Screens, home: Street, mood: dict[str, Any]) -> Hands:
    def at_a_desk(person: Any) -> Hand:
        return Hand(screen("desk", person=person, language=mood["language"]), (HER_NUMBER,))

    reached = {Tier.TEAM: home.team, Tier.STREET: home.beside, Tier.MERCHANT: home.merchant}
    return Hands(
        *(at_a_desk(each) for each in (home.worker, home.colleague, home.officer)),
        elder=Hand(screen("phone", **mood)),
        helpers={
            tier: Hand(screen("phone", person=each, **mood), (HER_NUMBER,)) for tier, each in reached.items()
        },
    )


def grant(officer: Hand) -> Fund:
    """The street gives the community money for the year, and so opens its fund."""
    page = officer.open("/console/funds/", "fund-none")
    officer.tap(page.locator("main details > summary.btn-primary"))
    officer.choose("[name=community]", COMMUNITY)
    officer.write("[name=amount]", f"{GRANTED // 100}")
    officer.go("main form:has([name=community]) button.btn-primary", "fund-granted")
    return Fund.objects.get()


def post_on_paper(has: Hands, said: dict[str, str]) -> Wish:
    """At the counter; the slip goes home with her, and is scanned there."""
    counter = Hand(has.desk.screen)
    number = wish_for_her(counter, said["wish"], "fund")
    address = read_code(printed(counter.page)[0])
    has.elder.open(address.removeprefix(has.elder.screen.base), "fund-scanned")
    take_up(has.desk, number, said["title"], said["wish"], "fund")
    return Wish.objects.get()


def climb(has: Hands, wish: Wish, watch: Watch) -> Sequence[Tier]:
    """By the clock alone, up to the last tier. Whoever a step reaches sees the wish then, and not before."""
    met: list[Tier] = [Tier(wish.tier)]
    while wish.tier != Tier.FUND:
        following = {tier: hand for tier, hand in has.helpers.items() if tier not in met}
        for tier, hand in following.items():
            expect(offered(hand, wish, f"fund-before-{tier}")).to_have_count(0)
        watch.show(wish.climbs_at)  # type: ignore[arg-type]
        climb_all()
        wish.refresh_from_db()
        tier = Tier(wish.tier)
        page = has.elder.open(f"/wishes/{wish.number}/", f"fund-{tier}")
        expect(page.locator("main section").first).to_contain_text(str(tier.label))
        if tier in has.helpers:
            expect(offered(has.helpers[tier], wish, f"fund-offered-{tier}")).to_have_count(1)
        met.append(tier)
    return met


def offered(hand: Hand, wish: Wish, what: str) -> Any:
    return hand.open("/wishes/", what).locator(f'main a[href="/wishes/{wish.number}/"]')


def ask_the_fund(desk: Hand, wish: Wish, shop: str) -> Payment:
    """From what waits for the community: the wish, the fund, how much, to whom."""
    page = desk.open("/console/", "fund-inbox")
    desk.rest()
    desk.go(page.locator(f'main a[href="/console/wishes/{wish.number}/"]').first, "fund-wish")
    desk.go(page.locator('main a[href^="/console/funds/wishes/"]'), "fund-ask")
    desk.write("[name=amount]", f"{ASKED / 100:.2f}")
    desk.write("[name=payee]", shop)
    desk.go("main form button.btn-primary", "fund-asked")
    assert desk.rest() == 5
    assert not page.locator("main form[action$='/approve/']").count(), "nobody decides alone"
    return Payment.objects.get()


def approve(desk: Hand, payment: Payment, what: str) -> None:
    """It waits where everything waits: two taps."""
    page = desk.open("/console/", f"fund-inbox-{what}")
    desk.rest()
    desk.go(page.locator(f'main a[href="/console/funds/payments/{payment.pk}/"]').first, f"fund-to-{what}")
    desk.go("main form[action$='/approve/'] button.btn-primary", f"fund-{what}")
    assert desk.rest() == 2


def pay(desk: Hand, payment: Payment) -> None:
    """Less than was reserved, against a photo of the receipt."""
    page = desk.open("/console/", "fund-inbox-to-pay")
    desk.rest()
    desk.go(page.locator(f'main a[href="/console/funds/payments/{payment.pk}/"]').first, "fund-to-pay")
    form = "main form[action$='/pay/']"
    desk.write(f"{form} [name=amount]", f"{PAID / 100:.2f}")
    desk.attach(f"{form} [name=receipt]", "#f4f1e8")
    desk.go(f"{form} button.btn-primary", "fund-paid")
    assert desk.rest() == 5


def confirm(elder: Hand, wish: Wish, words: str, met: Sequence[Tier]) -> None:
    """Her slip still leads to it, and it tells each step that was tried."""
    page = elder.open("/", "fund-home-asks")
    elder.rest()
    elder.go(page.locator(f'main a[href="/wishes/{wish.number}/"]').first, "fund-is-it-done")
    elder.tap(page.locator("#confirm .star").last)
    elder.write("#id_confirmthanks", words)
    elder.go("#confirm form[action$='/confirm/'] button.btn-primary", "fund-fulfilled")
    assert elder.rest() == 4
    for tier in met[1:]:
        told = _("Now asked: %(who)s") % {"who": tier.label}
        expect(page.locator("ol.steps-line .step").filter(has_text=told)).to_have_count(1)
    for tier in set(Tier) - set(met):
        told = _("Passed over: %(who)s; %(why)s") % {"who": tier.label, "why": PassedOver.NO_POST.label}
        expect(page.locator("ol.steps-line .step").filter(has_text=told)).to_have_count(1)


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "en"][: len(MOODS)])
def test_nobody_claims_and_the_fund_pays(
    screen: Screens, home: Street, watch: Watch, mood: dict[str, Any]
) -> None:
    has, said = hands(screen, home, mood), SAID[mood["language"]]
    with translation.override("zh-hans" if mood["language"] == "zh" else "en"):
        fund = grant(has.officer)
        wish = post_on_paper(has, said)
        met = climb(has, wish, watch)
        assert met == [Tier.TEAM, Tier.STREET, Tier.MERCHANT, Tier.FUND]
        payment = ask_the_fund(has.desk, wish, said["shop"])
        assert balances(fund)["reserved"] == ASKED
        approve(has.colleague, payment, "approved-here")
        approve(has.officer, payment, "approved-above")
        pay(has.desk, payment)
        confirm(has.elder, wish, said["thanks"], met)
        page = has.elder.open(f"/help/stations/{home.station.pk}/", "fund-station")
        expect(page.locator("main")).to_contain_text(f"{PAID / 100:.2f}")
    wish.refresh_from_db()
    payment.refresh_from_db()
    assert (wish.state, payment.state) == (WishState.FULFILLED, PaymentState.PAID)
    held = balances(fund)
    assert (held["available"], held["reserved"], held["spent"]) == (GRANTED - PAID, 0, PAID)
    assert verify().ok
