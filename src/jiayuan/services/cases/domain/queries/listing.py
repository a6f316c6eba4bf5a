"""Lists of cases, narrowed by what somebody looks for."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now, today

from ...enums import OPEN_STATES, State
from ...models import Case, CaseQuerySet
from ...numbers import key_of
from ...rules import UNIT_ROLES

LIGHTS = ("red", "amber", "green")
"""Overdue, due until the end of today, due later."""


PERIODS = ("reported-30", "closed-30")
"""Reported, or closed, in the last thirty days."""


@dataclass(frozen=True)
class CaseFilter:
    """What a list is narrowed by; empty means everything. ``state`` is a state or ``open``, ``place`` a path."""

    state: str = ""
    category: str = ""
    place: str = ""
    unit: int | None = None
    light: str = ""
    mine: bool = False
    q: str = ""
    period: str = ""
    sort: str = "new"

    @property
    def is_empty(self) -> bool:
        return replace(self, sort="new") == CaseFilter()


def listed(actor: Actor, wanted: CaseFilter) -> CaseQuerySet:
    """The cases this actor may open, narrowed. With ``sort="due"`` only those with a running deadline."""
    rows = narrow(Case.objects.visible_to(actor), wanted)
    if wanted.mine:
        rows = rows.filter(
            Q(handler_id=actor.pk)
            | Q(verifier_id=actor.pk)
            | Q(unit_id__in=actor.reach.organisations(*UNIT_ROLES))
        )
    if wanted.sort == "due":
        rows = rows.filter(due_at__isnull=False)
    return rows.select_related("version__category", "place__parent", "unit", "tie")


SHORTEST_SEARCH = 2
"""Characters that somebody types at least when looking for words."""
MOST_SEARCHED = 5_000
"""How many of the newest public cases are looked through for a visitor's words; no index answers for these."""


def public_list(wanted: CaseFilter) -> CaseQuerySet:
    """What everybody may see, narrowed by state, category group and place; words are looked for in the public ones,
    among the newest :data:`MOST_SEARCHED` of the rest of the filter."""
    rows = _narrowed_public(wanted)
    if wanted.q:
        newest = rows.order_by("-pk").values("pk")[:MOST_SEARCHED]
        words = Q(pk__in=newest) & Q(public_words__icontains=wanted.q)
        rows = rows.filter(_number_or(wanted.q, words))
    return rows.select_related("version__category", "place__parent")


def search_is_cut(wanted: CaseFilter) -> bool:
    """Are there older cases than those whose words are looked through? One query on keys."""
    return bool(_narrowed_public(wanted).order_by("-pk").values("pk")[MOST_SEARCHED : MOST_SEARCHED + 1])


def _narrowed_public(wanted: CaseFilter) -> CaseQuerySet:
    return narrow(Case.objects.public(), replace(wanted, q="", unit=None, light=""))


def narrow(rows: CaseQuerySet, wanted: CaseFilter) -> CaseQuerySet:
    if wanted.state == "open":
        rows = rows.filter(state__in=OPEN_STATES)
    elif wanted.state in State.values:
        rows = rows.filter(state=wanted.state)
    if wanted.category:
        rows = rows.filter(version__category__code__startswith=wanted.category)
    if wanted.place:
        rows = rows.within(wanted.place)
    if wanted.unit is not None:
        rows = rows.filter(unit_id=wanted.unit)
    if wanted.light in LIGHTS:
        rows = rows.filter(_due(wanted.light))
    if wanted.period in PERIODS:
        rows = rows.filter(in_period(wanted.period))
    if wanted.q:
        words = Q(words__icontains=wanted.q) | Q(address__icontains=wanted.q)
        rows = rows.filter(_number_or(wanted.q, words | Q(public_words__icontains=wanted.q)))
    return rows


def _number_or(text: str, words: Q) -> Q:
    key = key_of(text)
    return words if key is None or key >= 2**63 else words | Q(pk=key)


def _due(light: str) -> Q:
    moment, tonight = now(), end_of_today()
    return {
        "red": Q(due_at__lt=moment),
        "amber": Q(due_at__gte=moment, due_at__lt=tonight),
        "green": Q(due_at__gte=max(tonight, moment)),
    }[light]


def in_period(period: str) -> Q:
    """One of :data:`PERIODS` as a condition."""
    since = now() - timedelta(days=30)
    if period == "closed-30":
        return Q(state=State.CLOSED, closed_at__gte=since)
    return Q(reported_at__gte=since)


def end_of_today() -> datetime:
    tomorrow = today() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=timezone.get_default_timezone())
