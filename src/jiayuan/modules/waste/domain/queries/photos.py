"""Who sees photos of what was not taken."""

from typing import Any

from jiayuan.foundation.access.actor import Actor

from ...models import RoundStop
from ...ops_rules import drives_it


def may_see_stop_photo(actor: Actor, photo: Any) -> bool:
    """Who drives the round, its unit, and the desk of the estate."""
    stop = RoundStop.objects.filter(photo=photo).select_related("round").first()
    if stop is None:
        return False
    return drives_it(actor, stop.round) or RoundStop.objects.visible_to(actor).filter(pk=stop.pk).exists()
