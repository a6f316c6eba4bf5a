"""Looking at the six things of a help station: is it there, since when, and how does it look."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.evidence.domain.see import sent_by
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import already_recorded, record

from ..limits import ITEM_NOTE, MOST_ITEM_PHOTOS
from ..models import ItemPhoto, Station, StationItem
from ..rules import MANAGE
from ..station_enums import ItemKind, ItemState
from .checks import one_of

PURPOSE = "help-station"
"""Of photos of stations, which everybody may see."""


@dataclass(frozen=True)
class Look:
    """What somebody saw: ``photo_ids`` were sent by them. Without ``since`` a change holds from today."""

    kind: str
    state: str
    since: date | None = None
    note: str = ""
    photo_ids: Sequence[Any] = field(default=())


def look_at_item(station_id: int, look: Look, *, by: Actor, nonce: str | None = None) -> StationItem:
    """Note how one of the six things is. Sent twice it is noted once.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    kind, state = one_of(look.kind, ItemKind, "kind"), one_of(look.state, ItemState, "state")
    note = clean_words(look.note, field="note", limit=ITEM_NOTE, required=False)
    with transaction.atomic():
        station = _lock(station_id, by)
        item = StationItem.objects.filter(station=station, kind=kind).first()
        if item is not None and already_recorded(nonce) is not None:
            return item
        before = {"state": item.state, "since": str(item.since)} if item is not None else None
        item = item or StationItem(station=station, kind=kind, state="")
        item.since = _since(look, item, station)
        item.state, item.note = state, note
        item.looked_by, item.looked_at = by.person, now()
        item.save()
        added = _add_photos(item, look.photo_ids, by)
        after = {"item": kind, "state": state, "since": str(item.since), "words": note, "photos": added}
        _record(station, "help.look_item", by, before=before, after=after, nonce=nonce)
    return item


def remove_item_photo(station_id: int, key: int, *, by: Actor) -> None:
    """Nobody sees it any more; its file goes with those that nothing uses. :raises Missing, Refused."""
    with transaction.atomic():
        station = _lock(station_id, by)
        row = ItemPhoto.objects.filter(item__station=station, pk=key).select_related("photo", "item").first()
        if row is None:
            raise Missing(_("There is no such photo."), _("It may have been removed already."))
        row.delete()
        before = {"item": row.item.kind, "photos": [row.photo.sha256]}
        _record(station, "help.remove_item_photo", by, before=before)


def may_see_item_photo(_actor: Actor, photo: Any) -> bool:
    """Everybody, once it shows something of a station."""
    return ItemPhoto.objects.filter(photo=photo.pk).exists()


def _since(look: Look, item: StationItem, station: Station) -> date:
    unchanged = item.since if item.state == look.state else today()
    found = look.since or unchanged
    if found > today():
        raise Invalid(_("This day has not come yet."), _("Choose today or an earlier day."), field="since")
    return max(found, station.opened_on)


def _add_photos(item: StationItem, photo_ids: Sequence[Any], by: Actor) -> list[str]:
    photos: list[Photo] = list(sent_by(by).filter(pk__in=photo_ids, purpose=PURPOSE))
    there = set(ItemPhoto.objects.filter(photo__in=photos).values_list("photo", flat=True))
    new = [each for each in photos if each.pk not in there]
    if len(photos) < len(set(photo_ids)):
        raise Missing(_("There is no such photo."), _("Choose the photo again."))
    if new and item.photos.count() + len(new) > MOST_ITEM_PHOTOS:
        raise Conflict(
            _("There are at most %(most)s photos.") % {"most": MOST_ITEM_PHOTOS},
            _("Take some out first."),
            code="many",
            field="photos",
        )
    ItemPhoto.objects.bulk_create([ItemPhoto(item=item, photo=each) for each in new])
    return [each.sha256 for each in new]


def _lock(pk: int, by: Actor) -> Station:
    station = lock_first(Station.objects.open(), pk)
    if station is None:
        raise Missing(_("There is no such station."), _("Look at the list of stations."))
    gate(by, MANAGE, station)
    return station


def _record(station: Station, action: str, by: Actor, **told: Any) -> None:
    record(station.stream, action, by=by.person, place_path=station.community_id, **told)
