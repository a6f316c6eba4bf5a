"""What the sorting school holds about a person: the pledge they signed. Handed out, and forgotten."""

from typing import Any

from django.db import transaction

from jiayuan.foundation.common.locking import lock_rows

from ..models import Pledge
from .pledge_texts import pledge_texts
from .pledging import take_back

COVERED = {"sorting.Pledge": ("person", "shown_name")}


def export_sorting(person: Any) -> dict[str, Any]:
    """Their pledge, with the words they signed. Two queries."""
    texts = {each.version: each for each in pledge_texts()}
    rows = Pledge.objects.filter(person=person).select_related("community").order_by("pk")
    return {
        "pledges": [
            {
                "name": each.shown_name, "community": each.community.name, "signed_at": each.signed_at.isoformat(),
                "words": list(texts[each.version].zh),
            }
            for each in rows.defer("community__boundary")
        ]
    }  # fmt: skip


def erase_sorting(person: Any) -> int:
    """As if they had taken it back."""
    with transaction.atomic():
        keys = list(Pledge.objects.filter(person=person).values_list("pk", flat=True))
        lock_rows(Pledge, keys)
        rows = Pledge.objects.filter(pk__in=keys).order_by("pk")
        for pledge in rows:
            take_back(pledge)
    return len(keys)
