"""Whose estate gets other collection days is told once, with the new days, before they begin."""

from collections import defaultdict
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.clock.weekdays import spoken
from jiayuan.foundation.common.registers import NoticeKind
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from .domain.planning.week_accept import taken_of
from .enums import Stream
from .models import WeekPlan

DAYS_CHANGED = "waste.days_changed"
KIND = NoticeKind(
    DAYS_CHANGED,
    gettext_lazy("Collection days change"),
    gettext_lazy("For good, at the estate that I belong to"),
    ("wechat",),
)


def tell_of_week(entry: Any) -> None:
    """In the background: a unit collects from many estates."""
    from .tasks import tell_week

    if entry.source != Source.DEMO and entry.action == "waste.accept_week":
        transaction.on_commit(lambda: tell_week.enqueue(entry.pk))


def tell_estates(entry_pk: int) -> int:
    """Safe to run twice: nobody is told twice of the same entry. How many were told now."""
    entry = Entry.objects.get(pk=entry_pk)
    plan = WeekPlan.objects.get(pk=int(entry.stream_id.partition("/")[2]))
    lines = defaultdict[str, list[dict[str, Any]]](list)
    for each in taken_of(plan):
        lines[each["estate"]].append(each)
    places = Place.objects.defer("boundary").in_bulk(list(lines))
    told = 0
    for path, place in sorted(places.items()):
        people = Person.objects.filter(inside([path], field="home_place_id")).order_by("pk")
        with transaction.atomic():
            said = partial(said_of, place, entry.payload["after"], lines[path])
            told += tell(DAYS_CHANGED, entry=entry, people=people, say=said)
    return told


def said_of(place: Place, after: Any, lines: list[dict[str, Any]]) -> Said:
    day = day_with_weekday(date.fromisoformat(after["since"]))
    title = _("From %(day)s on, other bin days at %(estate)s") % {"day": day, "estate": place}
    each = [
        _("%(stream)s: %(days)s")
        % {"stream": str(Stream(line["stream"]).label), "days": spoken(line["days"])}
        for line in lines
    ]
    words = _("%(days)s. The hours stay, and so do all other streams.") % {"days": _("; ").join(each)}
    return Said(title, words, f"{reverse('waste-bins')}?estate={place.pk}", {"matter": title, "number": ""})
