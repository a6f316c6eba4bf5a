"""The work of a case belongs to several units: each gets a part, a case of its own, and the case itself leads."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.source import current_source
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation

from ..enums import OPEN_STATES, Action, State, TieKind
from ..models import Case, CategoryVersion, Tie
from ..models.tie import MOST_PIECES
from ..piece_rules import awaited_pieces, pieces_of, tie_of
from .clockwork import follow_state
from .given import Given, PieceDraft
from .sending import send_to, unit_here

WORDS_LIMIT = 500
TOLD_TO_LEAD = {
    Action.CLOSE: "cases.piece_done",
    Action.REJECT: "cases.piece_dropped",
    Action.REOPEN: "cases.piece_reopened",
}
"""What happens to a part, and what the case that leads says of it."""


@dataclass(frozen=True)
class Piece:
    """A part as it is going to be."""

    unit: Organisation
    words: str
    version: CategoryVersion


def plan_pieces(case: Case, drafts: Sequence[PieceDraft]) -> Sequence[Piece]:
    """What would come of it; nothing is written.

    :raises Invalid: none, more than fit, no words, or a unit that does not work here, leads, or has a part already.
    """
    if not drafts:
        raise Invalid(
            _("No part is filled in."), _("Choose a unit and write what it is to do."), field="piece_1_unit"
        )
    if len(drafts) + len(pieces_of(case)) > MOST_PIECES:
        raise Invalid(
            _("A case can be divided into nine parts at most."),
            _("Put together what one unit can do."),
            field="piece_1_unit",
        )
    taken = {each.unit_id for each in pieces_of(case) if each.state in OPEN_STATES} | {case.unit_id}
    planned = []
    for number, draft in enumerate(drafts, start=1):
        planned.append(_planned(case, draft, number, taken))
        taken.add(planned[-1].unit.pk)
    return planned


def _planned(case: Case, draft: PieceDraft, number: int, taken: set[int | None]) -> Piece:
    from .report import current_version

    try:
        unit = unit_here(case, draft.unit_id)
        words = clean_words(draft.words, field="words", limit=WORDS_LIMIT)
        code = draft.category_code or case.version.category_id
        version = case.version if code == case.version.category_id else current_version(code)
    except Invalid as error:
        names = {"unit_id": "unit", "words": "words", "category_code": "category"}
        error.field = f"piece_{number}_{names[error.field or 'words']}"
        raise
    if unit.pk in taken:
        raise Invalid(
            _("%(unit)s leads the case or has a part of it already.") % {"unit": unit.display_name},
            _("Write both into one part, or choose another unit."),
            field=f"piece_{number}_unit",
        )
    return Piece(unit, words, version)


def split(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:  # noqa: ARG001
    """Each part is dispatched at once, with the promise of its category; the case goes on as it is and
    waits for all."""
    planned = plan_pieces(case, given.pieces)
    # The numbers follow from the parts that were seen: whoever did not see the same ones cannot have them.
    first = max((each.tie.number or 0 for each in pieces_of(case)), default=0) + 1
    leading, _is_new = Tie.objects.get_or_create(case=case, defaults={"kind": TieKind.LEAD, "at": now()})
    made = [_make(case, leading, piece, number, by) for number, piece in enumerate(planned, start=first)]
    return {
        "pieces": [each.number for each in made],
        "units": [piece.unit.name for piece in planned],
    }


def _make(case: Case, leading: Tie, piece: Piece, number: int, by: Actor) -> Case:
    """Nobody reported it and nobody holds its token: the reporter follows the case that leads."""
    made = Case(
        version=piece.version,
        place_id=case.place_id,
        latitude=case.latitude,
        longitude=case.longitude,
        address=case.address,
        words=piece.words,
        is_public=False,
        state=State.DISPATCHED,
        source=current_source(),
        token_hash=hash_token(secrets.token_urlsafe(16)),
        reported_at=now(),
        is_demo=case.is_demo,
    )
    send_to(made, piece.unit, by)
    made.save(force_insert=True)
    Tie.objects.create(case=made, kind=TieKind.PIECE, lead=leading, number=number, at=now())
    follow_state(made, State.DISPATCHED)
    made.save(update_fields=["stage", "stage_since", "due_at", "escalation"])
    common: dict[str, object] = {"role": "desk", "lead": case.number}
    _record(made, "cases.piece", common | {"category": made.version.category_id}, by)
    sent = {
        "state": State.DISPATCHED,
        "unit_id": piece.unit.pk,
        "unit": piece.unit.name,
        "words": piece.words,
    }
    _record(made, f"cases.{Action.DISPATCH}", common | sent, by)
    return made


def go_on(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:  # noqa: ARG001
    """The parts that are still open are no longer waited for; each goes on by itself."""
    waited = [each.pk for each in awaited_pieces(case)]
    Tie.objects.filter(pk__in=waited).update(is_awaited=False)
    return {"units": [each.unit.name for each in awaited_pieces(case) if each.unit is not None]}


def tell_lead_of(case: Case, action: Action, by: Actor) -> None:
    """The case that leads says in its own chain what became of a part. Nothing for every other case."""
    tie = tie_of(case) if action in TOLD_TO_LEAD else None
    if tie is None or tie.kind != TieKind.PIECE or tie.lead_id is None:
        return
    unit = case.unit or case.first_unit
    told: dict[str, object] = {
        "piece": case.number,
        "units": [unit.name] if unit is not None else [],
        "role": "desk",
    }
    _record(Case(pk=tie.lead_id, place_id=case.place_id), TOLD_TO_LEAD[action], told, by)


def _record(case: Case, act: str, after: Mapping[str, object], by: Actor) -> None:
    record(
        case.stream,
        act,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        after=dict(after),
        place_path=case.place_id,
    )
