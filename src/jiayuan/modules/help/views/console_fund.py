"""The funds of one's communities: what they hold, what is asked of them, what they paid."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.domain.accept import accept_photo

from ..domain.fund import grant_budget, note_donation
from ..domain.fund_payments import (
    PURPOSE,
    PaymentDraft,
    approve_payment,
    ask_payment,
    pay,
    refuse_payment,
    withdraw_payment,
)
from ..domain.queries.allotments import uses_of
from ..domain.queries.desk import desk_wish
from ..domain.queries.fund import (
    balances,
    funds_of,
    grantable,
    opened_fund,
    opened_payment,
    waiting_for,
    without_receipt,
)
from ..domain.queries.fund_statement import statement
from ..fund_enums import PaymentState
from ..fund_rules import FUND_APPROVE, FUND_ASK, FUND_PAY, FUND_REFUSE, FUND_WITHDRAW
from ..interfaces.fund_forms import (
    AskForm,
    AskOtherForm,
    DonationForm,
    GrantForm,
    PayForm,
    RefuseForm,
    fen_of,
    whole_of,
)
from ..models import Fund, Payment
from ..rules import DESK

A_PAGE = 50
METHODS = ["GET", "HEAD", "POST"]


def _try(form: Any, deed: Callable[[], Any]) -> Any:
    """What the deed gives; None where the form shows why not. Refused and missing are pages of their own."""
    try:
        return deed()
    except DomainError as error:
        if error.status in (403, 404):
            raise
        form.blame(error)
        return None


def _nonce(request: Visit) -> str:
    """What the form carried: sent twice, it is done once."""
    return request.POST.get("nonce", "") or _fresh()


def _fresh() -> str:
    """For a form that is shown, a refused one too: another photo sent with it is another photo."""
    return secrets.token_hex(16)


@console_view(*DESK)
@require_http_methods(METHODS)
def funds(request: Visit) -> HttpResponse:
    """All funds that one sees, what waits for one's approval, and for the offices above: granting a budget."""
    communities = grantable(request.actor)
    given = request.POST if request.method == "POST" else None
    form = GrantForm(
        given, choices=[(each.path, str(each)) for each in communities], initial={"year": today().year}
    )
    if given is not None and _try(form, lambda: _grant(request)) is not None:
        messages.success(request, _("Granted. The community can use it now."))
        return redirect("console-funds")
    context = {
        "funds": funds_of(request.actor),
        "waiting": waiting_for(request.actor),
        "form": form if communities else None,
        "nonce": _fresh(),
    }
    return render(request, "help/console/funds.html", context, status=422 if given is not None else 200)


def _grant(request: Visit) -> Any:
    given = request.POST
    return grant_budget(
        given.get("community", ""), amount=fen_of(given.get("amount", "")),
        year=whole_of(given.get("year", ""), "year"), words=given.get("words", ""),
        by=request.actor, nonce=_nonce(request),
    )  # fmt: skip


@console_view(*DESK)
@require_safe
def fund(request: Visit, pk: int) -> HttpResponse:
    """``year`` chooses the statement; ``after`` goes on in the list of payments."""
    return _show_fund(request, opened_fund(request.actor, pk))


def _show_fund(request: Visit, found: Fund, *, ask: Any = None, donation: Any = None) -> HttpResponse:
    years = range(found.since.year, today().year + 1)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), years[-1])
    told = statement(found, year)
    rows = found.payments.select_related("wish", "asked_by")
    context = {
        "fund": found,
        "held": balances(found),
        "page": page_of(rows, by="-id", after=request.GET.get("after", ""), size=A_PAGE),
        "statement": told,
        "uses": uses_of(found, told),
        "without_receipt": without_receipt(found),
        "paid": [(kind.label, fen) for kind, fen in told.paid.items()],
        "years": years,
        "ask": ask or AskOtherForm(),
        "donation": donation or DonationForm(),
        "asking": may(request.actor, FUND_ASK, found),
        "nonce": _fresh(),
    }
    is_back = ask is not None or donation is not None
    return render(request, "help/console/fund.html", context, status=422 if is_back else 200)


@console_view(*DESK)
@require_POST
def donate(request: Visit, pk: int) -> HttpResponse:
    """Note a donation by the number of its receipt."""
    found, given, form = opened_fund(request.actor, pk), request.POST, DonationForm(request.POST)
    made = _try(form, lambda: note_donation(
        found.community_id, amount=fen_of(given.get("amount", "")), receipt=given.get("receipt", ""),
        words=given.get("words", ""), by=request.actor, nonce=_nonce(request),
    ))  # fmt: skip
    if made is None:
        return _show_fund(request, found, donation=form)
    messages.success(request, _("The donation is entered."))
    return redirect("console-fund", found.pk)


@console_view(*DESK)
@require_POST
def ask_other(request: Visit, pk: int) -> HttpResponse:
    """Ask for money for something else than a wish."""
    found, form = opened_fund(request.actor, pk), AskOtherForm(request.POST)
    made = _try(form, lambda: _ask(request, community=found.community_id, kind=request.POST.get("kind", "")))
    return _show_fund(request, found, ask=form) if made is None else _asked(request, made)


@console_view(*DESK)
@require_http_methods(METHODS)
def ask_for_wish(request: Visit, number: str) -> HttpResponse:
    """Ask for money for a wish that nobody took on."""
    wish = desk_wish(number, request.actor)
    given = request.POST if request.method == "POST" else None
    form = AskForm(given, initial={"words": wish.title})
    if given is not None and (made := _try(form, lambda: _ask(request, wish=wish.pk))) is not None:
        return _asked(request, made)
    context = {
        "wish": wish, "form": form, "nonce": _fresh(), "asking": may(request.actor, FUND_ASK, wish.place_id),
    }  # fmt: skip
    return render(request, "help/console/fund_ask.html", context, status=422 if given is not None else 200)


def _ask(request: Visit, **purpose: Any) -> Payment:
    given = request.POST
    draft = PaymentDraft(
        amount=fen_of(given.get("amount", "")),
        payee=given.get("payee", ""),
        words=given.get("words", ""),
        **purpose,
    )
    return ask_payment(draft, by=request.actor, nonce=_nonce(request))


def _asked(request: Visit, payment: Payment) -> HttpResponse:
    messages.success(request, _("Asked for. The money is reserved until two others have decided."))
    uses = uses_of(payment.fund, statement(payment.fund, today().year))
    if any(each.kind == payment.kind and (each.is_near or each.is_over) for each in uses):
        messages.warning(request, _("Little or nothing is left of this year's budget for this purpose."))
    return redirect("console-fund-payment", payment.pk)


@console_view(*DESK)
@require_safe
def payment(request: Visit, pk: int) -> HttpResponse:
    """One payment: who asked, who approved, and what can be done."""
    return _show_payment(request, opened_payment(request.actor, pk))


def _show_payment(request: Visit, found: Payment, **forms: Any) -> HttpResponse:
    rights = {"approve": FUND_APPROVE, "refuse": FUND_REFUSE, "withdraw": FUND_WITHDRAW, "pay": FUND_PAY}
    context = {
        "payment": found,
        "may": {name: may(request.actor, permission, found) for name, permission in rights.items()},
        "pay_form": PayForm(),
        "refuse_form": RefuseForm(),
        "nonce": _fresh(),
    } | forms
    return render(request, "help/console/fund_payment.html", context, status=422 if forms else 200)


@console_view(*DESK)
@require_POST
def act(request: Visit, pk: int, action: str) -> HttpResponse:
    """Approve, refuse, withdraw or pay."""
    found, nonce = opened_payment(request.actor, pk), _nonce(request)
    if action == "approve":
        found = approve_payment(pk, by=request.actor, nonce=nonce)
    elif action == "withdraw":
        withdraw_payment(pk, by=request.actor, nonce=nonce)
    elif action == "refuse":
        refusal = RefuseForm(request.POST)
        reason = request.POST.get("reason", "")
        if _try(refusal, lambda: refuse_payment(pk, reason=reason, by=request.actor, nonce=nonce)) is None:
            return _show_payment(request, found, refuse_form=refusal)
    elif action == "pay":
        form = PayForm(request.POST)
        if _try(form, lambda: _pay(request, pk, nonce)) is None:
            return _show_payment(request, found, pay_form=form)
    else:
        raise Missing(_("There is no such page."), _("Go back to the payment."))
    messages.success(request, _done(action, found))
    return redirect("console-fund-payment", pk)


def _done(action: str, payment: Payment) -> str:
    """What the act came to, and who is next."""
    if action == "approve" and payment.state == PaymentState.APPROVED:
        return _("Approved by two. The community pays now and attaches the receipt.")
    return {
        "approve": _("Approved. A second approval is needed before it is paid."),
        "refuse": _("Refused. The community is told, and the money is free again."),
        "withdraw": _("Withdrawn. The money is free again."),
        "pay": _("Entered as paid, with its receipt."),
    }[action]


def _pay(request: Visit, pk: int, nonce: str) -> Payment:
    amount, sent = fen_of(request.POST.get("amount", "")), request.FILES.get("receipt")
    receipt = (
        accept_photo(sent, by=request.actor, purpose=PURPOSE, nonce=f"{nonce}-receipt")
        if sent is not None
        else None
    )
    return pay(pk, amount=amount, receipt=receipt, by=request.actor, nonce=nonce)
