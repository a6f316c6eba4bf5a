"""What a stop is called in its round."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..models import RoundStop


def stop_name(stop: RoundStop, stops: Sequence[RoundStop]) -> str:
    """Its estate; and where the truck calls there several times, which of these it is. ``stops``: of its round in
    order, or those at its estate."""
    beside = [each for each in stops if each.estate_id == stop.estate_id]
    words = [str(stop.estate)]
    if len({each.stream for each in beside}) > 1:
        words.append(stop.get_stream_display())
    parts = [each.pk for each in beside if each.stream == stop.stream]
    if len(parts) > 1 and stop.pk in parts:
        words.append(
            _("part %(number)s of %(count)s") % {"number": parts.index(stop.pk) + 1, "count": len(parts)}
        )
    return " · ".join(words)
