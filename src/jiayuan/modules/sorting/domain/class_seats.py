"""A pupil's seat: taken by the code on the board, called by an animal, answered from, and gone with the room."""

import json
import secrets
from dataclasses import dataclass
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.locking import lock_first

from ..models import ClassRoom, ClassSeat
from .classes import DIGITS, count_answer, no_such_class
from .game import BINS, card_of
from .knowing import FACTS

MOST_SEATS = 80


@dataclass(frozen=True)
class Joined:
    """The seat, and the token by which the phone comes back to it. The token is not stored."""

    seat: ClassSeat
    token: str


def join_class(code: str) -> Joined:
    """:raises Invalid: no such code is on a board. :raises Conflict: the room is full."""
    digits = "".join(code.split())
    is_code = len(digits) == DIGITS and digits.isascii() and digits.isdecimal()
    room = ClassRoom.objects.live().filter(code=digits).first() if is_code else None
    if room is None:
        raise Invalid(
            _("No class has this code."), _("Look at the board, and type its six digits."), field="code"
        )
    with transaction.atomic():
        locked = lock_first(ClassRoom.objects.live(), room.pk)
        if locked is None:
            raise no_such_class()
        return _sit_down(locked)


def _sit_down(room: ClassRoom) -> Joined:
    """The room is locked: of two at once, the second sees the first one's animal."""
    taken = set(room.seats.values_list("animal", flat=True))
    if len(taken) >= MOST_SEATS:
        raise Conflict(
            _("This class is full."), _("Look at the board together with a neighbour."), field="code"
        )
    animal = secrets.choice(sorted(set(range(how_many_names())) - taken))
    token = secrets.token_urlsafe(16)
    return Joined(ClassSeat.objects.create(room=room, token_hash=hash_token(token), animal=animal), token)


def seat_of(token: str) -> ClassSeat | None:
    """In a room that is still open. One query."""
    if not token:
        return None
    rows = ClassSeat.objects.select_related("room").filter(room__in=ClassRoom.objects.live())
    return rows.filter(token_hash=hash_token(token)).first()


def answer(token: str, number: int, bin_code: str) -> bool:
    """Count an answer to question ``number``; of two from one seat the first counts. What it was is not kept beside the
    seat. Says whether it counted.

    :raises Missing: the class is over. :raises Invalid: it is no bin.
    """
    if bin_code not in BINS:
        raise Invalid(_("This is none of the bins."), _("Tap one of the four."), field="bin")
    seat = seat_of(token)
    if seat is None:
        raise no_such_class()
    with transaction.atomic():
        room = lock_first(ClassRoom.objects.live(), seat.room_id)
        if room is None:
            raise no_such_class()
        if not room.is_open or room.round != number or room.card is None:
            return False
        if not ClassSeat.objects.filter(pk=seat.pk, answered__lt=number).update(answered=number):
            return False
        count_answer(room, room.card, is_right=card_of(room.level, room.card).item.category == bin_code)
    return True


@cache
def _names() -> dict[str, tuple[str, ...]]:
    said = json.loads((FACTS / "animals.json").read_text("utf-8"))
    return {
        language: tuple(
            f"{kind}{' ' if language == 'en' else ''}{animal}"
            for kind in said["kinds"][language]
            for animal in said["animals"][language]
        )
        for language in ("zh", "en")
    }


def how_many_names() -> int:
    return len(_names()["zh"])


def animal_name(number: int, language: str) -> str:
    """``爱笑的熊猫``, ``cheerful panda``"""
    names = _names()["en" if language.startswith("en") else "zh"]
    return names[number % len(names)]
