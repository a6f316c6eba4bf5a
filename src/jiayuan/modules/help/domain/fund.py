"""Money that comes into a fund, and what was entered wrongly."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..enums import Uncounted
from ..fund_enums import SOURCES, AccountKind
from ..fund_rules import FUND_DONATION, FUND_GRANT, FUND_REVERSE
from ..limits import FUND_WORDS, RECEIPT
from ..models import Fund, ServiceRecord, Transfer
from .fund_book import clean_amount, ensure_fund, fund_of, lock_fund, move, note, own_nonce
from .locks import lock_wish
from .recount import take_back


def grant_budget(
    community: str, *, amount: int, year: int, words: str = "", by: Actor, nonce: str | None = None
) -> Transfer:
    """The street or the district gives a community money for a year; the first grant opens its fund.

    :raises Refused: the community's own people. :raises Invalid: the field is named. :raises Missing: no community.
    """
    kept = own_nonce(by, "grant", nonce)
    gate(by, FUND_GRANT, community)
    if len(community) != COMMUNITY_LENGTH or not Place.objects.filter(pk=community).exists():
        raise Missing(_("There is no such community."), _("Choose one of those shown."))
    if abs(year - today().year) > 1:
        raise Invalid(
            _("A budget is for this year, the last or the next."), _("Look at the year."), field="year"
        )
    said = clean_words(words, field="words", limit=FUND_WORDS, required=False)
    with transaction.atomic():
        fund = ensure_fund(community)
        if (before := already_recorded(kept)) is not None:
            return _entered(before)
        transfer = move(
            fund, AccountKind.BUDGET, AccountKind.AVAILABLE, clean_amount(amount), by=by.person, words=said, year=year
        )  # fmt: skip
        _note(fund, "help.fund_grant", transfer, by, more={"year": year}, nonce=kept)
    return transfer


def note_donation(
    community: str, *, amount: int, receipt: str, words: str = "", by: Actor, nonce: str | None = None
) -> Transfer:
    """Somebody gave money and was given a receipt; its number is noted, their name is not.

    :raises Refused, Invalid, Missing: each in words. :raises Conflict: this receipt is entered already.
    """
    kept = own_nonce(by, "donation", nonce)
    gate(by, FUND_DONATION, community)
    number = clean_words(receipt, field="receipt", limit=RECEIPT)
    said = clean_words(words, field="words", limit=FUND_WORDS, required=False)
    with transaction.atomic():
        fund = fund_of(community)
        if (before := already_recorded(kept)) is not None:
            return _entered(before)
        same = Transfer.objects.filter(origin__fund=fund, receipt=number, reverses=None, reversal=None)
        if same.exists():
            raise Conflict(
                _("A donation with this receipt is entered already."),
                _("Look at the number."),
                code="receipt",
            )
        transfer = move(
            fund, AccountKind.DONATION, AccountKind.AVAILABLE, clean_amount(amount), by=by.person, words=said,
            receipt=number,
        )  # fmt: skip
        _note(fund, "help.fund_donation", transfer, by, more={}, nonce=kept)
    return transfer


def reverse_transfer(pk: int, *, words: str, by: Actor, nonce: str | None = None) -> Transfer:
    """What came in wrongly goes out again, and what was paid wrongly and came back is available: by another row. A
    wish that it was paid for counts no more as help that was given, until it is paid for anew.

    :raises Refused: who entered it, or not from above. :raises Conflict: reversed already, or the money is gone.
    """
    kept = own_nonce(by, "reverse", nonce)
    known = Transfer.objects.filter(pk=pk).values_list("origin__fund_id", "payment__wish_id").first()
    if known is None:
        raise Missing(_("There is no such entry."), _("Look at the list of the fund."))
    fund_id, wish_id = known
    said = clean_words(words, field="words", limit=FUND_WORDS)
    with transaction.atomic():
        if wish_id is not None:
            lock_wish(wish_id)
        fund = lock_fund(fund_id)
        if (before := already_recorded(kept)) is not None:
            return _entered(before)
        wrong = Transfer.objects.select_related("origin__fund", "target").get(pk=pk)
        gate(by, FUND_REVERSE, wrong)
        ways = _way_back(wrong)
        transfer = move(
            fund, *ways, wrong.amount, by=by.person, words=said, reverses=wrong, year=wrong.year,
            payment=wrong.payment, receipt=wrong.receipt,
        )  # fmt: skip
        if wrong.payment_id is not None:
            counted = ServiceRecord.objects.filter(payment=wrong.payment_id)
            take_back(counted, Uncounted.REVERSED, by=by)
        _note(fund, "help.fund_reverse", transfer, by, more={"reverses": wrong.pk}, nonce=kept)
    return transfer


def _way_back(wrong: Transfer) -> tuple[AccountKind, AccountKind]:
    origin, target = AccountKind(wrong.origin.kind), AccountKind(wrong.target.kind)
    if wrong.reverses_id is not None or Transfer.objects.filter(reverses=wrong).exists():
        raise Conflict(
            _("This is a reversal, or reversed already."), _("Enter what is right anew."), code="reversed"
        )
    if origin in SOURCES:
        return target, origin
    if target == AccountKind.SPENT:
        return target, AccountKind.AVAILABLE
    raise Conflict(
        _("What is reserved belongs to a payment."),
        _("Refuse or withdraw the payment instead."),
        code="payment",
    )


def _entered(entry: Entry) -> Transfer:
    return Transfer.objects.get(pk=(entry.payload or {})["after"]["transfer"])


def _note(
    fund: Fund, action: str, transfer: Transfer, by: Actor, *, more: dict[str, object], nonce: str | None
) -> None:
    note(fund, action, by.person, {"transfer": transfer.pk, "amount": transfer.amount, **more}, nonce)
