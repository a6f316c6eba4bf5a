"""Drafting copies of a kit: what would change at each estate, kept to be looked at and confirmed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place

from ...limits import COPIES
from ...models import Kit, KitCopy, Pilot
from ...rules import WRITE_KIT
from ..checks import from_day
from ..kits import no_such_kit
from .compare import lines_for


def no_such_copy() -> Missing:
    return Missing(_("There is no such copy of a kit."), _("Look at the page of the kit."))


def record_copy(copy: KitCopy, action: str, by: Actor, *, begins: bool = False, **after: object) -> None:
    record(copy.ledger_stream, action, by=by.person, after=after, place_path=copy.estate_id, begins=begins)


def draft_copies(kit_pk: int, estates: Sequence[str], since: date | None, *, by: Actor) -> Sequence[KitCopy]:
    """A draft for each of these estates, or none at all. A draft that is there already is compared anew.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    for path in estates:
        gate(by, WRITE_KIT, path)
    with transaction.atomic():
        kit = lock_first(Kit.objects.visible_to(by), kit_pk)
        if kit is None:
            raise no_such_kit()
        if kit.published_at is None:
            raise Conflict(
                _("This kit is a draft."), _("Publish it first; then it can be applied."), code="draft"
            )
        places = _places(estates)
        drafts = KitCopy.objects.filter(kit=kit, estate__in=places).values_list("pk", flat=True)
        lock_rows(KitCopy, list(drafts))
        _check_free(kit, places)
        day = _day(since, max(each.opened_on or date.min for each in places))
        return [_draft(kit, each, day, by) for each in places]


def _day(since: date | None, least: date) -> date:
    """From today on: a kit does not rewrite what was."""
    if since is not None and since < today():
        raise Invalid(
            _("This day is over: a kit changes only what is ahead."), _("Choose today or a later day."),
            field="since",
        )  # fmt: skip
    return from_day(since, least=least)


def _places(estates: Sequence[str]) -> Sequence[Place]:
    chosen = set(estates)
    rows = Place.objects.current().defer("boundary").filter(pk__in=chosen, kind=PlaceKind.ESTATE)
    found = list(rows.order_by("pk"))
    if not found or len(found) != len(chosen):
        raise Invalid(_("Which estates copy it?"), _("Choose one or several from the list."), field="estates")
    if len(found) > COPIES:
        raise Invalid(
            _("These are too many at once: at most %(limit)s.") % {"limit": COPIES},
            _("Choose some now and the others afterwards."), field="estates",
        )  # fmt: skip
    return found


def _check_free(kit: Kit, places: Sequence[Place]) -> None:
    taken = set(Pilot.objects.running().filter(estate__in=places).values_list("estate_id", flat=True))
    rows = KitCopy.objects.filter(kit=kit, estate__in=places).exclude(confirmed_at=None)
    taken |= set(rows.values_list("estate_id", flat=True))
    named = [str(each) for each in places if each.pk in taken]
    if named:
        raise Invalid(
            _("These are pilots already, or copy this kit: %(places)s.") % {"places": _(", ").join(named)},
            _("Choose others."), field="estates",
        )  # fmt: skip


def _draft(kit: Kit, place: Place, since: date, by: Actor) -> KitCopy:
    lines = [each.as_json() for each in lines_for(kit.practice["after"], place, since)]
    copy, is_new = KitCopy.objects.update_or_create(
        kit=kit, estate=place, defaults={"since": since, "lines": lines}
    )
    action = "waste.draft_copy" if is_new else "waste.compare_copy"
    record_copy(copy, action, by, begins=is_new, kit=kit.pk, since=since.isoformat())
    return copy


def compare_anew(pk: int, since: date | None, *, by: Actor) -> KitCopy:
    """The draft as the registers are now, from the same day or another.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        copy = lock_draft(pk, by)
        copy.since = _day(since or max(copy.since, today()), copy.estate.opened_on or date.min)
        copy.lines = [
            each.as_json() for each in lines_for(copy.kit.practice["after"], copy.estate, copy.since)
        ]
        copy.save()
        record_copy(copy, "waste.compare_copy", by, kit=copy.kit_id, since=copy.since.isoformat())
    return copy


def drop_copy(pk: int, *, by: Actor) -> KitCopy:
    """A draft that comes to nothing. :raises Missing, Refused, Conflict: each in words."""
    with transaction.atomic():
        copy = lock_draft(pk, by)
        record_copy(copy, "waste.drop_copy", by, kit=copy.kit_id)
        copy.delete()
    return copy


def lock_copy(pk: int) -> KitCopy:
    lock_rows(KitCopy, [pk])
    rows = KitCopy.objects.select_related("kit", "estate", "pilot").defer("estate__boundary")
    copy = rows.filter(pk=pk).first()
    if copy is None:
        raise no_such_copy()
    return copy


def lock_draft(pk: int, by: Actor) -> KitCopy:
    copy = lock_copy(pk)
    gate(by, WRITE_KIT, copy.estate_id)
    if copy.confirmed_at is not None:
        raise Conflict(
            _("This is confirmed already."), _("Change single things on the page of the estate."), code="done"
        )
    return copy
