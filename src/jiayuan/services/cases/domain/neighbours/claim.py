"""A joining made without an account becomes one's own."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.foundation.ledger.domain.record import record

from ...models import Case, Joining
from ...models.joining import JoiningQuerySet
from ..claim import no_such_slip
from ..queries.by_number import number_of


def claim_joining(token: str, *, by: Actor) -> Joining:
    """Whoever holds the link of a joining takes it into their account. The link is spent by that, and the number that
    was left is deleted: from now on the account is told.

    :raises Refused: not signed in.
    :raises Missing: no such link, or one that was spent.
    :raises Conflict: they follow the report with this account already, as its reporter or by a joining.
    """
    if by.person is None:
        raise Refused(_("Sign in first."), _("A phone number is enough; a code comes by message."))
    held = Joining.objects.filter(token_hash=hash_token(token), person=None)
    key = held.values_list("case_id", flat=True).first()
    if key is None:
        raise no_such_slip()
    return _take_over(held, key, by)


def claim_joining_by_number(case_id: int, *, by: Actor) -> Joining:
    """The same for whoever signs in with the number that was left with a joining; a code proved it.

    :raises Missing: the number did not join this case. Otherwise as :func:`claim_joining`.
    """
    if by.person is None:
        raise Refused(_("Sign in first."), _("A phone number is enough; a code comes by message."))
    number = number_of(by)
    if not number:
        raise no_such_slip()
    return _take_over(Joining.objects.filter(phone=number, person=None), case_id, by)


def _take_over(held: JoiningQuerySet, case_id: int, by: Actor) -> Joining:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        joining = held.select_for_update().filter(case=case).first()
        if joining is None:
            raise no_such_slip()
        if case.reporter_id == by.pk or case.joinings.filter(person=by.person).exists():
            raise Conflict(
                _("You follow this report with your account already."),
                _("Nothing is to be done: each step is told to your account."),
                code="joined",
            )
        joining.person, joining.phone = by.person, ""
        joining.token_hash = hash_token(secrets.token_urlsafe(16))
        joining.save(update_fields=["person", "phone", "token_hash"])
        told = {"role": "joined", "joining": joining.pk}
        record(case.stream, "cases.claim_joining", by=by.person, after=told, place_path=case.place_id)
    return joining
