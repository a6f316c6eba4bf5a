"""A report made without an account joins one."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.ledger.domain.record import record

from ..enums import TieKind
from ..models import Case, Contact, Joining, Tie
from .locking import lock_case
from .queries.by_number import number_of
from .queries.opened import no_such_case


def claim_case(token: str, *, by: Actor) -> Case:
    """Whoever holds the slip's token makes the case theirs.

    The token is spent by that: the slip may lie about or have been photographed, and from now on the account opens the
    case. The old link leads nowhere any more; the number on the slip still opens what is public.

    :raises Refused: not signed in.
    :raises Missing: no such token, or one that was spent.
    :raises Conflict: somebody else was faster.
    """
    if by.person is None:
        raise Refused(_("Sign in first."), _("A phone number is enough; a code comes by message."))
    held = Case.objects.filter(token_hash=hash_token(token)).values_list("pk", flat=True).first()
    if held is None:
        raise no_such_slip()
    with transaction.atomic():
        case = _locked_with_its_lead(held)
        _take_over(case, by)
    return case


def claim_by_number(case_id: int, *, by: Actor) -> Case:
    """Whoever signs in with the number that was left with a report makes it theirs: a code proved the number, and each
    step was told to it. The slip is spent by that, as in :func:`claim_case`.

    :raises Refused: not signed in.
    :raises Missing: it was reported with another number, or with none; or theirs is not proven.
    :raises Conflict: it belongs to another account.
    """
    if by.person is None:
        raise Refused(_("Sign in first."), _("A phone number is enough; a code comes by message."))
    with transaction.atomic():
        if not Case.objects.filter(pk=case_id).exists():
            raise no_such_case()
        case, number = _locked_with_its_lead(case_id), number_of(by)
        if not number or not Contact.objects.filter(case=case, phone=number).exists():
            raise no_such_case()
        _take_over(case, by)
    return case


def _locked_with_its_lead(case_id: int) -> Case:
    """Both are held, in the order of their keys: whoever joins the lead with the same account meanwhile waits.

    :raises Conflict: it was merged between looking and holding.
    """
    rows = Tie.objects.filter(case=case_id, kind=TieKind.MERGED)
    held = list(rows.values_list("lead_id", flat=True))
    case = lock_case(case_id, [each for each in held if each is not None])
    if list(rows.values_list("lead_id", flat=True)) != held:
        raise Conflict(
            _("Meanwhile this report was put together with another."), _("Press once more; it then works.")
        )
    return case


def _take_over(case: Case, by: Actor) -> None:
    """The case is locked, and what it was merged into."""
    if case.reporter_id == by.pk:
        return
    if case.reporter_id is not None:
        raise Conflict(
            _("This report belongs to an account already."),
            _("Sign in with the phone number it belongs to."),
        )
    held = case.token_hash
    case.reporter = by.person
    case.token_hash = hash_token(secrets.token_urlsafe(16))
    _claim_lead(case, held, by)
    case.revision += 1
    case.save(update_fields=["reporter", "token_hash", "revision", "updated_at"])
    record(case.stream, "cases.claim", by=by.person, after={"role": "reporter"}, place_path=case.place_id)


def _claim_lead(case: Case, held: str, by: Actor) -> None:
    """What it was merged into is followed by the account from now on, as the report itself."""
    followed = Joining.objects.filter(via=case, token_hash=held)
    for joining in followed:
        if Joining.objects.filter(case=joining.case_id, person=by.person).exists():
            joining.delete()
        else:
            joining.person, joining.phone, joining.token_hash = by.person, "", case.token_hash
            joining.save(update_fields=["person", "phone", "token_hash"])


def no_such_slip() -> Missing:
    """The same words whether the token never was or was spent."""
    return Missing(
        _("This link does not lead to a report any more."),
        _(
            "If you took the report into your account, sign in and look under “My reports”."
            " Otherwise ask your community office with the number on the slip."
        ),
    )
