"""What was entered at a stop before it was moved to another round, and only came afterwards.

The waste lies on the truck that was there: so the stop stands again where it was entered, and what stood in its place
elsewhere is moved away. A collection stands in one place at any time, and its weight is counted once.

Locks: the day, so that no plan, and nobody else who comes late, moves anything meanwhile; the rounds by key; the stops
by key.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.units import in_kilograms
from jiayuan.foundation.ledger.domain.record import record

from ..models import CollectionDay, LeftCall, Round, RoundStop
from ..ops_rules import END_STOP
from ..round_enums import RoundAction, RoundState, StopState
from .planning.needs import WHOLE
from .rounds import in_its_place, lock_day, moment_of_entry, turn


def take_back(pk: int, *, by: Actor) -> tuple[Round, RoundStop, str]:
    """The round and the stop to be entered, waiting again where nobody has entered what came of it; and how its
    collection stood until now. In a transaction.

    :raises Missing, Refused: it is not theirs. :raises Conflict: it was entered where it was moved to.
    """
    known = RoundStop.objects.select_related("round").filter(pk=pk).first()
    if known is None:
        raise Missing(_("There is no such stop."), _("Look at your round."))
    lock_day(known.day)
    heirs = _standing_for(known)
    lock_rows(Round, [known.round_id, *(each.round_id for each in heirs)])
    lock_rows(RoundStop, [pk, *(each.pk for each in heirs)])
    stop = RoundStop.objects.select_related("round__vehicle", "round__operator", "estate").get(pk=pk)
    gate(by, END_STOP, stop.round)
    if stop.state != StopState.MOVED:
        return stop.round, stop, stop.state  # its round is called off, or it came twice at the same moment
    now_standing = _standing_for(stop)
    if stop.round.state == RoundState.CALLED_OFF and (other := in_its_place(stop.round, by)) is not None:
        for each in now_standing:
            if each.round_id == other.pk:
                return other, each, each.state
    if (ended := next((each for each in now_standing if not _waits(each)), None)) is not None:
        raise entered_elsewhere(ended)
    was = _as_told(stop, now_standing)
    _take_from(now_standing, stop, by)
    stop.state, stop.ended_at, stop.part = StopState.WAITING, None, _free_part(stop)
    return stop.round, stop, was


def stand_again(found: Round) -> None:
    """Stops of a round that was driven though it was called off, as far as nothing else stands for them. Inside a
    transaction, with its day and the round locked."""
    stops = found.stops.filter(state=StopState.MOVED).order_by("pk")
    for stop in stops.select_for_update(of=("self",)):
        if not _is_taken(stop):
            stop.state, stop.ended_at, stop.instead_of = StopState.WAITING, None, None
            stop.part = _free_part(stop)
            stop.save()


def _is_taken(stop: RoundStop) -> bool:
    try:
        return bool(_standing_for(stop))
    except Conflict:
        return True


def _as_told(stop: RoundStop, heirs: Sequence[RoundStop]) -> str:
    """How the collection stood, as those who live there know it."""
    left = LeftCall.objects.filter(estate=stop.estate_id, stream=stop.stream, day=stop.day)
    is_missed = any(each.is_presumed for each in heirs) or left.exists()
    return StopState.MISSED if is_missed else StopState.WAITING


def _take_from(heirs: Sequence[RoundStop], stop: RoundStop, by: Actor) -> None:
    if stop.instead_of_id in {each.pk for each in heirs}:
        stop.instead_of = None  # it was moved here from there, and is moved back
    for each in heirs:
        _move(each, stop, by)
    for number in sorted({each.round_id for each in heirs}):
        _call_off_empty(number)


def _waits(stop: RoundStop) -> bool:
    """Nobody was there yet: also where a plan, or the end of the day, has said that it was missed."""
    return stop.state == StopState.WAITING or stop.is_presumed


def _call_off_empty(pk: int) -> None:
    """A round that has nothing to fetch any more does not leave its yard: its driver sees that it is called off."""
    found = Round.objects.select_related("operator").get(pk=pk)
    if found.state == RoundState.PLANNED and not found.stops.taking().exists():
        found.ended_at = now()
        turn(found, RoundAction.CALL_OFF, Actor(), None)


def _standing_for(stop: RoundStop) -> Sequence[RoundStop]:
    """What stands for its collection now: where it was moved to, however often; else what stands for the same call.

    :raises Conflict: it was a part of a load that was planned anew, or its hour was changed meanwhile where several are
    called at a day: which of them it is, is not known.
    """
    found = RoundStop.objects.filter(estate=stop.estate_id, stream=stop.stream, day=stop.day)
    rows = list(found.select_related("round__vehicle").order_by("pk"))
    kin, by_key = {stop.pk}, {each.pk: each for each in rows}
    for each in rows:
        if each.instead_of_id in kin:
            kin.add(each.pk)
    former = stop.instead_of_id
    while former in by_key and former not in kin:
        kin.add(former)
        former = by_key[former].instead_of_id
    standing = [each for each in rows if each.state != StopState.MOVED]
    if found_kin := [each for each in standing if each.pk in kin]:
        return found_kin
    others = [each for each in standing if each.instead_of_id is None]
    is_known = (
        stop.call_id is not None and CollectionDay.objects.on(stop.day).filter(pk=stop.call_id).exists()
    )
    if is_known:
        others = [each for each in others if each.call_id == stop.call_id]
    if others and (stop.share < WHOLE or not (is_known or len(others) == 1)):
        raise Conflict(
            _("This stop was planned anew in other parts."),
            _("Tell your unit what you took along: it enters it."),
            code="parts",
        )
    return others


def entered_elsewhere(ended: RoundStop) -> Conflict:
    said = str(ended.get_state_display())
    if ended.kg is not None:
        said = f"{said} {in_kilograms(ended.kg)}"
    at = f"{local(ended.ended_at):%H:%M}" if ended.ended_at else ""
    return Conflict(
        _("%(truck)s has entered this stop already, at %(time)s: %(what)s.")
        % {"truck": ended.round.vehicle, "time": at, "what": said},
        _("Nothing was entered twice. If your weight is the right one, tell your unit: it can correct it."),
        code="ended",
    )


def _move(each: RoundStop, to: RoundStop, by: Actor) -> None:
    """Whose round it was sees from then on that the other has it."""
    each.state, each.reason, each.ended_at, each.instead_of = StopState.MOVED, "", moment_of_entry(), to
    each.save()
    record(
        each.round.stream, "waste.stop_taken_back", by=by.person, place_path=each.estate_id,
        after={"stop": each.pk, "stream": each.stream, "plate": str(to.round.vehicle)},
    )  # fmt: skip


def _free_part(stop: RoundStop) -> int:
    rows = RoundStop.objects.taking().filter(estate=stop.estate_id, stream=stop.stream, day=stop.day)
    taken = set(rows.exclude(pk=stop.pk).values_list("part", flat=True))
    return next(each for each in range(1, len(taken) + 2) if each not in taken)
