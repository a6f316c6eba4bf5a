"""What was closed and is reported again on the same spot is noticed by the clock, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.duties.models import DutyRun
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.geo import metres_to_degrees
from jiayuan.services.cases.domain.doubts.again import DUTY, notice_repeats
from jiayuan.services.cases.domain.doubts.spoken import spoken_doubt
from jiayuan.services.cases.enums import State
from jiayuan.services.cases.models import Case, Doubt
from tests.factories import CaseFactory, CategoryFactory, CategoryVersionFactory, DutyRunFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def closed(days_ago: float = 12, **fields: Any) -> Case:
    moment = now() - timedelta(days=days_ago)
    fields = {"state": State.CLOSED, "closed_at": moment, "reported_at": moment - timedelta(days=2)} | fields
    return CaseFactory(**fields)


def reported(metres: float = 20, **fields: Any) -> Case:
    up, _along = metres_to_degrees(metres, 37.861)
    return CaseFactory(**({"latitude": 37.861 + up, "longitude": 112.571} | fields))


def test_the_same_spot_and_kind_within_thirty_days() -> None:
    earlier, report = closed(), reported()
    assert notice_repeats() == 1
    doubt = Doubt.objects.get()
    assert (doubt.case, doubt.round, doubt.kind) == (earlier, 1, "again")
    with translation.override("en"):
        assert spoken_doubt(doubt.kind, doubt.measured) == (
            f"It was closed, but reported again 12 days later, 20 m away: {report.number}."
        )
        assert "the same day" in spoken_doubt("again", doubt.measured | {"days": 0})
    assert Entry.objects.filter(stream_id=earlier.stream, action="cases.doubt", source="system").count() == 1


def test_it_is_said_once() -> None:
    closed()
    reported()
    reported(10)
    assert notice_repeats() == 1
    assert notice_repeats() == 0
    assert Entry.objects.filter(action="cases.doubt").count() == 1


def test_no_report_is_passed_over_between_two_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiayuan.services.cases.domain.doubts.again.CHUNK", 2)
    for up in (0.0, 0.01, 0.02, 0.03, 0.04):
        closed(latitude=37.861 + up, longitude=112.571)
        CaseFactory(latitude=37.861 + up, longitude=112.571)
    assert notice_repeats() == 5


@pytest.mark.parametrize(
    "report",
    [
        {"metres": 70},
        {"state": State.REJECTED},
        {"reported_at": now() - timedelta(days=20)},
    ],
)
def test_not_beyond_the_threshold(report: dict[str, Any]) -> None:
    closed()
    reported(**report)
    assert notice_repeats() == 0


def test_not_after_thirty_days_nor_of_another_kind_nor_what_is_open() -> None:
    closed(31)
    closed(3, state=State.REJECTED)
    other = CategoryVersionFactory(category=CategoryFactory(code="0106"), name="雨水箅子")
    closed(3, version=other)
    reported()
    assert notice_repeats() == 0


def test_without_a_pin_the_written_place_counts() -> None:
    here = PlaceFactory(path="140106004010")
    nowhere = {"latitude": None, "longitude": None, "place": here}
    closed(address="3号楼前", **nowhere)
    closed(address="", **nowhere)
    reported(address="3号楼前", **nowhere)
    reported(address="", **nowhere)
    assert notice_repeats() == 1
    assert Doubt.objects.get().measured["metres"] == 0


def test_reopened_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the lock it was reopened: then that is the sign, not this."""
    from jiayuan.services.cases.domain.doubts import again

    earlier, report = closed(), reported()
    pair = [(Case.objects.get(pk=earlier.pk), 20)]
    monkeypatch.setattr(again, "earlier_closings", lambda _report: pair)
    Case.objects.filter(pk=earlier.pk).update(state=State.FILED, closed_at=None)
    assert notice_repeats() == 0
    assert report.pk


def test_an_outage_is_caught_up_with() -> None:
    DutyRunFactory(name=DUTY, ok_at=now() - timedelta(days=10))
    closed(20)
    reported(reported_at=now() - timedelta(days=9))
    assert notice_repeats() == 1


def test_an_old_report_is_not_looked_at_every_hour() -> None:
    DutyRunFactory(name=DUTY, ok_at=now())
    closed(20)
    reported(reported_at=now() - timedelta(days=9))
    assert notice_repeats() == 0
    assert DutyRun.objects.get(pk=DUTY).ok_at
