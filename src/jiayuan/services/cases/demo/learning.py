"""What the demonstration district has learnt, and how its desks followed it lately."""

from jiayuan.foundation.clock.now import today

from ..domain.queries.catalogue import current_versions
from ..domain.suggesting.learn import train_model
from ..domain.suggesting.suggest import propose
from ..enums import State, SuggestedAt
from ..models import Case, SuggestionUse

FOLLOWED = 150
"""Cases filed last, for which the desk saw a suggestion."""


def learn_and_follow() -> None:
    model, versions = train_model(), current_versions()
    filed = Case.objects.exclude(state__in=[State.REPORTED, State.REJECTED]).select_related("version")
    uses = []
    for case in filed.order_by("-pk")[:FOLLOWED]:
        shown = propose(case.words, versions)
        codes, chosen = [each.code for each in shown.shown], case.version.category_id
        if not shown.is_sure:
            continue
        uses.append(
            SuggestionUse(
                model=model,
                at=SuggestedAt.DESK,
                day=today(),
                suggested=codes[0],
                chosen=chosen,
                rank=codes.index(chosen) + 1 if chosen in codes else 0,
                confidence=shown.shown[0].per_cent,
            )
        )
    SuggestionUse.objects.bulk_create(uses)
