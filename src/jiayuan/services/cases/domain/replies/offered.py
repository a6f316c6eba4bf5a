"""Which kept words are offered for an answer, and that they were used."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.prepared import Slots, prepared_for
from jiayuan.foundation.places.paths import ancestors, inside

from ...models import Case, ReplyTemplate
from ...rules import DESK, UNIT_ROLES

Rows = QuerySet[ReplyTemplate]


def _rows(at_desk: bool, units: Sequence[int], around: Any, codes: Any) -> Rows:
    kept = Q(unit_id__in=units)
    if at_desk:
        kept |= Q(place_id__in=around)
    fits = Q(category=None) | Q(category_id__in=codes)
    return ReplyTemplate.objects.filter(kept, fits, retired_at=None)


def _asked(case: Case, actor: Actor) -> tuple[bool, tuple[int, ...], list[str], list[str]]:
    code = case.version.category_id
    return (
        actor.reach.holds(DESK, case.place_id),
        tuple(actor.reach.organisations(*UNIT_ROLES)),
        [*ancestors(case.place_id), case.place_id],
        [code[:length] for length in range(1, len(code) + 1)],
    )


def offered_replies(case: Case, actor: Actor) -> Rows:
    """Those of the places around the case, for its desks, and those of the units that the actor works for."""
    return _rows(*_asked(case, actor))


def _offered(case: Case, actor: Actor) -> list[ReplyTemplate]:
    """The same as a prepared question: with every case that is opened it is asked."""
    at_desk, units, around, codes = _asked(case, actor)
    known_by = ("replies", at_desk, units, len(around), len(codes))

    def rows() -> Rows:
        places = Slots("around", ReplyTemplate, "place", len(around))
        return _rows(at_desk, units, places, Slots("codes", ReplyTemplate, "category", len(codes)))

    return prepared_for(known_by, rows).rows(around=around, codes=codes)


def replies_by_action(case: Case, actor: Actor, actions: Iterable[str]) -> dict[str, list[ReplyTemplate]]:
    """For each action, those most particular to the category first, then those most used. One query."""
    rows = sorted(_offered(case, actor), key=lambda each: (not each.category_id, -each.uses, each.name))
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
