"""Which kept words are offered for an answer, and that they were used."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.places.paths import ancestors, inside

from ...models import Case, ReplyTemplate
from ...rules import DESK, UNIT_ROLES


def offered_replies(case: Case, actor: Actor) -> QuerySet[ReplyTemplate]:
    """Those of the places around the case, for its desks, and those of the units that the actor works for."""
    around = [*ancestors(case.place_id), case.place_id]
    kept = Q(place_id__in=around) if actor.reach.holds(DESK, case.place_id) else Q(pk__in=[])
    kept |= Q(unit_id__in=actor.reach.organisations(*UNIT_ROLES))
    code = case.version.category_id
    fits = Q(category=None) | Q(category_id__in=[code[:length] for length in range(1, len(code) + 1)])
    return ReplyTemplate.objects.filter(kept, fits, retired_at=None)


def replies_by_action(case: Case, actor: Actor, actions: Iterable[str]) -> dict[str, list[ReplyTemplate]]:
    """For each action, those most particular to the category first, then those most used. One query."""
    rows = sorted(
        offered_replies(case, actor), key=lambda each: (not each.category_id, -each.uses, each.name)
    )
    return {action: [each for each in rows if each.action in ("", action)] for action in actions}


def kept_replies(actor: Actor) -> QuerySet[ReplyTemplate]:
    """Those that this actor may be offered or may change: of places around and inside theirs, and of their units."""
    paths = actor.reach.paths_for(*DESK)
    around = [outer for path in paths for outer in ancestors(path)]
    mine = inside(paths, field="place_id") | Q(place_id__in=around)
    mine |= Q(unit_id__in=actor.reach.organisations(*UNIT_ROLES))
    rows = ReplyTemplate.objects.filter(mine, retired_at=None).select_related("place", "unit", "category")
    return rows.order_by("action", "name")


def note_use(case: Case, actor: Actor, pk: int) -> bool:
    """Count that it was sent. What was not offered counts for nothing."""
    offered = offered_replies(case, actor).filter(pk=pk).values("pk")
    return bool(ReplyTemplate.objects.filter(pk__in=offered).update(uses=F("uses") + 1))
