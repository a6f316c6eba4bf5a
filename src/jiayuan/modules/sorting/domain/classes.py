"""A class that plays together: opened, asked, answered by all, and gone when it closes."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place

from ..class_rules import HOSTS, LEAD_CLASS, OPEN_CLASS
from ..models import ClassRoom, ClassTally
from .game import LEVELS
from .weakest import Count, next_card

LIFE = timedelta(minutes=90)
"""Two lessons. After that the code opens nothing, and the clock deletes the room."""
DIGITS, TRIES = 6, 8
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Totals:
    """What a class did, all together."""

    seats: int
    questions: int
    right: int
    wrong: int

    @property
    def percent(self) -> int:
        answers = self.right + self.wrong
        return round(100 * self.right / answers) if answers else 0


def open_class(level: str, *, by: Actor) -> ClassRoom:
    """For the place for which they host. Whoever has one open gets that one again: one class, one room.

    :raises Refused: neither office nor contact of an institution. :raises Invalid: the level.
    """
    path = next(iter(by.reach.paths_for(*HOSTS)), "")
    gate(by, OPEN_CLASS, path)
    if level not in {str(each) for each in LEVELS}:
        raise Invalid(_("Which level is it?"), _("Choose one from the list."), field="level")
    _close_own_old(by)
    for _try in range(TRIES):
        mine = ClassRoom.objects.live().filter(opened_by=by.person).first()
        if mine is not None:
            return mine
        try:
            return _make(int(level), Place.objects.get(pk=path), by)
        except IntegrityError as error:
            if not is_taken(error):
                raise  # the code was taken, or my other window was first
    raise Conflict(_("No room is free at this moment."), _("Try again in a moment."))


def _make(level: int, place: Place, by: Actor) -> ClassRoom:
    moment = now()
    with transaction.atomic():
        room = ClassRoom.objects.create(
            code=f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", level=level, place=place, opened_by=by.person,
            opened_at=moment, ends_at=moment + LIFE,
        )  # fmt: skip
        record(
            room.stream, "sorting.open_class", by=by.person, after={"level": level}, place_path=place.path, begins=True
        )  # fmt: skip
    return room


def ask_next(pk: int, seen: int, *, by: Actor) -> ClassRoom:
    """The next question, unless another window has asked it already. ``seen``: the number of the one on the board.

    :raises Missing, Refused, Conflict: each in words.
    """
    with transaction.atomic():
        room = _led(pk, by)
        if room.round != seen:
            return room
        if room.round >= MOST_ROUNDS:
            raise Conflict(_("That was a long lesson."), _("Close the class, and open a new one."))
        room.round += 1
        room.card = next_card(room.level, counts_of(room), room.round, first=room.pk)
        room.is_open = True
        room.save()
        tally, _is_new = ClassTally.objects.get_or_create(room=room, card=room.card)
        tally.times, tally.asked_in = tally.times + 1, room.round
        tally.save(update_fields=["times", "asked_in"])
    return room


def show_answer(pk: int, seen: int, *, by: Actor) -> ClassRoom:
    """From now on no answer counts, and all see which bin it was. :raises Missing, Refused: each in words."""
    with transaction.atomic():
        room = _led(pk, by)
        if room.round == seen and room.is_open:
            room.is_open = False
            room.save(update_fields=["is_open", "updated_at"])
    return room


def close_class(pk: int, *, by: Actor) -> Totals:
    """The room, its seats and its answers are deleted; the ledger keeps how many there were.

    :raises Missing, Refused: each in words.
    """
    with transaction.atomic():
        room = lock_first(ClassRoom.objects.all(), pk)
        if room is None:
            raise no_such_class()
        gate(by, LEAD_CLASS, room)
        return _delete(room, by)


def close_old() -> int:
    """Those whose time is over, by the clock."""
    keys = list(ClassRoom.objects.over().values_list("pk", flat=True))
    return sum(_close_if_over(key) for key in keys)


def counts_of(room: ClassRoom) -> Sequence[Count]:
    """By card. One query."""
    rows = ClassTally.objects.filter(room=room).order_by("asked_in")
    return [Count(each.card, each.right, each.wrong, each.times, each.asked_in) for each in rows]


def totals_of(room: ClassRoom) -> Totals:
    """Two queries."""
    found = room.tallies.aggregate(right=Sum("right"), wrong=Sum("wrong"))
    return Totals(room.seats.count(), room.round, found["right"] or 0, found["wrong"] or 0)


def count_answer(room: ClassRoom, card: int, *, is_right: bool) -> None:
    """One more, whoever it was."""
    which = "right" if is_right else "wrong"
    ClassTally.objects.filter(room=room, card=card).update(**{which: F(which) + 1})


def no_such_class() -> Missing:
    return Missing(_("This class is over."), _("Ask for the code on the board, or play the game alone."))


def _led(pk: int, by: Actor) -> ClassRoom:
    room = lock_first(ClassRoom.objects.live(), pk)
    if room is None:
        raise no_such_class()
    gate(by, LEAD_CLASS, room)
    return room


def _close_own_old(by: Actor) -> None:
    for key in ClassRoom.objects.over().filter(opened_by=by.person).values_list("pk", flat=True):
        _close_if_over(key)


def _close_if_over(pk: int) -> int:
    with transaction.atomic():
        room = lock_first(ClassRoom.objects.over(), pk)
        if room is not None:
            _delete(room, None)
    return int(room is not None)


def _delete(room: ClassRoom, by: Actor | None) -> Totals:
    totals, stream, path = totals_of(room), room.stream, str(room.place_id)
    room.delete()
    record(
        stream, "sorting.close_class", by=by.person if by is not None else None, place_path=path,
        after={"seats": totals.seats, "questions": totals.questions, "right": totals.right, "wrong": totals.wrong},
    )  # fmt: skip
    return totals
