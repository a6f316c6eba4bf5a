"""Whom the steps of a round concern: called with every entry recorded about one, in the same transaction."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.registers import NoticeKind
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from .enums import Stream
from .models import Appointment
from .round_enums import StopReason

MISSED = "waste.missed"
KIND = NoticeKind(
    MISSED,
    gettext_lazy("Waste was not collected"),
    gettext_lazy("From the estate that I belong to"),
    ("wechat",),
)


APPOINTMENT = "waste.appointment"
APPOINTMENT_KIND = NoticeKind(
    APPOINTMENT,
    gettext_lazy("What came of an appointment for waste"),
    gettext_lazy("Fetched, called off, or nothing was there"),
    ("wechat",),
)


UNSEATED = "waste.unseated"
UNSEATED_KIND = NoticeKind(
    UNSEATED,
    gettext_lazy("The hours of an appointment were withdrawn"),
    gettext_lazy("So that I can choose others in time"),
    ("wechat", "sms"),
)


def tell_of_appointment(entry: Any) -> None:
    """Who booked it, when the unit says what came of it; a guest only that nobody comes, by a text message: then no
    number is kept any more. One query, none for other entries."""
    if entry.source == Source.DEMO:
        return
    if entry.action == "waste.appointment_unseated":
        _tell_unseated(entry)
    if entry.action not in (
        "waste.appointment_done",
        "waste.appointment_not_there",
        "waste.appointment_called_off",
    ):
        return
    found = Appointment.objects.select_related("person").get(pk=int(entry.stream_id.partition("/")[2]))
    is_missed = found.person is None and entry.action == "waste.appointment_called_off"
    tell(
        UNSEATED if is_missed else APPOINTMENT, entry=entry,
        say=lambda: _what_came(found.pk, entry.action, entry.payload["after"]),
        people=[found.person] if found.person else [], phones=[found.contact_phone] if is_missed else [],
    )  # fmt: skip


def _tell_unseated(entry: Any) -> None:
    """Who booked it; a guest by the number that is kept until it is over."""
    found = Appointment.objects.select_related("person").get(pk=int(entry.stream_id.partition("/")[2]))
    tell(
        UNSEATED, entry=entry, say=lambda: _unseated(found, entry.payload["after"]),
        people=[found.person] if found.person else [], phones=[] if found.person else [found.contact_phone],
    )  # fmt: skip


def _unseated(found: Appointment, after: Any) -> Said:
    said = {
        "stream": str(Stream(after["stream"]).label),
        "day": day_with_weekday(date.fromisoformat(after["day"])),
        "hours": after["hours"],
    }
    words = (
        _("The unit does not come on %(day)s, %(hours)s, and is sorry. Choose other hours with one tap.")
        if found.person_id
        else _(
            "The unit does not come on %(day)s, %(hours)s, and is sorry. Open the link that you kept and choose other "
            "hours."
        )
    )
    params = {"matter": said["stream"], "number": ""}
    url = reverse("waste-appointment", args=[found.pk])
    return Said(_("%(stream)s: please choose other hours") % said, words % said, url, params)


def _what_came(pk: int, action: str, after: Any) -> Said:
    said = {
        "stream": str(Stream(after["stream"]).label),
        "day": day_with_weekday(date.fromisoformat(after["day"])),
    }
    url, params = reverse("waste-appointment", args=[pk]), {"matter": said["stream"], "number": ""}
    if action == "waste.appointment_done":
        return Said(_("%(stream)s was fetched") % said, _("As agreed for %(day)s.") % said, url, params)
    if action == "waste.appointment_called_off":
        words = _(
            "The unit cannot come on %(day)s, and is sorry. Book other hours; leave it where it is until then."
        )
        return Said(_("%(stream)s: the unit called it off") % said, words % said, url, params)
    words = _("The crew came on %(day)s and found nothing. Book anew, and put it out before the hours begin.")
    return Said(_("%(stream)s: nothing was there to fetch") % said, words % said, url, params)


_OF_AN_ESTATE = ("waste.stop_miss", "waste.stop_refuse", "waste.call_left")
_DONE = "waste.stop_done"


def tell_of(entry: Any) -> None:
    """Who belongs to an estate that was missed, by a stop or by all rounds, or whose bin was left; or that was told so
    and was emptied after all. Most entries concern nobody, and cost nothing."""
    if entry.source == Source.DEMO or entry.action not in (_DONE, *_OF_AN_ESTATE):
        return
    were_told, after = bool(entry.payload["before"]), entry.payload["after"]
    if entry.action in (_DONE, "waste.stop_miss") and were_told != (entry.action == _DONE):
        return
    people = Person.objects.filter(inside([entry.place_path], field="home_place_id"))
    tell(
        MISSED,
        entry=entry,
        say=lambda: _what_came_of_bins(entry.place_path, entry.action, after),
        people=people,
    )


def _what_came_of_bins(path: str, action: str, after: Any) -> Said:
    """It speaks of the bin, and of nobody who brought anything."""
    estate, said = Place.objects.defer("boundary").get(pk=path), str(Stream(after["stream"]).label)
    named = {"stream": said, "estate": estate, "day": day_with_weekday(date.fromisoformat(after["day"]))}
    if action == _DONE:
        title = _("%(stream)s was collected at %(estate)s after all") % named
        words = (
            _("The truck was there on %(day)s; its word only came now. We are sorry for the alarm.") % named
        )
    elif action == "waste.stop_refuse":
        title = _("%(stream)s was not taken along at %(estate)s") % named
        named["reason"] = str(StopReason(after["reason"]).label)
        words = _("%(reason)s (%(day)s). Sort it once more, then it is fetched on the next bin day.") % named
    else:
        title = _("%(stream)s was not collected at %(estate)s") % named
        words = (
            _("The truck could not come on %(day)s. It is fetched on the next bin day, or earlier.") % named
        )
    return Said(title, words, f"{reverse('waste-bins')}?estate={path}", {"matter": said, "number": ""})
