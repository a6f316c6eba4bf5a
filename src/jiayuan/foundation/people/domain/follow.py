"""Where people belong follows the places that were merged, split or moved."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from ..models import Person


def follow_heirs(*, heirs: dict[str, str], **_signal: Any) -> None:
    """Who belonged to a closed place belongs to its heir. One statement for each place that changed."""
    for former, heir in heirs.items():
        Person.objects.filter(home_place_id=former).update(home_place_id=heir)


def count_affected(within: Callable[[str], Q]) -> int:
    """How many people belong to the places concerned."""
    return Person.objects.filter(within("home_place_id"), is_active=True).count()
