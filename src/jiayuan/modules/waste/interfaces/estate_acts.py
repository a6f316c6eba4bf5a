"""What the forms of an estate's page ask for, handed to the domain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.opening import read_hour
from jiayuan.foundation.common.errors import Missing
from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain import days, points, serving, trying
from ..models import DropPoint
from .reading import read_degrees, read_number, read_weekdays


@dataclass(frozen=True)
class Sent:
    """A form of the page of ``estate``; ``weekdays`` are the boxes that were ticked."""

    estate: str
    sheet: Sheet
    weekdays: Sequence[str]
    by: Any

    def point(self) -> dict[str, Any]:
        """The drop point that a form is about, and the revision it was drawn at.

        :raises Missing: it does not belong to this estate.
        """
        pk = whole_number(self.sheet.get("point"))
        if pk is None or not DropPoint.objects.filter(pk=pk, estate=self.estate).exists():
            raise Missing(_("There is no such drop point."), _("Look at the list of the estate."))
        return {"pk": pk, "by": self.by, "revision": whole_number(self.sheet.get("revision"))}

    def day(self, field: str = "since") -> date | None:
        return read_day(self.sheet.get(field), field)

    def hour(self, field: str) -> Any:
        return read_hour(self.sheet.get(field), field)

    def row(self) -> int:
        return whole_number(self.sheet.get("row")) or 0

    @property
    def mask(self) -> int:
        return read_weekdays(self.weekdays)

    def point_draft(self) -> points.PointDraft:
        get = self.sheet.get
        return points.PointDraft(
            get("name"), get("where"), read_degrees(get("latitude"), "latitude"),
            read_degrees(get("longitude"), "longitude"), self.day("opened_on"),
        )  # fmt: skip


def _open(sent: Sent) -> object:
    return points.open_point(sent.estate, sent.point_draft(), by=sent.by)


def _change(sent: Sent) -> object:
    return points.change_point(draft=sent.point_draft(), **sent.point())


def _close(sent: Sent) -> object:
    return points.close_point(on=sent.day("on"), **sent.point())


def _keep(sent: Sent) -> object:
    return points.keep_point(**sent.point())


def _hours(sent: Sent) -> object:
    draft = points.HoursDraft(sent.mask, sent.hour("opens_at"), sent.hour("closes_at"), sent.day())
    return points.add_hours(draft=draft, **sent.point())


def _end_hours(sent: Sent) -> object:
    return points.end_hours(row=sent.row(), **sent.point())


def _bins(sent: Sent) -> object:
    get = sent.sheet.get
    litres, count = read_number(get("litres"), "litres"), read_number(get("count"), "count")
    return serving.set_bins(draft=serving.BinDraft(get("stream"), litres, count, sent.day()), **sent.point())


def _guide(sent: Sent) -> object:
    get = sent.sheet.get
    draft = serving.GuideDraft(
        sent.mask, sent.hour("starts_at"), sent.hour("ends_at"), get("name"), get("phone"), sent.day()
    )
    return serving.add_guide(draft=draft, **sent.point())


def _end_guide(sent: Sent) -> object:
    return serving.end_guide(row=sent.row(), **sent.point())


def _day(sent: Sent) -> object:
    draft = days.DayDraft(sent.sheet.get("stream"), sent.mask, sent.hour("at"), sent.day())
    return days.set_day(sent.estate, draft, by=sent.by)


def _end_day(sent: Sent) -> object:
    return days.end_day(sent.estate, sent.row(), by=sent.by)


def _pilot(sent: Sent) -> object:
    return trying.begin_pilot(sent.estate, sent.day(), by=sent.by)


def _end_pilot(sent: Sent) -> object:
    return trying.end_pilot(sent.estate, by=sent.by)


ACTS: dict[str, Callable[[Sent], object]] = {
    "open": _open, "change": _change, "close": _close, "keep": _keep, "hours": _hours, "end-hours": _end_hours,
    "bins": _bins, "guide": _guide, "end-guide": _end_guide, "day": _day, "end-day": _end_day, "pilot": _pilot,
    "end-pilot": _end_pilot,
}  # fmt: skip
