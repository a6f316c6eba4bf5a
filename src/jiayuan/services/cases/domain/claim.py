"""A report made without an account joins one."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Missing, Refused
from jiayuan.foundation.ledger.domain.record import record

from ..models import Case


def claim_case(token: str, *, by: Actor) -> Case:
    """Whoever holds the slip's token makes the case theirs; claiming twice changes nothing."""
    if by.person is None:
        raise Refused(_("Sign in first."), _("A phone number is enough; a code comes by message."))
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(token_hash=hash_token(token)).first()
        if case is None:
            raise Missing(_("This link does not lead to a report."), _("Scan the code on the slip again."))
        if case.reporter_id == by.pk:
            return case
        if case.reporter_id is not None:
            raise Conflict(
                _("This report belongs to an account already."),
                _("Sign in with the phone number it belongs to."),
            )
        case.reporter = by.person
        case.revision += 1
        case.save(update_fields=["reporter", "revision", "updated_at"])
        record(case.stream, "cases.claim", by=by.person, after={"role": "reporter"}, place_path=case.place_id)
    return case
