"""The check list of an estate that copies a kit: a step is ticked off with the day on which it was taken."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing

from ...limits import KIT_WEEKS
from ...models import KitCopy, KitStep, KitTick
from ...rules import KEEP
from .draft import lock_copy, record_copy


def tick_step(copy_pk: int, step_pk: int, on: date | None = None, *, by: Actor) -> KitTick:
    """``on``: today if nothing is said. Twice is once, and stays with whoever was first.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        copy, step = _lock(copy_pk, step_pk, by)
        day = on or today()
        if day > today():
            raise Invalid(_("This day has not come yet."), _("Choose today or a day before it."), field="on")
        if day < copy.since + timedelta(weeks=KIT_WEEKS[0]):
            raise Invalid(
                _("This is more than half a year before the start."), _("Choose a later day."), field="on"
            )
        tick, is_new = KitTick.objects.get_or_create(
            copy=copy, step=step, defaults={"done_on": day, "by": by.person}
        )
        if is_new:
            record_copy(copy, "waste.tick_step", by, step=step.what, on=day.isoformat())
    return tick


def untick_step(copy_pk: int, step_pk: int, *, by: Actor) -> None:
    """It was a mistake. Twice is once."""
    with transaction.atomic():
        copy, step = _lock(copy_pk, step_pk, by)
        gone, _kinds = KitTick.objects.filter(copy=copy, step=step).delete()
        if gone:
            record_copy(copy, "waste.untick_step", by, step=step.what)


def _lock(copy_pk: int, step_pk: int, by: Actor) -> tuple[KitCopy, KitStep]:
    copy = lock_copy(copy_pk)
    gate(by, KEEP, copy.estate_id)
    if copy.confirmed_at is None:
        raise Conflict(
            _("This is a draft: nothing has begun yet."), _("It is confirmed first."), code="draft"
        )
    step = KitStep.objects.filter(pk=step_pk, kit=copy.kit_id).first()
    if step is None:
        raise Missing(_("There is no such step."), _("Look at the check list."))
    return copy, step
