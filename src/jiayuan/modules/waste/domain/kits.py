"""Writing a kit from a pilot, and publishing it: then it stands still, and what is learnt later is another version.

Locks: the pilot for what there is one of, the kit for the rest; the ledger last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Faults, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..kit_enums import StepBy
from ..limits import KIT_STEP, KIT_STEPS, KIT_TITLE, KIT_WEEKS, KIT_WORDS
from ..models import Kit, KitStep, Pilot
from ..rules import WRITE_KIT
from .kit_effect import effect_of
from .queries.lineage import estate_then, first_of
from .queries.practice import practice_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class StepDraft:
    """``week``: beside the week in which it begins, −2 is two weeks before. ``at``: its line on the form, so that what
    is wrong with it can be said beside it."""

    what: str
    who: str
    week: int | None
    was_done: bool = False
    at: int = 0


@dataclass(frozen=True)
class KitDraft:
    title: str
    worked: str = ""
    failed: str = ""
    steps: Sequence[StepDraft] = ()


def no_such_kit() -> Missing:
    return Missing(_("There is no such kit."), _("Look at the list of kits."))


def begin_kit(estate: str, *, by: Actor) -> Kit:
    """From the latest pilot of this estate that has begun: a draft with the usual steps; for another version with what
    the last one says. The draft that there is already is given back: begun twice it is one.

    :raises Missing, Refused, Conflict: each in words.
    """
    gate(by, WRITE_KIT, estate)
    rows = Pilot.objects.filter(estate=estate).exclude(until=F("since"))
    pilots = rows.order_by("-since", "-pk").values_list("pk", flat=True)
    return _begin(pilots.filter(since__lt=today()).first() or pilots.first() or 0, by)


def begin_version(pk: int, *, by: Actor) -> Kit:
    """Of the pilot that this kit tells of, whatever its estate has tried since.

    :raises Missing, Refused: there is none, or it is not theirs to write.
    """
    kit = Kit.objects.visible_to(by).select_related("pilot").filter(pk=pk).first()
    if kit is None:
        raise no_such_kit()
    gate(by, WRITE_KIT, kit.pilot.estate_id)
    return _begin(kit.pilot_id, by)


def _begin(pk: int, by: Actor) -> Kit:
    with transaction.atomic():
        pilot = lock_first(Pilot.objects.select_related("estate").defer("estate__boundary"), pk)
        if pilot is None:
            raise Missing(_("There is no such pilot."), _("Look at the list of pilots."))
        if pilot.since >= today():
            raise Conflict(
                _("This pilot has not begun yet: there is nothing to tell."), _("Come back once it has.")
            )
        last = Kit.objects.filter(pilot=pilot).order_by("-version").first()
        if last is not None and last.published_at is None:
            return last
        kit = Kit.objects.create(pilot=pilot, **_taken_over(pilot, last))
        steps = [_drafted(each) for each in last.steps.all()] if last else usual_steps()
        _set_steps(kit, steps)
        after = {"title": kit.title, "version": kit.version, "pilot": pilot.pk}
        _record(kit, "waste.begin_kit", by, begins=True, **after)
    return kit


def _taken_over(pilot: Pilot, last: Kit | None) -> Mapping[str, Any]:
    if last is None:
        return {"title": _("How %(estate)s sorts") % {"estate": pilot.estate}}
    return {
        "version": last.version + 1, "title": last.title, "worked": last.worked, "failed": last.failed
    }  # fmt: skip


def _drafted(step: KitStep) -> StepDraft:
    return StepDraft(step.what, step.who, step.week, step.was_done)


def usual_steps() -> Sequence[StepDraft]:
    """What mostly comes before and after a start, for the writer to keep or take out. None of it is said to be done."""
    return [
        StepDraft(_("Meeting with residents: where the drop points stand, when they are open"), StepBy.COMMUNITY, -4),
        StepDraft(_("Guides found and trained"), StepBy.COMMUNITY, -2),
        StepDraft(_("Posters at every door, a leaflet in every flat"), StepBy.PROPERTY, -1),
        StepDraft(_("Residents sign the pledge"), StepBy.VOLUNTEERS, 0),
        StepDraft(_("A class in sorting, with children"), StepBy.VOLUNTEERS, 2),
        StepDraft(_("Door to door: what is hard, what helps"), StepBy.COMMUNITY, 4),
    ]  # fmt: skip


def save_kit(pk: int, draft: KitDraft, *, by: Actor, revision: int | None = None) -> Kit:
    """All that is wrong is told at once. :raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        kit = _lock_draft(pk, by, revision)
        faults = Faults()
        kit.title = faults.take(lambda: clean_words(draft.title, field="title", limit=KIT_TITLE))
        for name in ("worked", "failed"):
            words = _words(faults, getattr(draft, name), name)
            setattr(kit, name, words)
        steps = _checked(draft.steps, faults)
        faults.settle()
        kit.revision += 1
        kit.save()
        kit.steps.all().delete()
        _set_steps(kit, steps)
        _record(kit, "waste.save_kit", by, title=kit.title, steps=len(steps))
    return kit


def _words(faults: Faults, text: str, field: str) -> str:
    return faults.take(lambda: clean_words(text, field=field, limit=KIT_WORDS, required=False))


def _checked(steps: Sequence[StepDraft], faults: Faults) -> Sequence[StepDraft]:
    """Without empty lines, in the order of their weeks."""
    kept = [faults.take(partial(_step, each)) for each in steps if each.what.strip()]
    if len(kept) > KIT_STEPS:
        faults.take(_too_many)
    return sorted((each for each in kept if each is not None), key=lambda each: each.week or 0)


def _too_many() -> None:
    raise Invalid(
        _("These are too many steps: at most %(limit)s fit on two pages.") % {"limit": KIT_STEPS},
        _("Put together what belongs together."), field="steps",
    )  # fmt: skip


def _step(draft: StepDraft) -> StepDraft:
    what = clean_words(draft.what, field=f"what-{draft.at}", limit=KIT_STEP)
    if draft.who not in StepBy.values:
        raise Invalid(_("Who takes this step?"), _("Choose one from the list."), field=f"who-{draft.at}")
    if draft.week is None or not KIT_WEEKS[0] <= draft.week <= KIT_WEEKS[1]:
        raise Invalid(
            _("This is no week of a kit."),
            _("A whole number between %(first)s and %(last)s: −2 is two weeks before the start.")
            % {"first": KIT_WEEKS[0], "last": KIT_WEEKS[1]},
            field=f"week-{draft.at}",
        )
    return StepDraft(what, draft.who, draft.week, draft.was_done)


def _set_steps(kit: Kit, steps: Sequence[StepDraft]) -> None:
    now_ = now()
    KitStep.objects.bulk_create(
        KitStep(
            kit=kit, position=at, what=each.what, who=each.who, week=each.week or 0, was_done=each.was_done,
            created_at=now_, updated_at=now_,
        )
        for at, each in enumerate(steps)
    )  # fmt: skip


def publish_kit(pk: int, *, by: Actor, revision: int | None = None) -> Kit:
    """What the registers say, and what was measured, as of today; without a measured effect it says so. Twice is once.

    :raises Missing, Refused, Conflict: each in words.
    """
    with transaction.atomic():
        kit = lock_kit(pk, by)
        if kit.published_at is not None:
            return kit
        _same(kit, revision)
        kit.practice, kit.effect = practices_of(kit.pilot), effect_of(kit.pilot)
        kit.published_at = now()
        kit.revision += 1
        kit.save()
        _record(
            kit, "waste.publish_kit", by, title=kit.title, version=kit.version, result=kit.effect["state"]
        )
    return kit


def practices_of(pilot: Pilot) -> Mapping[str, Any]:
    """On the day before it began, and today or on its last day. Of an estate that was moved: as it was then."""
    last = today() if pilot.until is None else min(today(), max(pilot.until - DAY, pilot.since))
    first = first_of(pilot)
    before: date = first.since - DAY
    return {
        "before": practice_of(estate_then(first.estate, before), before),
        "after": practice_of(pilot.estate, last, since=pilot.since),
    }


def drop_kit(pk: int, *, by: Actor) -> None:
    """A draft that nobody needs. What is published stays. :raises Missing, Refused, Conflict: each in words."""
    with transaction.atomic():
        kit = _lock_draft(pk, by)
        _record(kit, "waste.drop_kit", by, title=kit.title)
        kit.delete()


def lock_kit(pk: int, by: Actor) -> Kit:
    """:raises Missing, Refused: there is none, or it is not theirs to write."""
    lock_rows(Kit, [pk])
    rows = Kit.objects.visible_to(by).select_related("pilot__estate").defer("pilot__estate__boundary")
    kit = rows.filter(pk=pk).first()
    if kit is None:
        raise no_such_kit()
    gate(by, WRITE_KIT, kit.pilot.estate_id)
    return kit


def _lock_draft(pk: int, by: Actor, revision: int | None = None) -> Kit:
    kit = lock_kit(pk, by)
    if kit.published_at is not None:
        raise Conflict(
            _("This kit is published: it stands still."), _("Write another version of it."), code="published"
        )
    _same(kit, revision)
    return kit


def _same(kit: Kit, revision: int | None) -> None:
    if revision is not None and revision != kit.revision:
        raise Conflict(
            _("This page is out of date: it was changed meanwhile."),
            _("Look at how it is now and send it again if it still fits."),
            code="stale",
        )


def _record(kit: Kit, action: str, by: Actor, *, begins: bool = False, **after: Any) -> None:
    record(
        kit.ledger_stream, action, by=by.person, after=after, place_path=kit.pilot.estate_id, begins=begins
    )
