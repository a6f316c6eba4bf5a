"""What came of a stop: emptied with its weight, not taken, or missed; and weights corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ..models import Round, RoundStop, Weighing
from ..ops_rules import OPERATE
from ..round_enums import MISSES, OF_STOPS, REFUSALS, RoundState, StopAction, StopState
from ..round_lifecycle import STOP_BY_ACTION
from .entering import check_week, open_for_entry
from .moved import take_back
from .rounds import in_place_of, lock_round, moment_of_entry
from .weights import ask_if_far, read_kg

PURPOSE = "waste_stop"
"""Of photos of what was not taken."""


@dataclass(frozen=True)
class StopDraft:
    """``kg`` as typed, when it was emptied, and ``sure`` as it was typed the time before; else the ``reason``, and with
    a refusal a photo."""

    action: str
    kg: str = ""
    reason: str = ""
    photo_ids: Sequence[UUID] = ()
    upload_token: str = ""
    sure: str = ""


def end_stop(pk: int, draft: StopDraft, *, by: Actor, nonce: str | None = None) -> RoundStop:
    """Once only: the same form sent again changes nothing.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        found, stop, was = _lock(pk, by)
        if kept and stop.nonce == kept:
            return stop
        _check_nonce(kept)
        open_for_entry(found, stop, by)
        _fill(stop, found, draft, by)
        stop.nonce, stop.ended_at = kept, moment_of_entry()
        stop.desk = by.person if in_place_of(found, by) else None
        stop.save()
        if stop.kg is not None:
            Weighing.objects.create(
                stop=stop, kg=stop.kg, holds_kg=stop.holds_kg, by=by.person, at=stop.ended_at
            )
        record_end(found, stop, f"waste.stop_{draft.action}", by, was)
    return stop


def _lock(pk: int, by: Actor) -> tuple[Round, RoundStop, str]:
    """Both as they are once nobody else can change them, and how the collection stood until now. What was moved
    meanwhile has to be given back first, and with it more rounds are locked than this one: so the transaction begins
    anew."""
    try:
        with transaction.atomic():
            found, stop = _lock_own(pk, by)
            return found, stop, stop.state
    except _MovedError:
        return take_back(pk, by=by)


class _MovedError(Exception):
    """It stands elsewhere."""


def _lock_own(pk: int, by: Actor) -> tuple[Round, RoundStop]:
    round_pk = RoundStop.objects.filter(pk=pk).values_list("round_id", flat=True).first()
    if round_pk is None:
        raise no_such_stop()
    found = lock_round(round_pk, by)
    stop = lock_first(RoundStop.objects.select_related("estate"), pk)
    if stop is None:
        raise no_such_stop()
    if stop.state == StopState.MOVED or found.state == RoundState.CALLED_OFF or found.pk != stop.round_id:
        raise _MovedError
    return found, stop


def correct_weight(pk: int, kg: str, reason: str, *, by: Actor) -> RoundStop:
    """By the unit, with the reason. What was typed first stays to be read; the same again changes nothing."""
    if reason not in OF_STOPS:
        raise Invalid(_("Why is it corrected?"), _("Choose a reason."), field="reason")
    with transaction.atomic():
        round_pk = RoundStop.objects.filter(pk=pk).values_list("round_id", flat=True).first()
        if round_pk is None:
            raise no_such_stop()
        found = lock_round(round_pk, by, OPERATE)
        check_week(found.day)
        stop = RoundStop.objects.select_for_update(of=("self",)).get(pk=pk)
        if stop.state != StopState.DONE:
            raise Conflict(_("This stop has no weight."), _("Look at how it is now."), code="state")
        weight = read_kg(kg, stop.holds_kg)
        if weight == stop.kg:
            return stop
        before, last = stop.kg, stop.weighings.order_by("pk").last()
        stop.kg = weight
        stop.save()
        Weighing.objects.create(
            stop=stop, kg=weight, holds_kg=stop.holds_kg, by=by.person, reason=reason, corrects=last
        )
        record(
            found.stream, "waste.correct_weight", by=by.person, place_path=stop.estate_id,
            before={"kg": f"{before}"}, after={"stop": stop.pk, "kg": f"{weight}", "reason": reason},
        )  # fmt: skip
    return stop


def no_such_stop() -> Missing:
    return Missing(_("There is no such stop."), _("Look at your round."))


def _check_nonce(kept: str | None) -> None:
    """:raises Conflict: another stop came with it; a page that was kept and opened again could send it so."""
    if kept and RoundStop.objects.filter(nonce=kept).exists():
        raise Conflict(
            _("This form was sent for another stop already."), _("Open your round again."), code="nonce"
        )


def _fill(stop: RoundStop, found: Round, draft: StopDraft, by: Actor) -> None:
    if draft.action not in (StopAction.DONE, StopAction.REFUSE, StopAction.MISS):
        raise Invalid(_("What came of this stop?"), _("Choose one."), field="what")
    action = StopAction(draft.action)
    if action == StopAction.DONE:
        _check_stream(stop, found)
        stop.kg = read_kg(draft.kg, stop.holds_kg)
        ask_if_far(stop.kg, stop.expected_kg, draft.kg, draft.sure)
    else:
        allowed = REFUSALS if action == StopAction.REFUSE else MISSES
        if draft.reason not in allowed:
            raise Invalid(_("Why was it not emptied?"), _("Choose a reason."), field="reason")
        stop.reason = draft.reason
    if action == StopAction.REFUSE:
        stop.photo = _photo(draft, by)
    stop.state = STOP_BY_ACTION[action].target


def _check_stream(stop: RoundStop, found: Round) -> None:
    """:raises Conflict: what lies in the bin must not come into this truck."""
    if stop.stream != found.vehicle.carries:
        raise Conflict(
            _("Mixed load: this truck carries %(truck)s, and the bin holds %(bin)s.")
            % {"truck": found.vehicle.get_carries_display(), "bin": stop.get_stream_display()},
            _("Load nothing. Tell your unit, which sends the right truck."),
            code="mixed",
        )


def _photo(draft: StopDraft, by: Actor) -> Photo:
    """:raises Invalid: without a photo nobody can see later what was wrong."""
    photos = own_photos(draft.photo_ids, purpose=PURPOSE, by=by, upload_token=draft.upload_token)
    if not photos:
        raise Invalid(
            _("A photo of what lies in the bin is missing."),
            _("Take one, without any person on it."),
            field="photos",
        )
    return photos[0]


def record_end(found: Round, stop: RoundStop, action: str, by: Actor, was: str = StopState.WAITING) -> None:
    """Who belongs to the estate is told by this entry: also that it ``was`` not missed after all. Inside a transaction,
    with the round locked."""
    after = {"stop": stop.pk, "stream": stop.stream, "state": stop.state, "day": stop.day.isoformat()}
    if stop.kg is not None:
        after["kg"] = f"{stop.kg}"
    if stop.reason:
        after["reason"] = stop.reason
    record(
        found.stream, action, by=by.person, on_behalf_of=in_place_of(found, by), after=after,
        before=None if was == StopState.WAITING else {"state": was}, place_path=stop.estate_id,
    )  # fmt: skip
