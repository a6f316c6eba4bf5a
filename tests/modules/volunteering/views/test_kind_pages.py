"""Kinds of activity in the console, and what a series does."""

from datetime import date, time

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.volunteering.domain.activities import load_activities
from jiayuan.modules.volunteering.models import ActivityKind, SeriesActivity
from jiayuan.services.gatherings.domain.series import SeriesDraft, plan_series
from tests.services.gatherings.scene import THURSDAY, about, host

pytestmark = pytest.mark.django_db
FORM = {
    "name": "打扫楼道", "name_en": "Stairways", "because": "duty", "measures": ["households"], "is_active": "on",
    "seen": "0", "checks": "楼道无堆积物 | Stairways free of clutter\n\n扶手已擦",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _thursday():
    load_activities()
    with at(THURSDAY):
        yield


def test_the_district_adds_and_changes_one(sign_in):
    desk = sign_in(host("140106", Role.DISTRICT_OFFICER).person)
    assert desk.post(reverse("console-activity-kind-new"), FORM).status_code == 302
    made = ActivityKind.objects.get(name="打扫楼道")
    assert [each["name_en"] for each in made.checks] == ["Stairways free of clutter", ""]
    page = reverse("console-activity-kind", args=[made.pk])
    assert "楼道无堆积物 | Stairways free of clutter\n扶手已擦" in desk.get(page).content.decode()
    refused = desk.post(page, FORM | {"checks": "", "name": "楼道"})
    assert refused.status_code == 422
    assert 'value="楼道"' in refused.content.decode()
    assert desk.post(page, FORM | {"name": "楼道"}).status_code == 302
    assert "打扫楼道" in desk.get(page).content.decode()
    listed = desk.get(reverse("console-activity-kinds")).content.decode()
    assert "楼道" in listed
    assert "circle-minus" in listed


def test_nobody_else(sign_in):
    assert sign_in(host().person).get(reverse("console-activity-kinds")).status_code == 403


def test_a_series_is_told_what_it_does(sign_in):
    office = host()
    draft = SeriesDraft(about(kind="charity_hour"), "FREQ=WEEKLY;BYDAY=FR", date(2026, 11, 6), time(18), 60)
    series = plan_series(draft, by=office)
    desk, page = sign_in(office.person), reverse("console-series-activity", args=[series.pk])
    assert page in desk.get(reverse("console-series-page", args=[series.pk])).content.decode()
    given = {"kind": "ads", "because": "organised", "hours": "service", "partner": ""}
    assert desk.post(page, given | {"kind": "x"}).status_code == 422
    assert desk.post(page, given).status_code == 302
    assert SeriesActivity.objects.get().kind_id == "ads"
    assert sign_in(host("140106005001").person).get(page).status_code == 404
