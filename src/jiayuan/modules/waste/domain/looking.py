"""Saying what an out-of-the-ordinary weight was."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words

from ..limits import NOTE
from ..models import WeekWeight
from ..quality_enums import Finding
from ..rules import KEEP
from .checks import note_estate


def look_into(pk: int, finding: str, words: str, *, by: Actor) -> WeekWeight:
    """Once; the same said again changes nothing. :raises Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        week = lock_first(WeekWeight.objects.select_related("estate"), pk)
        if week is None:
            raise Missing(_("There is no such weight."), _("Look at the list of weights."))
        gate(by, KEEP, week.estate_id)
        if finding not in Finding.values:
            raise Invalid(_("What was it?"), _("Choose one of those shown."), field="finding")
        said = clean_words(words, field="words", limit=NOTE, required=False)
        if week.looked_at is not None:
            if (week.finding, week.words, week.looked_by_id) == (finding, said, by.pk):
                return week
            raise Conflict(
                _("Somebody has said already what it was: %(what)s.") % {"what": week.get_finding_display()},
                _("Nothing is left to do here."),
                code="looked",
            )
        if not week.flag:
            raise Conflict(
                _("This weight is not out of the ordinary."), _("Look at the list of weights."), code="state"
            )
        week.finding, week.words, week.looked_by, week.looked_at = finding, said, by.person, now()
        week.save()
        note_estate(
            week.estate_id,
            "waste.look_into",
            by,
            stream=week.stream,
            week=week.week.isoformat(),
            finding=finding,
        )
    return week
