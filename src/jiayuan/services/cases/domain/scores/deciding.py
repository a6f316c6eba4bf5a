"""The office above decides on an appeal. What is upheld becomes a correction; what was frozen stays."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ...appeal_enums import AppealState
from ...appeal_rules import DECIDE
from ...models import Appeal
from ...score_enums import TIMED, CorrectionKind, LineReason
from .corrections import correct, state_of
from .months import hold_frozen, last_frozen_at
from .sums import Judged

CHANGES: dict[str, dict[str, Any]] = {
    AppealState.LEFT_OUT: {"why": LineReason.APPEALED},
    AppealState.IN_TIME: {"is_late": False},
    AppealState.LATE: {"is_late": True},
    AppealState.DECLINED: {},
}
"""What each decision makes of a line."""


def outcomes_for(appeal: Appeal) -> list[AppealState]:
    """The decisions that would change something, and that nothing changes. A line whose time does not count is not
    corrected to be in time. Nobody is worse off for their own appeal: a unit's is not answered with “late”."""
    present = state_of(appeal.line)
    corrected = []
    if present.why in TIMED and present.is_late:
        corrected = [AppealState.IN_TIME]
    elif present.why in TIMED and not appeal.for_unit:
        corrected = [AppealState.LATE]
    return [*corrected, AppealState.LEFT_OUT, AppealState.DECLINED]


def decide_appeal(pk: int, outcome: str, reason: str, *, by: Actor) -> Appeal:
    """Uphold or decline, with a reason.

    :param outcome: one of :func:`outcomes_for`.
    :raises Refused: not above, on one of the sides, or with a part in the case. :raises Conflict: decided before.
    """
    with transaction.atomic():
        appeal = Appeal.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if appeal is None:
            raise Missing(_("There is no such appeal."), _("Choose one in the list."))
        gate(by, DECIDE, appeal)
        _check_waiting(appeal)
        hold_frozen()
        before = state_of(appeal.line)
        if outcome not in outcomes_for(appeal):
            raise Invalid(
                _("Choose what becomes of the line."),
                _("Only what changes something can be chosen; else decline."),
                field="outcome",
            )
        said = clean_words(reason, field="reason", limit=500)
        appeal.state, appeal.reason = outcome, said
        appeal.decided_by, appeal.decided_at = by.person, now()
        appeal.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        after = before
        if CHANGES[outcome]:
            after = correct(appeal.line, CorrectionKind.APPEAL, **CHANGES[outcome])
            after.at = _after_what_is_frozen(after.at)
            after.save()
        _record(appeal, by, before, after)
    return appeal


def _after_what_is_frozen(moment: datetime) -> datetime:
    """A correction is published with the month that is frozen next: who waited for a freezing, and a clock that lags
    behind, do not put it among what was published before."""
    last = last_frozen_at()
    return moment if last is None else max(moment, last + timedelta(microseconds=1))


def _check_waiting(appeal: Appeal) -> None:
    if not appeal.is_waiting:
        raise Conflict(
            _("This appeal was decided before: “%(state)s”.") % {"state": appeal.get_state_display()},
            _("The reason stands beside it."),
        )


def _record(appeal: Appeal, by: Actor, before: Judged, after: Judged) -> None:
    case = appeal.line.case
    record(
        case.stream,
        "cases.decide_appeal",
        by=by.person,
        before={"is_late": before.is_late, "in_score": before.why},
        after={
            "line": appeal.line_id,
            "appeal": appeal.pk,
            "month": str(appeal.line.month),
            "outcome": appeal.state,
            "is_late": after.is_late,
            "in_score": after.why,
            "words": appeal.reason,
            "role": "desk",
        },
        place_path=case.place_id,
    )
