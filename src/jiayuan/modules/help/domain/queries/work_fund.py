"""What of the community funds waits at the desk: wishes that only the fund is left for, requests, receipts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.common.counted import Rows
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.prepared import Slots
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import Tier, WishState
from ...fund_enums import PaymentState
from ...models import Payment, Wish

FUND, APPROVE, PAY = "wish-fund", "fund-approve", "fund-pay"
LABELS: dict[str, str | Promise] = {
    FUND: gettext_lazy("Wishes that the fund is asked about"),
    APPROVE: gettext_lazy("Requests to the fund"),
    PAY: gettext_lazy("Payments without a receipt"),
}
BASES: dict[str, str | Promise] = {
    APPROVE: gettext_lazy("Two decide about money of the fund; your word is missing."),
    PAY: gettext_lazy("Approved by two; it is paid, and the receipt is kept here."),
}
ACTIONS: dict[str, str | Promise] = {
    APPROVE: gettext_lazy("Look and decide"),
    PAY: gettext_lazy("Pay and keep the receipt"),
}
WEIGHTS = {APPROVE: 6, PAY: 5}


def fund_rows(actor: Actor) -> Iterator[Rows]:
    """As ``fund_rules`` has it: a community's own workers ask and pay; whoever asked does not approve, nobody approves
    twice, and where the first approval was the community's the other comes from above."""
    own = actor.reach.paths_for(Role.COMMUNITY_WORKER)
    asked_for = Payment.objects.running().filter(wish=OuterRef("pk"))
    left = Wish.objects.within(*own).filter(
        ~Exists(asked_for), state=WishState.OPEN, tier=Tier.FUND, climbs_at__isnull=False
    )
    yield FUND, left.order_by("climbs_at", "pk")
    works_there = inside(own, field="fund__community_id")
    is_above = inside(actor.reach.paths_for(*OFFICERS), field="fund__community_id") & ~works_there
    asked = Payment.objects.visible_to(actor).filter(state=PaymentState.ASKED)
    others = asked.exclude(asked_by=actor.pk).exclude(first_by=actor.pk)
    yield (
        APPROVE,
        others.filter(Q(first_by=None) | Q(first_from_above=True) | is_above).order_by("asked_at", "pk"),
    )
    yield PAY, Payment.objects.filter(works_there, state=PaymentState.APPROVED).order_by("second_at", "pk")


def payments_at(many: int) -> "QuerySet[Any]":
    """With what a line of the inbox shows."""
    rows = Payment.objects.filter(pk__in=Slots("keys", Payment, "pk", many))
    return rows.select_related("fund__community").defer("fund__community__boundary")


def _of_payment(kind: str) -> Callable[[Payment], WorkItem]:
    def item(payment: Payment) -> WorkItem:
        return WorkItem(
            key=f"{kind}/{payment.pk}", title=mask_words(payment.words),
            where=f"{payment.fund.community} · ¥{payment.amount / 100:,.2f}", kind=kind, kind_label=str(LABELS[kind]),
            basis=str(BASES[kind]), action_label=str(ACTIONS[kind]),
            url=reverse("console-fund-payment", args=[payment.pk]), weight=WEIGHTS[kind],
        )  # fmt: skip

    return item


def for_the_fund(of_wish: Callable[..., WorkItem], wish: Wish) -> WorkItem:
    """``of_wish`` is the usual line of a wish."""
    return of_wish(
        wish, FUND,
        basis=_("Nobody was found on any tier; what remains is the community fund."),
        action_label=_("Ask the fund or decide"), weight=6,
    )  # fmt: skip


PAYMENT_ITEMS: Mapping[str, Callable[[Payment], WorkItem]] = {
    kind: _of_payment(kind) for kind in (APPROVE, PAY)
}
