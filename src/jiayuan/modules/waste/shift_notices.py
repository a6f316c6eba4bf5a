"""Who belongs to a place whose collection is moved is told, before it happens."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.registers import NoticeKind
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.paths import inside

from .enums import Stream

SHIFTED = "waste.shifted"
KIND = NoticeKind(
    SHIFTED,
    gettext_lazy("Collection days are moved"),
    gettext_lazy("For a holiday, at the estate that I belong to"),
    ("wechat",),
)
AT_ONCE = 1_000
TOLD = ("waste.declare_shift", "waste.change_shift", "waste.withdraw_shift")


def tell_of_shift(entry: Any) -> None:
    """In the background: a district has many readers."""
    from .tasks import tell_shift

    if entry.source != Source.DEMO and entry.action in TOLD:
        transaction.on_commit(lambda: tell_shift.enqueue(entry.pk))


def tell_readers(entry_pk: int) -> int:
    """Safe to run twice: nobody is told twice of the same entry. How many were told now."""
    entry = Entry.objects.get(pk=entry_pk)
    after = entry.payload["after"]
    told = 0
    for people in _readers(after["places"]):
        with transaction.atomic():
            told += tell(SHIFTED, entry=entry, say=lambda: said_of(entry.action, after), people=people)
    return told


def _readers(places: Any) -> Iterator[list[Person]]:
    """So many at a time, by key."""
    rows, last = Person.objects.filter(inside(tuple(places), field="home_place_id")).order_by("pk"), 0
    while people := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield people
        last = people[-1].pk


def said_of(action: str, after: Any) -> Said:
    streams = _(", ").join(str(Stream(each).label) for each in after["streams"])
    day = day_with_weekday(date.fromisoformat(after["day"]))
    to_day = day_with_weekday(date.fromisoformat(after["to_day"])) if after["to_day"] else ""
    said = {"streams": streams, "day": day, "to_day": to_day, "occasion": after["occasion"]}
    if action == "waste.withdraw_shift":
        title = _("Bin days stay as usual on %(day)s")
        words = _("%(streams)s: it is fetched on %(day)s after all.")
    elif to_day:
        title = _("Bin day moved: %(occasion)s")
        words = _("%(streams)s: what is due on %(day)s is fetched on %(to_day)s. Bring it then.")
    else:
        title = _("No collection on %(day)s: %(occasion)s")
        words = _("%(streams)s: it is not fetched on %(day)s. Keep it until the next bin day.")
    return Said(title % said, words % said, reverse("waste-bins"), {"matter": streams, "number": ""})
