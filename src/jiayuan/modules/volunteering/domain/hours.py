"""What holds of everybody's hours: not more than a day gives, and not in two places at once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.spoken import clock_time, day_with_weekday, local
from jiayuan.foundation.common.errors import Invalid
from jiayuan.services.gatherings.domain.locks import lock_people

from ..models import HourEntry, Volunteer


def lock_person(pk: int) -> None:
    """Whoever writes hours of a person takes this before their claims, so that sums and overlaps cannot be passed by.
    Others may refer to the person meanwhile: two offices that confirm one another's hours do not wait for ever."""
    lock_people([pk])


def check_guardian(person_id: int) -> None:
    """Somebody may sign up first and say only then, becoming a volunteer, that they are under age.

    :raises Invalid: a minor whose guardian's word is not written down; the hours wait until it is.
    """
    volunteer = Volunteer.objects.active().filter(person_id=person_id).first()
    if volunteer is not None and volunteer.is_minor and volunteer.guardian_at is None:
        raise Invalid(
            _("Under 18, and the guardian's word is not written down."),
            _("Speak with the guardian, note it on the volunteer's page, then confirm."),
        )


def check_hours(
    person_id: int, starts_at: datetime, ends_at: datetime, minutes: int, *, instead_of: int = 0
) -> None:
    """Call with the person locked. ``instead_of``: the entry being replaced, 0 for none.

    :raises Invalid: longer than the time itself, more than a day's hours, or at the same time as another entry.
    """
    span = int((ends_at - starts_at).total_seconds()) // 60
    if not 0 < minutes <= span:
        raise Invalid(
            _("Between coming and going lie %(span)s minutes.") % {"span": span},
            _("Write no more than that."),
            field="minutes",
        )
    standing = HourEntry.objects.standing().filter(person_id=person_id).exclude(pk=instead_of)
    other = standing.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).order_by("starts_at").first()
    if other is not None:
        said = {
            "one": _span(starts_at, ends_at),
            "words": other.words,
            "other": _span(other.starts_at, other.ends_at),
        }
        raise Invalid(
            _("Nobody is in two places: %(one)s overlaps “%(words)s”, %(other)s.") % said,
            _("Ask for a correction of whichever is wrong."),
            field="minutes",
        )
    day = local(starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = standing.filter(starts_at__gte=day, starts_at__lt=day + timedelta(days=1))
    given = found.aggregate(sum=Sum("minutes"))["sum"] or 0
    most = settings.HOURS_A_DAY * 60
    if given + minutes > most:
        raise Invalid(
            _("That would be more than %(hours)s hours on one day.") % {"hours": settings.HOURS_A_DAY},
            _("%(given)s minutes of this day are written down already.") % {"given": given},
            field="minutes",
        )


def _span(starts_at: datetime, ends_at: datetime) -> str:
    return f"{day_with_weekday(local(starts_at).date())} {clock_time(starts_at)}–{clock_time(ends_at)}"
