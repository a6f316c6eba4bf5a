"""How often suggestions of categories were right where it was measured, and followed where they were shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from jiayuan.foundation.clock.now import today

from ...enums import SuggestedAt
from ...models import CategoryModel, CategoryVersion, SuggestionUse
from ..suggesting.suggest import SURE

LOOKED_BACK = timedelta(days=90)
MISTAKES = 2


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def per_cent(self) -> int | None:
        """None of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True)
class OfCategory:
    name: str
    first: Share
    three: Share
    taken: Sequence[tuple[str, int]]
    """For which others it was taken most, and how often."""


@dataclass(frozen=True)
class Quality:
    """``sure``: for how many of the texts something is proposed at all, and how many of those were right."""

    first: Share
    three: Share
    proposed: Share
    right: Share
    bins: Sequence[tuple[int, int, Share]]
    """Said with a confidence from … to … per cent, and right."""
    categories: Sequence[OfCategory]


def quality(model: CategoryModel) -> Quality:
    """What was measured on texts that the model had not seen. One query."""
    versions = CategoryVersion.objects.current()
    names = {each.category_id: each.display_name for each in versions}
    bins = [
        (10 * number, 10 * number + 10, Share(right, said))
        for number, (said, right) in enumerate(model.quality["bins"])
    ]
    spoken = [share for low, _high, share in bins if low >= SURE * 100]
    proposed = sum(share.whole for share in spoken)
    return Quality(
        Share(model.first, model.measured),
        Share(model.three, model.measured),
        Share(proposed, model.measured),
        Share(sum(share.part for share in spoken), proposed),
        [each for each in bins if each[2].whole],
        [
            OfCategory(
                names.get(code, code),
                Share(found["first"], found["texts"]),
                Share(found["three"], found["texts"]),
                [
                    (names.get(other, other), count)
                    for other, count in sorted(found["taken"].items(), key=lambda pair: -pair[1])[:MISTAKES]
                ],
            )
            for code, found in sorted(model.quality["by_category"].items())
        ],
    )


def use_of_suggestions() -> list[tuple[str, Share, Share]]:
    """For each place where they are shown: the first chosen, and one of those shown, of the last 90 days. One query."""
    rows = SuggestionUse.objects.filter(day__gt=today() - LOOKED_BACK).values("at")
    counted = rows.annotate(
        shown=Count("pk"), first=Count("pk", filter=Q(rank=1)), among=Count("pk", filter=Q(rank__gt=0))
    ).order_by("at")
    return [
        (
            str(SuggestedAt(row["at"]).label),
            Share(row["first"], row["shown"]),
            Share(row["among"], row["shown"]),
        )
        for row in counted
    ]
