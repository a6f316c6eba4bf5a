"""Somebody has looked: it was not done, or there is an explanation."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, record

from ...doubt_enums import DoubtState
from ...models import Case, Doubt
from ...models.doubt import SETTLED

DECIDE = "cases.decide_doubt"


def decide_doubt(
    case_id: int, pk: int, verdict: str, reason: str, *, by: Actor, nonce: str | None = None
) -> Doubt:
    """Say of one sign what it was. It changes nothing in the case: what follows from it is done there.

    :param verdict: ``real`` or ``explained``.
    :param nonce: once-only number of the form; the second sending changes nothing and gives the same sign.
    :raises Refused: had a part in the case, or does not oversee it. :raises Conflict: somebody said so before.
    """
    with transaction.atomic():
        row = found_doubt(Case.objects.select_for_update().filter(pk=case_id).first(), pk)
        gate(by, DECIDE, row)
        known = already_recorded(nonce)
        if known is not None and known.stream_id == row.case.stream:
            return row
        _check_open(row)
        if verdict not in SETTLED:
            raise Invalid(_("Say what it was."), _("Choose whether it was done or not."), field="verdict")
        said = clean_words(reason, field="reason", limit=500, required=True)
        row.state, row.reason, row.decided_by, row.decided_at = verdict, said, by.person, now()
        row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        record(
            row.case.stream,
            "cases.decide_doubt",
            by=by.person,
            after={"kind": row.kind, "verdict": verdict, "words": said, "role": "desk"},
            place_path=row.case.place_id,
            nonce=nonce,
        )
    return row


def found_doubt(case: Case | None, pk: int) -> Doubt:
    """This sign of this case. :raises Missing: there is none."""
    row = Doubt.objects.filter(pk=pk, case=case).first() if case is not None else None
    if case is None or row is None:
        raise Missing(_("There is no such sign."), _("Look at the case again."))
    row.case = case
    return row


def _check_open(row: Doubt) -> None:
    if row.state != DoubtState.OPEN:
        raise Conflict(
            _("This was looked at before: “%(state)s”.") % {"state": row.get_state_display()},
            _("The reason stands beside it."),
        )
