"""Breaking down, finishing and calling off a round, and who drives it. How it sets out: ``setting_out.py``.

Locks: the day where who drives what is changed, the round, then its stops, the ledger last.

Once only: what a phone sends again with the same nonce changes nothing, whatever has become of the round since.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name
from jiayuan.foundation.common.source import entered_at
from jiayuan.foundation.ledger.domain.record import already_recorded, record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person

from ..models import Round, RoundStop
from ..ops_rules import END_STOP, OPERATE, drives_or_operates_it
from ..round_enums import LIVE_ROUNDS, RoundAction, RoundState, StopState
from ..round_lifecycle import ROUND_BY_ACTION
from .crews import drivers_of

_BY_WHO_DRIVES = (RoundAction.START, RoundAction.REVIVE, RoundAction.FINISH, RoundAction.BREAK_DOWN)
WAITED = timedelta(hours=12)
"""After midnight: so long a day that is over can still be entered."""


def lock_round(pk: int, by: Actor, permission: str = END_STOP) -> Round:
    """The round as it is once nobody else can change it; to enter what was driven, of one that was called off the one
    that stands in its place, if the same person may. :raises Missing, Refused."""
    found = _lock(pk)
    if found is None:
        raise no_such_round()
    if permission == END_STOP and found.state == RoundState.CALLED_OFF:
        found = in_its_place(found, by) or found
    gate(by, permission, found.operator if permission == OPERATE else found)
    return found


def _lock(pk: int) -> Round | None:
    return lock_first(Round.objects.select_related("vehicle", "operator"), pk)


def in_its_place(found: Round, by: Actor) -> Round | None:
    """The same truck's round of the same hours, planned since, locked; where it is theirs."""
    rows = Round.objects.filter(vehicle=found.vehicle_id, day=found.day, starts_at=found.starts_at)
    pk = rows.exclude(state=RoundState.CALLED_OFF).values_list("pk", flat=True).first()
    other = _lock(pk) if pk is not None else None
    return other if other is not None and drives_or_operates_it(by, other) else None


def operates(found: Round, by: Actor) -> bool:
    """Do they enter it at the desk, for its unit? What comes from a phone that kept it was entered by who drove."""
    return entered_at() is None and found.operator_id in by.reach.organisations(Role.UNIT_OFFICER)


def lock_day(day: date, *, shared: bool = False) -> None:
    """Who drives what on a day, of all operators. Taken before its rounds."""
    lock_name(f"waste-day/{day}", shared=shared)


def no_such_round() -> Missing:
    return Missing(_("There is no such round."), _("Look at the rounds of the day."))


def moment_of_entry() -> datetime:
    """When it was done: what was kept on a phone without network happened before it came."""
    return entered_at() or now()


def in_place_of(found: Round, by: Actor) -> Person | None:
    """Whose entry it would be: the driver's, where somebody else of the unit enters it."""
    if by.pk is None or found.was_driven_by(by.pk, moment_of_entry()):
        return None
    return Person(pk=found.driver_id)


def break_down(pk: int, *, by: Actor, nonce: str | None = None) -> Round:
    """The vehicle cannot go on. What waits goes on waiting until a new plan moves it."""
    with transaction.atomic():
        found = lock_round(pk, by)
        if found.state == RoundState.BROKEN_DOWN or already_recorded(nonce):
            return found
        found.ended_at = moment_of_entry()
        turn(found, RoundAction.BREAK_DOWN, by, nonce)
    return found


def finish_round(pk: int, *, by: Actor, nonce: str | None = None) -> Round:
    """Where it was closed with its day meanwhile, it ended when its driver says.

    :raises Conflict: a stop is still to come, or a load was not unloaded.
    """
    with transaction.atomic():
        found = lock_round(pk, by)
        if already_recorded(nonce):
            return found
        if _was_closed(found):
            _note_finish(found, by, nonce)
            return found
        stops = RoundStop.objects.filter(round=found)
        if stops.filter(state=StopState.WAITING).exists():
            raise Conflict(
                _("A stop is still to come."),
                _("End each stop, or say why it could not be reached."),
                code="waiting",
            )
        unloaded = found.unloadings.values("trip")
        if stops.filter(state=StopState.DONE).exclude(trip__in=unloaded).exists():
            raise Conflict(
                _("A load has no unloading ticket yet."),
                _("Enter the ticket of the site first."),
                code="ticket",
            )
        found.ended_at = moment_of_entry()
        turn(found, RoundAction.FINISH, by, nonce)
    return found


def _was_closed(found: Round) -> bool:
    """With its day, and not by anybody, after the moment that comes now."""
    if found.state != RoundState.FINISHED or found.ended_at is None or moment_of_entry() >= found.ended_at:
        return False
    return Entry.objects.filter(stream_id=found.stream, action=f"waste.round_{RoundAction.CLOSE}").exists()


def _note_finish(found: Round, by: Actor, nonce: str | None) -> None:
    before, found.ended_at = found.ended_at, moment_of_entry()
    found.save(update_fields=["ended_at", "updated_at"])
    record(
        found.stream, "waste.round_finish", by=by.person, before={"ended_at": f"{before:%Y-%m-%d %H:%M}"},
        after={"state": found.state}, place_path=found.operator.place_id, nonce=nonce,
    )  # fmt: skip


def call_off(pk: int, *, by: Actor, nonce: str | None = None) -> Round:
    """It is not driven. Its stops are free for another plan."""
    with transaction.atomic():
        found = lock_round(pk, by, OPERATE)
        if already_recorded(nonce):
            return found
        moment = now()
        check_action(found, RoundAction.CALL_OFF)
        RoundStop.objects.filter(round=found, state=StopState.WAITING).update(
            state=StopState.MOVED, ended_at=moment, updated_at=moment
        )
        found.ended_at = moment
        turn(found, RoundAction.CALL_OFF, by, nonce)
    return found


def change_driver(pk: int, driver: int, *, by: Actor) -> Round:
    """Somebody else of the unit drives this round, planned or on the road. The crew's other days stay as they are.

    :raises Invalid, Conflict: they are no driver of the unit, or have another round at these hours.
    """
    with transaction.atomic():
        day = Round.objects.filter(pk=pk).values_list("day", flat=True).first()
        if day is None:
            raise no_such_round()
        lock_day(day)
        found = lock_round(pk, by, OPERATE)
        if found.state not in LIVE_ROUNDS:
            raise _not_so(found)
        person = next((each for each in drivers_of(found.operator) if each.pk == driver), None)
        if person is None:
            raise Invalid(
                _("They are no driver of this unit."), _("Choose one from the list."), field="driver"
            )
        if person.pk == found.driver_id:
            return found
        _check_free(found, person.pk)
        before = found.driver_id
        found.hand_over(person)
        found.revision += 1
        found.save()
        record(
            found.stream, "waste.change_driver", by=by.person, before={"driver": before},
            after={"driver": person.pk}, place_path=found.operator.place_id,
        )  # fmt: skip
    return found


def _check_free(found: Round, driver: int) -> None:
    rows = Round.objects.live().filter(driver=driver, day=found.day).exclude(pk=found.pk)
    other = rows.filter(starts_at__lt=found.ends_at, ends_at__gt=found.starts_at).select_related("vehicle")
    if (taken := other.first()) is not None:
        raise Conflict(
            _("They drive %(plate)s at these hours.") % {"plate": taken.vehicle},
            _("Choose somebody else, or change the driver of that round first."),
            field="driver",
            code="taken",
        )


def check_action(found: Round, action: RoundAction) -> None:
    """:raises Conflict: the table has no such step from here."""
    if found.state not in ROUND_BY_ACTION[action].sources:
        raise _not_so(found)


def _not_so(found: Round) -> Conflict:
    return Conflict(
        _("This round is: %(state)s.") % {"state": found.get_state_display()},
        _("Look at how it is now."),
        code="state",
    )


def turn(found: Round, action: RoundAction, by: Actor, nonce: str | None) -> None:
    """Along the table, recorded. Inside a transaction, with the round locked. :raises Conflict: no such step."""
    check_action(found, action)
    before, found.state = found.state, ROUND_BY_ACTION[action].target
    found.revision += 1
    found.save()
    drives = action in _BY_WHO_DRIVES
    record(
        found.stream, f"waste.round_{action}", by=by.person, before={"state": before},
        after={"state": found.state}, place_path=found.operator.place_id, nonce=nonce,
        on_behalf_of=in_place_of(found, by) if drives else None,
    )  # fmt: skip
