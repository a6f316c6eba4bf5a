"""A report made without an account joins one."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.ledger.domain.record import record

from ..models import Case, Joining


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
        case = Case.objects.select_for_update().get(pk=held)
        if case.reporter_id == by.pk:
            return case
        if case.reporter_id is not None:
            raise Conflict(
                _("This report belongs to an account already."),
                _("Sign in with the phone number it belongs to."),
            )
        case.reporter = by.person
        case.token_hash = hash_token(secrets.token_urlsafe(16))
        _claim_lead(case, hash_token(token), by)
        case.revision += 1
        case.save(update_fields=["reporter", "token_hash", "revision", "updated_at"])
        record(case.stream, "cases.claim", by=by.person, after={"role": "reporter"}, place_path=case.place_id)
    return case


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
