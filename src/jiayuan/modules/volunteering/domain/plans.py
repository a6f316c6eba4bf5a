"""Planning a season with the engine: asked in a request, worked out in the background, accepted by a person."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..enums import ItemKind, ItemState, PlanState
from ..models import Pairing, Season, SeasonPlan, YearlyItem
from ..rules import PLAN

MOST_SECONDS = 120
PARTNERS = (OrganisationKind.INSTITUTION, OrganisationKind.SOCIAL_ORGANISATION)
PLANNED = 0.3
"""How many more places than communities institutions offer at least: an engine needs room to choose."""
Pairs = Iterable[tuple[str, str]]


def begin_plan(
    season: Season, place_path: str, *, by: Actor, seconds: int = 30, capacity: int = 0
) -> SeasonPlan:
    """Have the pairs of a season worked out for the communities inside a place.

    :param seconds: time to look, 1 to 120. :param capacity: communities that one institution serves at most; 0: as
        many as are needed, and a little room.
    :raises Refused: not the office above them. :raises Invalid: nothing to plan, or out of bounds.
    """
    gate(by, PLAN, place_path)
    if not 1 <= seconds <= MOST_SECONDS:
        raise Invalid(
            _("The time to look is 1 to %(most)s seconds.") % {"most": MOST_SECONDS},
            _("Thirty are enough for a district."),
            field="seconds",
        )
    if not 0 <= capacity <= 99:
        raise Invalid(
            _("An institution serves 1 to 99 communities."),
            _("Leave it empty if in doubt."),
            field="capacity",
        )
    return _begin(SeasonPlan(
        season=season, place_id=place_path, seconds=seconds, asked_by=by.person,
        instance=instance_of(season, place_path, capacity),
    ))  # fmt: skip


def ask_what_if(base_pk: int, *, fixed: Pairs = (), forbidden: Pairs = (), by: Actor) -> SeasonPlan:
    """What would be different if these pairs had to be, or could not be? A plan of its own, compared with the first.

    :raises Refused: not the office above them. :raises Invalid: nothing is different. :raises Conflict: not ready.
    """
    base = visible_plan(by, base_pk)
    gate(by, PLAN, base.place_id)
    if not base.result:
        raise Conflict(_("This plan is not ready."), _("Wait until it is; the page shows it."))
    instance = dict(base.instance)
    for name, pairs in (("fixed", fixed), ("forbidden", forbidden)):
        known = [list(each) for each in instance.get(name, [])]
        instance[name] = known + [list(each) for each in pairs if list(each) not in known]
    if instance == base.instance:
        raise Invalid(_("Nothing would be different."), _("Choose a pair first."), field="organisation")
    return _begin(SeasonPlan(
        season=base.season, place_id=base.place_id, base=base, seconds=base.seconds, asked_by=by.person,
        instance=instance,
    ))  # fmt: skip


def _begin(plan: SeasonPlan) -> SeasonPlan:
    from ..tasks import work_out

    with transaction.atomic():
        plan.save()
        _record(plan, "volunteering.begin_plan", plan.asked_by, {"season": plan.season.name})
        transaction.on_commit(lambda: work_out.enqueue(plan.pk))
    return plan


def instance_of(season: Season, place_path: str, capacity: int = 0) -> dict[str, Any]:
    """The engine's question, from organisations, communities, open needs and standing pairs. Five queries."""
    communities = [*_communities(place_path)]
    organisations = [*_organisations()]
    if not communities or not organisations:
        raise Invalid(
            _("There is nobody to pair: no community, or no institution."),
            _("Enter institutions first, on the page “Organisations”."),
            field="place",
        )
    needs, skills = _needs(), _skills()
    room = capacity or max(1, math.ceil(len(communities) * (1 + PLANNED) / len(organisations)))
    standing = (
        Pairing.objects.live().within(place_path).order_by("pk").values_list("organisation", "community")
    )
    return {
        "season": season.name,
        "organisations": [
            {
                "id": str(each.pk), "name": each.name, **_position(each.place), "capacity": room,
                "least": 1 if len(organisations) <= len(communities) else 0, "skills": sorted(skills[each.pk]),
            }
            for each in organisations
        ],
        "communities": [
            {"id": each.path, "name": each.name, **_position(each), "needs": dict(needs[each.path])}
            for each in communities
        ],
        "continued": [[str(organisation), community] for organisation, community in standing],
        "fixed": [],
        "forbidden": [],
    }  # fmt: skip


def _communities(place_path: str) -> Iterable[Place]:
    rows = Place.objects.current().within(place_path).of_kind(*COMMUNITY_KINDS)
    return rows.select_related("parent__parent").defer(
        "boundary", "parent__boundary", "parent__parent__boundary"
    )


def _organisations() -> Iterable[Organisation]:
    rows = Organisation.objects.current().filter(kind__in=PARTNERS).within(settings.DISTRICT)
    around = rows.select_related("place__parent__parent")
    return around.defer(
        "place__boundary", "place__parent__boundary", "place__parent__parent__boundary"
    ).order_by("pk")


def _position(place: Place) -> dict[str, float | None]:
    """Its own, or that of the nearest place around it that has one."""
    at: Place | None = place
    while at is not None and at.latitude is None:
        at = at.parent
    return {"latitude": at.latitude if at else None, "longitude": at.longitude if at else None}


def _needs() -> dict[str, Counter[str]]:
    rows = YearlyItem.objects.filter(kind=ItemKind.NEED, state=ItemState.OPEN, skill__isnull=False)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for community, skill in rows.filter(year=today().year).values_list("community", "skill"):
        found[community][skill] += 1
    return found


def _skills() -> dict[int, set[str]]:
    rows = YearlyItem.objects.exclude(kind=ItemKind.NEED).filter(skill__isnull=False)
    found: dict[int, set[str]] = defaultdict(set)
    for organisation, skill in rows.annotate(org=F("pairing__organisation")).values_list("org", "skill"):
        found[organisation].add(skill)
    return found


def solve_plan(pk: int) -> None:
    """The work in the background. Safe to run twice: what is ready or was stopped stays as it is."""
    from jiayuan.engines.pairing import Faults, plan_as_data, read_instance, solve

    with transaction.atomic():
        plan = SeasonPlan.objects.select_for_update().filter(pk=pk).first()
        if plan is None or not plan.is_working:
            return
        plan.state, plan.started_at = PlanState.RUNNING, now()
        plan.save(update_fields=["state", "started_at", "updated_at"])
    try:
        found = solve(read_instance(plan.instance), seconds=plan.seconds)
        wanted: dict[str, Any] = {"state": PlanState.READY, "result": plan_as_data(found)}
    except Faults as error:
        faults = [{"code": each.code, "where": each.where, "text": each.text} for each in error.faults]
        wanted = {"state": PlanState.FAILED, "faults": faults}
    with transaction.atomic():
        plan = SeasonPlan.objects.select_for_update().get(pk=pk)
        if plan.state != PlanState.RUNNING:
            return  # stopped meanwhile
        for name, value in {**wanted, "finished_at": now()}.items():
            setattr(plan, name, value)
        plan.save()
        _record(plan, "volunteering.finish_plan", None, {"state": plan.state})


def stop_plan(pk: int, *, by: Actor) -> SeasonPlan:
    """Do not wait for it. :raises Conflict: it is worked out already."""
    with transaction.atomic():
        plan = lock_plan(pk, by)
        if not plan.is_working:
            raise Conflict(_("This plan is worked out already."), _("Reload the page to see it."))
        plan.state = PlanState.CANCELLED
        plan.save(update_fields=["state", "updated_at"])
        _record(plan, "volunteering.stop_plan", by.person, {"state": plan.state})
    return plan


def accept_plan(pk: int, *, by: Actor) -> SeasonPlan:
    """Propose the pairs of a plan that are none yet; those that stand stay. Written in the background.

    :raises Refused: not the office above them. :raises Conflict: not ready, or accepted before.
    """
    from ..tasks import write_pairs

    with transaction.atomic():
        plan = lock_plan(pk, by)
        if plan.state != PlanState.READY:
            raise Conflict(_("This plan cannot be accepted now."), _("Reload the page to see how it stands."))
        plan.state = PlanState.ACCEPTED
        plan.save(update_fields=["state", "updated_at"])
        _record(plan, "volunteering.accept_plan", by.person, {"pairs": len(plan.result["pairs"])})
        person_pk = by.person.pk
        transaction.on_commit(lambda: write_pairs.enqueue(plan.pk, person_pk))
    return plan


def lock_plan(pk: int, by: Actor) -> SeasonPlan:
    """The plan, locked, for one who may plan there. :raises Missing: there is none for this actor."""
    plan = lock_first(SeasonPlan.objects.visible_to(by).select_related("season"), pk)
    if plan is None:
        raise _missing()
    gate(by, PLAN, plan.place_id)
    return plan


def visible_plan(actor: Actor, pk: int) -> SeasonPlan:
    rows = SeasonPlan.objects.visible_to(actor).select_related("season", "place", "base")
    plan = rows.defer("place__boundary").filter(pk=pk).first()
    if plan is None:
        raise _missing()
    return plan


def _missing() -> Missing:
    return Missing(_("There is no such plan."), _("Look for it on the page “Plan a season”."))


def _record(plan: SeasonPlan, action: str, person: Any, after: dict[str, Any]) -> None:
    record(plan.stream, action, by=person, after=after, place_path=plan.place_id)
