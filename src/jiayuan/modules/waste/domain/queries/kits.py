"""Kits, and where they are copied, as the desk reads them. Nothing is ranked: copies stand by their days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from jiayuan.engines.effects import Pair
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...models import Kit, KitCopy, KitStep, KitTick, Pilot
from ..copying.draft import no_such_copy
from ..kits import no_such_kit
from .effect import LOOKED_BACK, WINDOW, pilots_compared

SOONEST = timedelta(weeks=WINDOW.least + 1)
"""So long after a start the first answer can be expected."""


def kits_seen(actor: Actor) -> "QuerySet[Kit]":
    rows = Kit.objects.visible_to(actor).select_related("pilot__estate__parent")
    under_way = Count("copies", filter=~Q(copies__confirmed_at=None))
    return rows.defer("pilot__estate__boundary", "pilot__estate__parent__boundary").annotate(many=under_way)


def kit_seen(pk: int, actor: Actor) -> Kit:
    """:raises Missing: there is none, or it is a draft of others."""
    kit = kits_seen(actor).prefetch_related("steps").filter(pk=pk).first()
    if kit is None:
        raise no_such_kit()
    return kit


def copies_of(kit: Kit) -> "QuerySet[KitCopy]":
    """Where it was applied, with how many steps are taken."""
    rows = (
        KitCopy.objects.filter(kit=kit).exclude(confirmed_at=None).select_related("estate__parent", "pilot")
    )
    return rows.defer("estate__boundary", "estate__parent__boundary").annotate(done=Count("ticks"))


def drafts_of(kit: Kit, actor: Actor) -> Sequence[KitCopy]:
    """Those that this actor may confirm."""
    rows = KitCopy.objects.filter(kit=kit, confirmed_at=None).within(*actor.reach.paths_for(*OFFICERS))
    return list(rows.select_related("estate").defer("estate__boundary").order_by("estate_id"))


def copy_seen(pk: int, actor: Actor) -> KitCopy:
    """Confirmed ones for those who work there, drafts for those who may confirm them. Four queries.

    :raises Missing: there is none for this actor.
    """
    rows = KitCopy.objects.within(*actor.reach.paths_for(*DESK_STAFF))
    theirs = inside(actor.reach.paths_for(*OFFICERS), field="estate_id")
    steps = Prefetch("kit__steps", KitStep.objects.order_by("position"))
    ticks = Prefetch("ticks", KitTick.objects.select_related("by"))
    found = (
        rows.filter(~Q(confirmed_at=None) | theirs)
        .select_related("kit__pilot__estate", "estate__parent", "pilot")
        .defer("estate__boundary", "estate__parent__boundary", "kit__pilot__estate__boundary")
        .prefetch_related(steps, ticks)
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise no_such_copy()
    return found


@dataclass(frozen=True)
class StepLine:
    """A line of the check list of an estate. ``due``: the first day of its week, counted from the start."""

    step: KitStep
    due: date
    tick: KitTick | None

    @property
    def is_late(self) -> bool:
        return self.tick is None and self.due + timedelta(weeks=1) <= today()


def check_list(copy: KitCopy) -> Sequence[StepLine]:
    ticks = {each.step_id: each for each in copy.ticks.all()}
    return [
        StepLine(each, copy.since + timedelta(weeks=each.week), ticks.get(each.pk))
        for each in copy.kit.steps.all()
    ]


@dataclass(frozen=True)
class Stands:
    """How sorting goes at an estate that copies a kit. ``state``: ahead, early (an answer from ``day`` on), measured
    (``difference``), unmeasured, ended (on ``day``), or off: taken back before a day of it was over."""

    state: str
    day: date | None = None
    difference: float | None = None


def stand(copies: Sequence[KitCopy]) -> Mapping[int, Stands]:
    """By key. Asks for the weights only where one of them can have an answer."""
    due = [each for each in copies if today() - LOOKED_BACK <= each.since <= today() - SOONEST]
    found = pilots_compared() if due else None
    pairs = {each.pk: found.pair_of(each.pilot_id or 0) for each in due} if found else {}
    return {each.pk: _stands(each, pairs.get(each.pk)) for each in copies}


def _stands(copy: KitCopy, pair: Pair | None) -> Stands:
    difference = None if pair is None else pair.difference
    if copy.pilot is not None and copy.pilot.until == copy.pilot.since:
        return Stands("off")
    if copy.pilot is not None and copy.pilot.until is not None and copy.pilot.until <= today():
        return Stands("ended", copy.pilot.until, difference)
    if copy.since > today():
        return Stands("ahead", copy.since)
    if difference is not None:
        return Stands("measured", difference=difference)
    soonest = copy.since + SOONEST
    return Stands("early", soonest) if soonest > today() else Stands("unmeasured")


def communities_to_copy(actor: Actor) -> Sequence[Place]:
    rows = Place.objects.current().of_kind(*COMMUNITY_KINDS).within(*actor.reach.paths_for(*OFFICERS))
    return list(rows.select_related("parent").defer("boundary", "parent__boundary").order_by("path"))


def estates_to_copy(kit: Kit, actor: Actor, community: str) -> Sequence[Place]:
    """Of a community that this actor may change, without the pilots, and without those that copied this kit already."""
    rows = Place.objects.current().of_kind(PlaceKind.ESTATE).within(*actor.reach.paths_for(*OFFICERS))
    pilots = Pilot.objects.running().values("estate")
    copied = KitCopy.objects.filter(kit=kit).exclude(confirmed_at=None).values("estate")
    found = rows.within(community).exclude(pk__in=pilots).exclude(pk__in=copied).defer("boundary")
    return sorted(found, key=lambda each: (each.pinyin or each.name, each.path)) if community else []
