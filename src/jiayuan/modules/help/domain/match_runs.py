"""All open wishes of a place matched at once: asked for in a request, worked out in the background, kept a week."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.engines.matching import Instance, Plan, Status, nearest_first, service_of, solve
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ..enums import RunState, WishState
from ..limits import MOST_AT_ONCE, RUN_DAYS, RUN_SECONDS
from ..models import MatchLine, MatchRun, Wish
from ..rules import DESK, MATCH
from .matching.facts import facts_of
from .matching.instance import Question, question_of

PLACE_KINDS = ("street", "town", "community", "village")
TRIES = 3


def begin_run(place_path: str, *, by: Actor) -> MatchRun:
    """Have the open wishes inside a place matched. One that is at work already is given instead of a second.

    :raises Refused: not the desk there. :raises Invalid: (field ``place``) neither a street nor a community.
    :raises Conflict: others ask at the same moment, again and again.
    """
    gate(by, MATCH, place_path)
    if not places_to_match(by).filter(pk=place_path).exists():
        raise Invalid(
            _("There is no such place."), _("Choose a street or a community of the list."), field="place"
        )
    for _turn in range(TRIES):
        run = _begun(place_path, by) or MatchRun.objects.working().filter(place=place_path).first()
        if run is not None:
            return run  # else the one in the way ended between the two questions
    raise Conflict(_("This is worked out already."), _("Reload the page to see it."))


def places_to_match(actor: Actor) -> "QuerySet[Place]":
    """Streets and communities whose wishes this actor looks after."""
    rows = Place.objects.current().filter(inside(actor.reach.paths_for(*DESK)), kind__in=PLACE_KINDS)
    return rows.defer("boundary").order_by("path")


def _begun(place_path: str, by: Actor) -> MatchRun | None:
    """A new one; None where one is at work."""
    from ..tasks import match_wishes

    run = MatchRun(place_id=place_path, asked_by=by.person)
    with transaction.atomic():
        try:
            with transaction.atomic():
                run.save()
        except IntegrityError:
            return None
        _record(run, "help.begin_match", by)
        transaction.on_commit(lambda: match_wishes.enqueue(run.pk))
    return run


def work_out(pk: int) -> None:
    """The work in the background: nearest first, then the engine; the best so far stands on the page. Safe to run
    twice: what is ready or was stopped stays as it is."""
    with transaction.atomic():
        run = MatchRun.objects.select_for_update().filter(pk=pk).first()
        if run is None or not run.is_working:
            return
        run.state, run.started_at = RunState.RUNNING, now()
        run.save()
    wishes = _open_wishes(run.place_id)
    question = question_of(facts_of(wishes))
    instance = question.instance
    run.wishes, run.helpers = len(instance.wishes), len(instance.helpers)
    run.awaited = len(wishes) - len(instance.wishes)
    if not instance.wishes or not instance.helpers:
        _finish(run, question, None)
        return
    run.nearest = run.best = said_of(instance, nearest_first(instance))
    if _still_wanted(run):
        _finish(run, question, solve(instance, seconds=RUN_SECONDS))


def _open_wishes(path: str) -> list[Wish]:
    rows = (
        Wish.objects.within(path)
        .filter(state=WishState.OPEN)
        .select_related("place")
        .defer("place__boundary")
    )
    return list(rows.order_by("opened_at", "pk")[:MOST_AT_ONCE])


def said_of(instance: Instance, chosen: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What people notice of a plan, about no person: wishes, metres and shares in whole numbers."""
    found = service_of(instance, chosen)
    many = len(instance.wishes)
    return {
        "served": round(found.served * many),
        "in_time": round(found.in_time * many),
        "metres": round(found.mean_metres),
        "fullest": round(found.fullest * 100),
    }


def _still_wanted(run: MatchRun) -> bool:
    """Write down how far it is, unless somebody stopped it."""
    values = {each: getattr(run, each) for each in ("wishes", "helpers", "awaited", "nearest", "best")}
    return bool(MatchRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(**values))


def _finish(run: MatchRun, question: Question, plan: Plan | None) -> None:
    with transaction.atomic():
        state = MatchRun.objects.select_for_update().filter(pk=run.pk).values_list("state", flat=True).first()
        if state != RunState.RUNNING:
            return  # stopped meanwhile
        if plan is not None:
            chosen = [(each.wish, each.helper) for each in plan.matches]
            run.best = said_of(question.instance, chosen) | {"is_proven": plan.status == Status.OPTIMAL}
            MatchLine.objects.filter(run=run).delete()
            MatchLine.objects.bulk_create(_lines(run, question, plan))
        run.state, run.finished_at = RunState.READY, now()
        run.save()
        _record(run, "help.finish_match", None)


def _lines(run: MatchRun, question: Question, plan: Plan) -> list[MatchLine]:
    taken = [
        MatchLine(
            run=run,
            wish_id=int(each.wish),
            person_id=int(each.helper),
            post_id=question.homes[int(each.helper)].post_id,
            metres=each.metres,
            starts_at=question.moment + timedelta(minutes=each.starts) if each.starts else None,
            parts=dict(each.parts),
            instead_id=int(each.next_best.helper) if each.next_best else None,
            extra=each.next_best.extra if each.next_best else 0,
        )
        for each in plan.matches
    ]
    left = [
        MatchLine(run=run, wish_id=int(each.wish), reason=each.reason, fell=dict(each.fell))
        for each in plan.unserved
    ]
    return taken + left


def stop_run(pk: int, *, by: Actor) -> MatchRun:
    """Do not wait for it. :raises Conflict: it is there already."""
    with transaction.atomic():
        run = lock_run(pk, by)
        if not run.is_working:
            raise Conflict(_("This is worked out already."), _("Reload the page to see it."))
        run.state, run.finished_at = RunState.CANCELLED, now()
        run.save(update_fields=["state", "finished_at", "updated_at"])
        _record(run, "help.stop_match", by)
    return run


def lock_run(pk: int, by: Actor) -> MatchRun:
    """:raises Missing: there is none for this actor."""
    run = lock_first(MatchRun.objects.visible_to(by), pk)
    if run is None:
        raise no_such_run()
    gate(by, MATCH, run.place_id)
    return run


def no_such_run() -> Missing:
    return Missing(_("There is no such proposal."), _("It is kept a week. Have the wishes matched anew."))


def forget_runs() -> int:
    """Who would suit whom is said for a week and forgotten. How many runs went."""
    old = MatchRun.objects.filter(created_at__lte=now() - timedelta(days=RUN_DAYS))
    many = old.count()
    old.delete()
    return many


def _record(run: MatchRun, action: str, by: Actor | None) -> None:
    record(
        run.stream, action, by=by.person if by is not None else None,
        after={"state": run.state}, place_path=run.place_id,
    )  # fmt: skip
