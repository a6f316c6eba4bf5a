"""Writing down that something is to be looked at twice. Called with the case locked."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source, current_source
from jiayuan.foundation.ledger.domain.record import record

from ...doubt_enums import DoubtKind, DoubtState
from ...enums import Action
from ...models import Case, Doubt, StageRun
from .signs import SIGNS

ASKED_AT = frozenset(sign.at for sign in SIGNS)


def follow_doubts(case: Case, action: Action) -> None:
    """What this act tells; most tell nothing, and cost nothing. Who failed it has looked: what was open in this round
    is settled, until the same is seen again."""
    if action == Action.FAIL:
        case.doubts.filter(round=case.round, state=DoubtState.OPEN).update(state=DoubtState.SENT_BACK)
    if action not in ASKED_AT:
        return
    for sign in SIGNS:
        if sign.at == action and (measured := sign.measure(case, sign.allowed)) is not None:
            raise_doubt(case, sign.kind, measured, round_number=_round(case, action))


def _round(case: Case, action: Action) -> int:
    """Reopening has begun the next round already."""
    return case.round - 1 if action == Action.REOPEN else case.round


def raise_doubt(case: Case, kind: DoubtKind, measured: Mapping[str, Any], *, round_number: int) -> bool:
    """One row for each case, round and kind; False where it was there. What the verifier sent back and is seen again
    waits again."""
    found = dict(measured)
    fresh = {"measured": found, "raised_at": now(), "unit_id": _handed_in_by(case, round_number)}
    with transaction.atomic():
        row, is_new = Doubt.objects.get_or_create(case=case, round=round_number, kind=kind, defaults=fresh)
        if not is_new:
            again = Doubt.objects.filter(pk=row.pk, state=DoubtState.SENT_BACK)
            if not again.update(state=DoubtState.OPEN, measured=found, raised_at=now()):
                return False
        record(
            case.stream,
            "cases.doubt",
            after={"kind": kind, "measured": found, "round": round_number},
            place_path=case.place_id,
            source=Source.DEMO if current_source() == Source.DEMO else Source.SYSTEM,
        )
    return True


def _handed_in_by(case: Case, round_number: int) -> int | None:
    """The unit that had it last in that round."""
    runs = StageRun.objects.filter(case=case, round=round_number, responsible__isnull=False)
    return runs.order_by("-pk").values_list("responsible_id", flat=True).first()
