"""On which days of the week a stream is fetched from an estate."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.places.models import Place

from ..enums import Stream
from ..models import CollectionDay
from ..rules import KEEP
from .checks import from_day, known_weekdays, living_estate, note_estate
from .dating import end, holding, make_way, row_of


@dataclass(frozen=True)
class DayDraft:
    stream: str
    weekdays: int
    at: time
    since: date | None = None


def set_day(estate: str, draft: DayDraft, *, by: Actor) -> CollectionDay:
    """From a day on this stream is fetched at this hour on these days. Another hour of the day stays as it is."""
    gate(by, KEEP, estate)
    return enter_day(estate, draft, by=by)


def enter_day(estate: str, draft: DayDraft, *, by: Actor) -> CollectionDay:
    """For whoever has been asked already whether they may."""
    known_weekdays(draft.weekdays)
    if draft.stream not in Stream.values:
        raise Invalid(_("There is no such stream."), _("Choose one from the list."), field="stream")
    with transaction.atomic():
        lock_rows(Place, [estate])
        place = living_estate(estate)
        since = from_day(draft.since, least=place.opened_on)
        rows = CollectionDay.objects.filter(estate=place, stream=draft.stream, at=draft.at)
        known: CollectionDay | None = holding(rows, since)
        if known is not None and known.weekdays == draft.weekdays:
            return known
        day = CollectionDay.objects.create(
            estate=place, stream=draft.stream, weekdays=draft.weekdays, at=draft.at, since=since,
            until=make_way(rows, since),
        )  # fmt: skip
        note_estate(
            place.path, "waste.set_day", by, stream=day.stream, weekdays=day.weekdays, at=f"{day.at:%H:%M}",
            since=since.isoformat(),
        )  # fmt: skip
    return day


def end_day(estate: str, row: int, on: date | None = None, *, by: Actor) -> CollectionDay:
    gate(by, KEEP, estate)
    with transaction.atomic():
        lock_rows(Place, [estate])
        day: CollectionDay = row_of(CollectionDay.objects.filter(estate=estate), row)
        end(day, from_day(on))
        note_estate(
            estate, "waste.end_day", by, stream=day.stream, at=f"{day.at:%H:%M}", until=f"{day.until}"
        )
    return day
