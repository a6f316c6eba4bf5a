"""Why something may be the same, as somebody would say it."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.clock.spoken import when

from ...enums import State
from ...models import Case
from .scoring import Likeness

NEAREST = 50
ROUNDED_TO = 10


def spoken_distance(metres: float) -> str:
    """Rounded: a position is not known better than that."""
    if metres < NEAREST:
        return _("less than %(metres)s m away") % {"metres": NEAREST}
    return _("about %(metres)s m away") % {"metres": round(metres / ROUNDED_TO) * ROUNDED_TO}


def spoken_likeness(case: Case, likeness: Likeness) -> str:
    """ "about 80 m away, same category, reported yesterday"."""
    near = spoken_distance(likeness.metres) if likeness.metres is not None else _("in the same community")
    parts = [near]
    if likeness.same_category:
        parts.append(_("same category"))
    if likeness.same_photo:
        parts.append(_("the photo looks the same"))
    if case.state == State.CLOSED and case.closed_at is not None:
        parts.append(_("closed %(when)s") % {"when": when(case.closed_at)})
    else:
        parts.append(_("reported %(when)s") % {"when": when(case.reported_at)})
    return pgettext("between clauses", ", ").join(parts)
