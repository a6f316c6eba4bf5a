"""What a charity hour does and what came of it: chosen by the host, ticked and counted by who takes part."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import already_recorded, record
from jiayuan.services.gatherings.domain.locks import lock_session
from jiayuan.services.gatherings.domain.nonces import own_nonce
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Session
from jiayuan.services.gatherings.rules import HOST

from ..activity_enums import Measure
from ..activity_rules import TAKE_PART
from ..enums import CHARITY_HOUR, PairingState
from ..hour_enums import COUNTING, Because, ClaimState, HourKind
from ..models import (
    ActivityKind,
    ActivityResult,
    ActivityVersion,
    CheckMark,
    HourClaim,
    Pairing,
    SessionActivity,
)

FILE = Path(__file__).resolve().parents[1] / "facts" / "activities.json"
MOST = 100_000
WRITABLE = (State.PUBLISHED, State.RUNNING, State.CLOSED)


@lru_cache(maxsize=1)
def _known() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def load_activities(**_kwargs: Any) -> int:
    """Add whichever is missing; what a district changed stays as it is. How many were added."""
    present = set(ActivityKind.objects.values_list("pk", flat=True))
    missing = [
        ActivityKind(order=10 * number, **each)
        for number, each in enumerate(_known(), 1)
        if each["code"] not in present
    ]
    ActivityKind.objects.bulk_create(missing)
    return len(missing)


def choose_activity(
    session_id: int,
    kind: str,
    *,
    by: Actor,
    because: str = Because.ORGANISED,
    hours: str = HourKind.SERVICE,
    partner_id: int | None = None,
) -> SessionActivity:
    """Say what a charity hour does, whether its time counts and why, and which paired organisation joins in.

    :raises Refused: ``by`` does not run it. :raises Invalid: names the field.
    :raises Conflict: no charity hour, filed or called off, or its hours are marked already.
    """
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        _check_open(session, (State.DRAFT, *WRITABLE))
        if HourClaim.objects.filter(session=session).exclude(state=ClaimState.PREPARED).exists():
            raise Conflict(
                _("The hours are marked already, so what they are for stays."),
                _("Ask for a correction of hours where something is wrong."),
            )
        fields = cleaned_choice(session.place_id, kind, because=because, hours=hours, partner_id=partner_id)
        activity, _made = SessionActivity.objects.update_or_create(
            session=session, defaults=fields | {"version": _version_kept(session, kind)}
        )
        after = {"activity": kind, "because": str(because), "kind": str(hours), "pairing": partner_id}
        _record(session, "volunteering.choose_activity", by, after)
    return activity


def tick(session_id: int, codes: set[str], *, by: Actor, nonce: str | None = None) -> int:
    """The check list as it stands now: these points are done, the others not. How many changed.

    :raises Refused: takes no part. :raises Conflict: not a time for it, or the list belongs to each shop.
    """
    with transaction.atomic():
        session, activity, kept = _begin(session_id, by, nonce)
        if kept is None:
            return 0
        if activity.content.visits_shops:
            raise Conflict(_("This list is gone through at each shop."), _("Enter a shop instead."))
        known = {code for code, _name in activity.content.named_checks()}
        marks = {each.code: each for each in session.check_marks.all()}
        changed = {code for code in known if (code in codes) != (code in marks and marks[code].is_done)}
        for code in sorted(changed):
            mark = marks.get(code) or CheckMark(session=session, code=code)
            mark.is_done, mark.marked_by, mark.marked_at = code in codes, by.person, now()
            mark.save()
        if changed:
            after = {"done": sorted(codes & known)}
            _record(session, "volunteering.tick_checks", by, after, nonce=kept or None)
    return len(changed)


def enter_results(
    session_id: int, amounts: Mapping[str, int], *, by: Actor, nonce: str | None = None
) -> list[ActivityResult]:
    """What this person did, in whole numbers by measure; it replaces what they entered before.

    :raises Refused: takes no part. :raises Invalid: not a measure of this activity, or no plausible number (the field
        is the measure). :raises Conflict: not a time for it.
    """
    with transaction.atomic():
        session, activity, kept = _begin(session_id, by, nonce)
        if kept is None:
            return []
        written, after = [], {}
        for measure, amount in amounts.items():
            if measure not in activity.content.measures or measure not in Measure.values:
                raise Invalid(_("This is not counted here."), _("Reload the page."), field=measure)
            if not 0 <= amount <= MOST:
                raise Invalid(
                    _("A whole number from 0 to 100,000 is possible."),
                    _("Write what you did."),
                    field=measure,
                )
            row, _made = ActivityResult.objects.update_or_create(
                session=session, entered_by=by.person, measure=measure,
                defaults={"amount": amount, "entered_at": now()},
            )  # fmt: skip
            written.append(row)
            after[measure] = amount
        if written:
            _record(session, "volunteering.enter_results", by, after, nonce=kept or None)
    return written


def _begin(session_id: int, by: Actor, nonce: str | None) -> tuple[Session, SessionActivity, str | None]:
    """Lock, gate and check. The third is None where this was sent before, else the nonce to keep, empty for none."""
    kept = own_nonce(nonce, by)
    session = lock_session(session_id)
    gate(by, TAKE_PART, session)
    activity = activity_of(session)
    if activity is None:
        raise Conflict(_("Nobody has said yet what is done here."), _("Ask whoever leads it."))
    if already_recorded(kept) is not None:
        return session, activity, None
    _check_open(session, WRITABLE)
    return session, activity, kept or ""


def activity_of(session: Session) -> SessionActivity | None:
    return SessionActivity.objects.select_related("kind", "version").filter(session=session).first()


def _check_open(session: Session, states: tuple[State, ...]) -> None:
    if session.kind != CHARITY_HOUR:
        raise Conflict(_("This is no charity hour."), _("Only charity hours have activities with a list."))
    if State(session.state) not in states:
        raise Conflict(
            _("Nothing can be written down while it is: %(state)s.") % {"state": session.get_state_display()},
            _("Ask whoever leads it."),
        )


def _kind(code: str) -> ActivityKind:
    found = ActivityKind.objects.filter(pk=code, is_active=True).first()
    if found is None:
        raise Invalid(_("What is done?"), _("Choose one of the list."), field="kind")
    return found


def _one_of(value: str, choices: Any, field: str) -> str:
    if value not in choices.values:
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field=field)
    return value


def _version_kept(session: Session, kind: str) -> ActivityVersion | None:
    """Chosen again, it keeps the list that people know already."""
    known = SessionActivity.objects.select_related("version").filter(session=session, kind=kind).first()
    return known.version if known is not None else None


def cleaned_choice(
    path: str, kind: str, *, because: str, hours: str, partner_id: int | None
) -> dict[str, Any]:
    """The fields of a choice for a session or a series at this place. :raises Invalid: naming the field."""
    found = _kind(kind)
    said = _one_of(because, Because, "because")
    if said in COUNTING and not found.counts:
        raise Invalid(
            _("The district said of this kind that its time does not count: %(because)s.")
            % {"because": Because(found.because).label},
            _("Choose that reason, or another kind."),
            field="because",
        )
    return {
        "kind": found, "because": said, "hours": _one_of(hours, HourKind, "hours"),
        "partner": _partner(path, partner_id),
    }  # fmt: skip


def _partner(path: str, key: int | None) -> Pairing | None:
    if key is None:
        return None
    found = Pairing.objects.filter(pk=key, community_id=path[:12], state=PairingState.AGREED).first()
    if found is None:
        raise Invalid(
            _("This organisation is not paired with the community."),
            _("Choose one of the list."),
            field="partner",
        )
    return found


def _record(
    session: Session, action: str, by: Actor, after: Mapping[str, Any], nonce: str | None = None
) -> None:
    record(session.stream, action, by=by.person, after=dict(after), place_path=session.place_id, nonce=nonce)
