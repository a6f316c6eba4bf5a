"""Lines of a frozen month, and what was corrected of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LineReason(TextChoices):
    """Whether a line of a month is in the score, and why not."""

    COUNTS = "counts", pgettext_lazy("line", "counts")
    UNFINISHED = "unfinished", pgettext_lazy("line", "does not count: another unit finished it")
    REOPENED = "reopened", pgettext_lazy("line", "reopened: counts for satisfaction, not for time")
    SET_ASIDE = "set_aside", pgettext_lazy("line", "does not count: taken out of the scores")
    APPEALED = "appealed", pgettext_lazy("line", "does not count: an appeal was upheld")
    PIECE = "piece", pgettext_lazy("line", "a part of a case: counts for its unit alone")
    PIECE_ASIDE = "piece_aside", pgettext_lazy("line", "a part of a case that does not count")


TIMED = (LineReason.COUNTS, LineReason.PIECE)
"""Where the time counts."""
RATED = (LineReason.COUNTS, LineReason.REOPENED)
"""Where the stars count; a part has none, its lead is rated."""
SCORED = (LineReason.COUNTS, LineReason.REOPENED, LineReason.PIECE)
UNIT_ALONE = (LineReason.UNFINISHED, LineReason.PIECE, LineReason.PIECE_ASIDE)
"""In the sums of the unit and of no place: there each closing of a case counts once."""


class CorrectionKind(TextChoices):
    RATED = "rated", _("rated after the month was frozen")
    SCORES = "scores", _("taken out of the scores, or back in")
    APPEAL = "appeal", _("an appeal was upheld")
