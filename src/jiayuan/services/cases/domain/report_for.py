"""A worker takes in a report for somebody who called or stands at the counter."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import clean_nonce
from jiayuan.foundation.people.domain.consent import record_consent

from ..models import Case
from .given import ReportDraft, Reported
from .report import report_case


def report_for_somebody(
    draft: ReportDraft, *, manner: str, beneficiary_name: str, by: Actor, nonce: str | None = None
) -> Reported:
    """Write down that they agreed, and take in their report: both or neither. The same ``nonce`` gives the same case.

    :raises Refused: ``by`` does not work for residents. :raises Invalid: as ``record_consent`` and ``report_case``.
    """
    nonce = clean_nonce(nonce)
    if nonce is not None and Case.objects.filter(nonce=nonce).exists():
        return report_case(draft, by=by, nonce=nonce)
    with transaction.atomic():
        consent = record_consent(
            helper=by, purpose=_("Report a problem"), manner=manner, beneficiary_name=beneficiary_name
        )
        reported = report_case(replace(draft, consent=consent), by=by, nonce=nonce)
        if not reported.is_new:
            transaction.set_rollback(True)
    return reported
