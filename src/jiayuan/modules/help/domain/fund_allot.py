"""The street or the district says how much of a year's money is meant for one purpose."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.ledger.domain.record import already_recorded

from ..fund_enums import PaymentKind
from ..fund_rules import FUND_ALLOT
from ..limits import MOST_AMOUNT
from ..models import Allotment
from .checks import one_of
from .fund_book import lock_fund, note, own_nonce


def allot(
    fund_id: int, *, year: int, kind: str, amount: int, by: Actor, nonce: str | None = None
) -> Allotment | None:
    """Set it, or change what was set; nothing at all takes it away. Gives None where there is none any more.

    :raises Refused: the community's own people. :raises Invalid: the field is named. :raises Missing: no such fund.
    """
    kept = own_nonce(by, "allot", nonce)
    purpose = PaymentKind(one_of(kind, PaymentKind, "kind"))
    with transaction.atomic():
        fund = lock_fund(fund_id)
        gate(by, FUND_ALLOT, fund)
        known = Allotment.objects.filter(fund=fund, year=year, kind=purpose).first()
        if already_recorded(kept) is not None:
            return known
        _check(year, amount)
        before = known.amount if known is not None else 0
        found = _set(known or Allotment(fund=fund, year=year, kind=purpose), amount, by)
        after = {"kind": purpose.value, "year": year, "amount": amount, "amount_before": before}
        note(fund, "help.fund_allot", by.person, after, kept)
    return found


def _set(row: Allotment, amount: int, by: Actor) -> Allotment | None:
    if not amount:
        if row.pk is not None:
            row.delete()
        return None
    row.amount, row.set_by, row.set_at = amount, by.person, now()
    row.save()
    return row


def _check(year: int, amount: int) -> None:
    if abs(year - today().year) > 1:
        raise Invalid(
            _("A budget is for this year, the last or the next."), _("Look at the year."), field="year"
        )
    if not 0 <= amount <= MOST_AMOUNT:
        raise Invalid(
            _("The amount is more than nothing and at most a million yuan."),
            _("Look at the point and the number of zeros."),
            field="amount",
        )
