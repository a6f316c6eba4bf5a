"""A worker enters for somebody who called that they have the same problem."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.people.domain.consent import record_consent

from .join import JoinDraft, Joined, join_case


def join_for_somebody(
    case_id: int, draft: JoinDraft, *, manner: str, beneficiary_name: str, by: Actor, nonce: str | None = None
) -> Joined:
    """Write down that they agreed, and join for them: both or neither.

    :raises Refused: ``by`` does not work for residents. :raises Invalid: as ``record_consent`` and ``join_case``.
    """
    with transaction.atomic():
        consent = record_consent(
            helper=by, purpose=_("Join a report"), manner=manner, beneficiary_name=beneficiary_name
        )
        joined = join_case(case_id, replace(draft, consent=consent), by=by, nonce=nonce)
        if not joined.is_new:
            transaction.set_rollback(True)
    return joined
