"""What of cases is concerned when places are merged, split or moved."""

from collections.abc import Callable

from django.db.models import Q

from ...enums import OPEN_STATES
from ...models import Case


def count_affected(within: Callable[[str], Q]) -> int:
    """How many open cases lie in the places concerned. They keep their place; its heir sees and handles them."""
    return Case.objects.filter(within("place_id"), state__in=OPEN_STATES).count()
