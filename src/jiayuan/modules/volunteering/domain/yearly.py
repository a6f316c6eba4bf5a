"""The three lists of a year, and what meets what."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..enums import ItemKind, ItemState
from ..models import Pairing, Skill, YearlyItem
from ..rules import MATCH, WRITE_NEED, WRITE_OFFER

FIRST_YEAR = 2000


@dataclass(frozen=True)
class ItemDraft:
    """A resource or a project names its pairing, a need only the community."""

    kind: str
    year: int
    words: str
    community_path: str
    pairing: Pairing | None = None
    skill_code: str = ""


def write_item(draft: ItemDraft, *, by: Actor) -> YearlyItem:
    """Put something on a list.

    :raises Refused: not their list. :raises Invalid: names the field. :raises Conflict: it is on the list already.
    """
    if draft.kind not in ItemKind.values:
        raise Invalid(_("On which list does it belong?"), _("Choose one of the three lists."), field="kind")
    if draft.kind == ItemKind.NEED:
        gate(by, WRITE_NEED, draft.community_path)
    else:
        gate(by, WRITE_OFFER, _of(draft))
    skill = _skill(draft.skill_code)
    _check(draft)
    try:
        with transaction.atomic():
            item = YearlyItem.objects.create(
                community_id=draft.community_path,
                pairing=draft.pairing,
                year=draft.year,
                kind=draft.kind,
                words=clean_words(draft.words, field="words", limit=120),
                skill=skill,
                written_by=by.person,
            )
            after = {"kind": item.kind, "year": item.year, "words": item.words}
            _record(item, "volunteering.write_item", by, after=after)
    except IntegrityError as error:
        raise Conflict(
            _("This is on the list already."), _("Say what is different about it."), code="twice"
        ) from error
    return item


def _of(draft: ItemDraft) -> Pairing:
    if draft.pairing is None or draft.pairing.community_id != draft.community_path:
        raise Invalid(
            _("Resources and projects belong to a pairing of this community."),
            _("Choose the organisation that it comes from."),
            field="organisation",
        )
    return draft.pairing


def _skill(code: str) -> Skill | None:
    if not code:
        return None
    skill = Skill.objects.filter(pk=code, is_active=True).first()
    if skill is None:
        raise Invalid(_("This skill is not known."), _("Choose one from the list."), field="skill")
    return skill


def _check(draft: ItemDraft) -> None:
    if not FIRST_YEAR <= draft.year <= today().year + 1:
        raise Invalid(_("This is no year for a list."), _("Choose a year up to the next one."), field="year")
    place = Place.objects.current().filter(pk=draft.community_path, kind__in=COMMUNITY_KINDS)
    if not place.exists():
        raise Invalid(
            _("There is no such community."), _("Choose a community from the list."), field="community"
        )


def match_items(need_pk: int, offer_pk: int, *, by: Actor) -> YearlyItem:
    """Say that an offer meets a need: the two belong together from now on.

    :raises Refused: not their community. :raises Invalid: not a need and an offer of one community and year.
    :raises Conflict: one of them is matched or done already.
    """
    with transaction.atomic():
        items = _lock(need_pk, offer_pk)
        need, offer = items[need_pk], items[offer_pk]
        gate(by, MATCH, need.community_id)
        alike = (need.community_id, need.year) == (offer.community_id, offer.year)
        if not alike or need.kind != ItemKind.NEED or offer.kind == ItemKind.NEED:
            raise Invalid(
                _("A need is met by a resource or a project of the same community and year."),
                _("Choose one of those shown."),
                field="offer",
            )
        if need.state != ItemState.OPEN or offer.state != ItemState.OPEN:
            raise _taken()
        for item, other in ((need, offer), (offer, need)):
            item.state, item.matched = ItemState.MATCHED, other
            item.save(update_fields=["state", "matched", "updated_at"])
        _record(need, "volunteering.match_items", by, after={"matched": offer.words})
    return need


def finish_item(pk: int, *, by: Actor) -> YearlyItem:
    """It is done; so is what it was matched with.

    :raises Refused: not their community or pairing. :raises Conflict: done before.
    """
    with transaction.atomic():
        item, other = _lock_with_other(pk)
        gate(by, *((WRITE_NEED, item.community_id) if item.pairing is None else (WRITE_OFFER, item.pairing)))
        if item.state == ItemState.DONE:
            raise Conflict(_("This is done already."), _("Nothing more needs to be done."))
        for each in (item, other) if other else (item,):
            each.state = ItemState.DONE
            each.save(update_fields=["state", "updated_at"])
        _record(item, "volunteering.finish_item", by, after={"state": ItemState.DONE.value})
    return item


def _taken() -> Conflict:
    return Conflict(_("One of the two is matched or done meanwhile."), _("Reload the page and choose again."))


def _lock_with_other(pk: int) -> tuple[YearlyItem, YearlyItem | None]:
    """An item and what it is matched with, both locked in their order: else each of two who finish one of them would
    wait for the other's.

    :raises Conflict: it was matched just now.
    """
    known = YearlyItem.objects.filter(pk=pk).values_list("matched", flat=True).first()
    found = _lock(pk, *([known] if known else []))
    if found[pk].matched_id != known:
        raise _taken()
    return found[pk], found[known] if known else None


def _lock(*keys: int) -> dict[int, YearlyItem]:
    rows = YearlyItem.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {each.pk: each for each in rows}
    if len(found) != len(set(keys)):
        raise Missing(_("There is no such item."), _("Look for it in the lists of the year."))
    return found


def _record(item: YearlyItem, action: str, by: Actor, **payload: Any) -> None:
    record(item.stream, action, by=by.person, place_path=item.community_id, **payload)
