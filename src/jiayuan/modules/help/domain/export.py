"""Taking the list of wishes out of the house."""

from dataclasses import asdict

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.domain.record import record

from ..models.wish import WishQuerySet
from .queries.desk import WishFilter, listed

MOST = 20_000


def export_wishes(wanted: WishFilter, *, by: Actor) -> tuple[WishQuerySet, int]:
    """The wishes of the list as it is narrowed, the latest first, at most :data:`MOST`; and how many there would be.
    Who took how many, and narrowed by what, is recorded."""
    rows = listed(by, wanted).order_by("-pk")
    total = rows.count()
    narrowed = {name: value for name, value in asdict(wanted).items() if value}
    if "q" in narrowed:
        narrowed["q"] = mask_words(narrowed["q"])
    after = {"wishes": min(total, MOST), "of": total, **narrowed}
    record(f"person/{by.pk}", "help.export_wishes", by=by.person, after=after)
    return rows[:MOST], total
