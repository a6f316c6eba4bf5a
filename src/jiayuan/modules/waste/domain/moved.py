"""What was entered at a stop before it was moved to another round, and only came afterwards.

The waste lies on the truck that was there: so the stop stands again where it was entered, and what stood in its place
elsewhere is moved away. A collection stands in one place at any time, and its weight is counted once.

Locks: the day, shared, so that no plan moves anything meanwhile; the rounds by key; the stops by key.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.units import in_kilograms
from jiayuan.foundation.ledger.domain.record import record

from ..models import Round, RoundStop
from ..ops_rules import END_STOP
from ..round_enums import StopState
from .planning.needs import WHOLE
from .rounds import lock_day, moment_of_entry


def take_back(pk: int, *, by: Actor) -> RoundStop:
    """The stop, waiting again in its own round, where nobody has entered what came of it. In a transaction.

    :raises Missing, Refused: it is not theirs. :raises Conflict: it was entered where it was moved to.
    """
    known = RoundStop.objects.select_related("round").filter(pk=pk).first()
    if known is None:
        raise Missing(_("There is no such stop."), _("Look at your round."))
    lock_day(known.day, shared=True)
    heirs = _standing_for(known)
    lock_rows(Round, [known.round_id, *(each.round_id for each in heirs)])
    lock_rows(RoundStop, [pk, *(each.pk for each in heirs)])
    stop = RoundStop.objects.select_related("round__vehicle", "round__operator", "estate").get(pk=pk)
    gate(by, END_STOP, stop.round)
    if stop.state != StopState.MOVED:
        return stop  # it came twice at the same moment
    now_standing = _standing_for(stop)
    if (ended := next((each for each in now_standing if each.state != StopState.WAITING), None)) is not None:
        raise entered_elsewhere(ended)
    for each in now_standing:
        _move(each, stop, by)
    stop.state, stop.ended_at, stop.part = StopState.WAITING, None, _free_part(stop)
    return stop


def _standing_for(stop: RoundStop) -> Sequence[RoundStop]:
    """What stands for its collection now: where it was moved to, however often; else what stands for the same call.

    :raises Conflict: it was a part of a load that was planned anew, and which part is not known.
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
    others = [
        each for each in standing if stop.call_id in (None, each.call_id) and each.instead_of_id is None
    ]
    if others and (stop.share < WHOLE or stop.call_id is None):
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
    each.state, each.ended_at, each.instead_of = StopState.MOVED, moment_of_entry(), to
    each.save()
    record(
        each.round.stream, "waste.stop_taken_back", by=by.person, place_path=each.estate_id,
        after={"stop": each.pk, "stream": each.stream, "plate": str(to.round.vehicle)},
    )  # fmt: skip


def _free_part(stop: RoundStop) -> int:
    rows = RoundStop.objects.taking().filter(estate=stop.estate_id, stream=stop.stream, day=stop.day)
    taken = set(rows.exclude(pk=stop.pk).values_list("part", flat=True))
    return next(each for each in range(1, len(taken) + 2) if each not in taken)
