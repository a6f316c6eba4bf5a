"""A community with a fund: who asks, who approves, who grants."""

from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.domain.fund import grant_budget
from jiayuan.modules.help.domain.fund_payments import PURPOSE, PaymentDraft, approve_payment, ask_payment
from jiayuan.modules.help.enums import Tier, WishAction
from jiayuan.modules.help.fund_enums import AccountKind
from jiayuan.modules.help.models import Account, Fund, Payment, Wish
from tests.factories import PhotoFactory

from .scene import COMMUNITY, Scene, holder

STREET = "140106004"
GRANTED = 100_000


class FundScene(Scene):
    """A thousand yuan were granted."""

    def __init__(self) -> None:
        super().__init__()
        self.colleague = holder(Role.COMMUNITY_WORKER, COMMUNITY)
        self.officer = holder(Role.STREET_OFFICER, STREET)
        self.chief = holder(Role.STREET_OFFICER, STREET)
        grant_budget(COMMUNITY, amount=GRANTED, year=2026, by=self.officer)
        self.fund = Fund.objects.get()

    def on_the_last_tier(self, **fields: Any) -> Wish:
        wish = self.opened(**fields)
        while wish.tier != Tier.FUND:
            wish = self.act(wish, WishAction.CLIMB)
        return wish

    def asked(self, amount: int = 20_000, wish: Wish | None = None, by: Actor | None = None) -> Payment:
        purpose: dict[str, Any] = {"community": COMMUNITY, "kind": "goods"}
        if wish is not None:
            purpose = {"wish": wish.pk}
        draft = PaymentDraft(amount=amount, payee="新建路五金店", words="买纱窗", **purpose)
        return ask_payment(draft, by=by or self.worker)

    def approved(self, amount: int = 20_000, wish: Wish | None = None) -> Payment:
        payment = self.asked(amount, wish)
        approve_payment(payment.pk, by=self.colleague)
        return approve_payment(payment.pk, by=self.officer)

    def receipt(self, by: Actor | None = None, **fields: Any) -> Any:
        given = {"purpose": PURPOSE, "uploaded_by": (by or self.worker).person} | fields
        return PhotoFactory(**given)

    def third_of_the_community(self) -> Actor:
        return holder(Role.COMMUNITY_WORKER, COMMUNITY)

    def held(self) -> tuple[int, int, int]:
        """Available, reserved, spent."""
        found = dict(Account.objects.filter(fund=self.fund).values_list("kind", "balance"))
        return found[AccountKind.AVAILABLE], found[AccountKind.RESERVED], found[AccountKind.SPENT]


def balances_equal_transfers() -> bool:
    """Every balance is what reached the account less what left it, and all of them together are nothing."""
    accounts = list(Account.objects.prefetch_related("reached", "left"))
    sums = [
        sum(each.amount for each in account.reached.all()) - sum(each.amount for each in account.left.all())
        for account in accounts
    ]
    return [account.balance for account in accounts] == sums and sum(sums) == 0
