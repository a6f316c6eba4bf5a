"""Helpers say how they want to be asked: how many at once, how far, what not, and when they want a rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid, Refused

from ..enums import Concern, WishKind
from ..limits import LEAST_REACH, MOST_HELD, MOST_PAUSE, MOST_REACH, USUAL_CAPACITY, USUAL_REACH
from ..models import Readiness

DECLINED = (*WishKind.values, *(each for each in Concern.values if each != Concern.ANYBODY))


@dataclass(frozen=True)
class Wanted:
    capacity: int = USUAL_CAPACITY
    reach: int = USUAL_REACH
    declines: Sequence[str] = ()
    paused_until: date | None = None


def say_how(wanted: Wanted, *, by: Actor) -> Readiness:
    """Keep what somebody says of themselves. Their own matter: nothing of it is recorded in the ledger.

    :raises Refused: nobody is signed in. :raises Invalid: naming the field.
    """
    if by.person is None:
        raise Refused(
            _("To help we need to know who you are."), _("Sign in with your phone; it takes a minute.")
        )
    _check(wanted)
    values = {
        "capacity": wanted.capacity,
        "reach": wanted.reach,
        "declines": [each for each in DECLINED if each in wanted.declines],
        "paused_until": wanted.paused_until,
    }
    return Readiness.objects.update_or_create(person=by.person, defaults=values)[0]


def readiness_of(actor: Actor) -> Readiness:
    """What they said, or what is usual."""
    return Readiness.objects.filter(person=actor.pk).first() or Readiness(person_id=actor.pk)


def _check(wanted: Wanted) -> None:
    if not 1 <= wanted.capacity <= MOST_HELD:
        raise Invalid(
            _("You can take on 1 to %(most)s wishes at once.") % {"most": MOST_HELD},
            _("Choose one of those shown."),
            field="capacity",
        )
    if not LEAST_REACH <= wanted.reach <= MOST_REACH:
        raise Invalid(_("How far would you go?"), _("Choose one of those shown."), field="reach")
    if set(wanted.declines) - set(DECLINED):
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="declines")
    if wanted.paused_until is not None and wanted.paused_until > today() + timedelta(days=MOST_PAUSE):
        raise Invalid(
            _("A rest is a year at most."),
            _("Choose an earlier day, or leave the post."),
            field="paused_until",
        )
