"""Bins and guides of a drop point."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone

from ..enums import EVERYDAY
from ..limits import BINS, LITRES, NAME
from ..models import Bin, Guide
from .checks import from_day, in_order, known_weekdays, lock_point, note
from .dating import end, holding, make_way, row_of, until_closing


@dataclass(frozen=True)
class BinDraft:
    """``count`` 0: there is none of this size any more."""

    stream: str
    litres: int
    count: int
    since: date | None = None


@dataclass(frozen=True)
class GuideDraft:
    """Somebody with an account by their ``phone``, or else only a ``name``."""

    weekdays: int
    starts_at: time
    ends_at: time
    name: str = ""
    phone: str = ""
    since: date | None = None


def set_bins(pk: int, draft: BinDraft, *, by: Actor, revision: int | None = None) -> Bin | None:
    """From a day on so many bins of this size and stream stand there. The same again changes nothing."""
    _check_bins(draft)
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        since = from_day(draft.since, least=point.opened_on, most=point.closed_on)
        rows = Bin.objects.filter(point=point, stream=draft.stream, litres=draft.litres)
        known: Bin | None = holding(rows, since)
        if (known.count if known else 0) == draft.count:
            return known
        until, found = until_closing(point, make_way(rows, since)), None
        if draft.count:
            found = Bin.objects.create(
                point=point, stream=draft.stream, litres=draft.litres, count=draft.count, since=since, until=until
            )  # fmt: skip
        note(
            point, "waste.set_bins", by, stream=draft.stream, litres=draft.litres, count=draft.count,
            since=since.isoformat(),
        )  # fmt: skip
    return found


def _check_bins(draft: BinDraft) -> None:
    if draft.stream not in EVERYDAY:
        raise Invalid(_("No bin stands for this."), _("Choose one of the four streams."), field="stream")
    if not LITRES[0] <= draft.litres <= LITRES[1]:
        raise Invalid(_("There is no bin of this size."), _("Between 10 and 5000 litres."), field="litres")
    if not 0 <= draft.count <= BINS[1]:
        raise Invalid(_("This is no number of bins."), _("Between 0 and 200."), field="count")


def add_guide(pk: int, draft: GuideDraft, *, by: Actor, revision: int | None = None) -> Guide:
    """:raises Invalid: nobody is named, or nobody has this number."""
    known_weekdays(draft.weekdays)
    in_order(draft.starts_at, draft.ends_at, "ends_at")
    person = _person(draft.phone)
    name = clean_words(draft.name, field="name", limit=NAME, required=person is None)
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        since, until = from_day(draft.since, least=point.opened_on, most=point.closed_on), None
        if person is not None:
            known = Guide.objects.filter(point=point, person=person, starts_at=draft.starts_at)
            until = make_way(known, since)
        guide = Guide.objects.create(
            point=point, person=person, name="" if person else name, weekdays=draft.weekdays,
            starts_at=draft.starts_at, ends_at=draft.ends_at, since=since, until=until_closing(point, until),
        )  # fmt: skip
        note(point, "waste.add_guide", by, guide=guide.pk, weekdays=guide.weekdays, since=since.isoformat())
    return guide


def _person(phone: str) -> Person | None:
    if not phone.strip():
        return None
    found = Person.objects.filter(phone=normalise_phone(phone)).first()
    if found is None:
        raise nobody_with_this_number()
    return found


def nobody_with_this_number() -> Invalid:
    return Invalid(
        _("Nobody with this number has an account yet."),
        _("Leave the number empty and write the name; or ask them to sign in once with their phone."),
        field="phone",
    )


def end_guide(pk: int, row: int, on: date | None = None, *, by: Actor, revision: int | None = None) -> Guide:
    with transaction.atomic():
        point = lock_point(pk, by, revision)
        guide: Guide = row_of(Guide.objects.filter(point=point), row)
        end(guide, from_day(on))
        note(point, "waste.end_guide", by, guide=guide.pk, until=f"{guide.until}")
    return guide
