"""Coverage, an estate's page and the zones, through the console's door."""

import time
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.models import Bin, CollectionDay, DropPoint, Guide, OpeningHours, Pilot, Zone
from tests.factories import DropPointFactory

from ..scene import COMMUNITY, ESTATE, NEIGHBOUR, NOW, OTHER, STREET, estate, holder, resident, served, worker

pytestmark = pytest.mark.django_db
PAGE, ACT = "console-waste-estate", "console-waste-act"


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


def client_of(actor):
    client = Client()
    client.force_login(actor.person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor_done"] = time.time()
    session.save()
    return client


@pytest.fixture
def desk():
    return client_of(worker())


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def send(client, what, path=ESTATE, **given):
    return client.post(reverse(ACT, args=[path, what]), given)


def test_gaps_stand_first_with_the_way_to_put_them_right(desk):
    served()
    estate(NEIGHBOUR, name="西羊市12号院")
    page = text(desk.get(reverse("console-waste")))
    assert "西羊市12号院" in page
    assert "没有投放点" in page
    assert f"{reverse(PAGE, args=[NEIGHBOUR])}#next" in page
    assert "遗漏 1 个小区" in page


def test_a_past_day_is_read_and_not_changed(desk):
    served(since=date(2020, 1, 1))
    page = text(desk.get(reverse("console-waste"), {"on": "2019-12-31"}))
    assert "遗漏 1 个小区" in page
    page = text(desk.get(reverse(PAGE, args=[ESTATE]), {"on": "2020-07-31"}))
    assert "只能查看" in page
    assert reverse(ACT, args=[ESTATE, "open"]) not in page
    for wrong in ("2030-01-01", "2020-13-01"):
        assert "当前显示的是今天" in text(desk.get(reverse("console-waste"), {"on": wrong}))


def test_who_works_elsewhere_sees_none_of_it():
    served()
    other = client_of(worker(OTHER))
    assert "没有小区" in text(other.get(reverse("console-waste"), {"place": COMMUNITY}))
    for name, path in ((PAGE, ESTATE), ("console-waste-community", COMMUNITY)):
        assert other.get(reverse(name, args=[path])).status_code == 404
    assert send(other, "open", name="东门").status_code == 404
    assert client_of(resident()).get(reverse("console-waste")).status_code == 403
    assert not DropPoint.objects.filter(name="东门").exists()


def test_the_matrix_says_bins_days_and_what_is_missing(desk):
    served()
    CollectionDay.objects.filter(stream="residual").update(until=NOW.date())
    page = text(desk.get(reverse("console-waste-community", args=[COMMUNITY])))
    assert "2 个桶" in page
    assert "每天 09:00" in page
    assert "没有收运日：其他垃圾" in page


def test_the_file_holds_what_the_page_shows_and_is_recorded(desk):
    served()
    estate(f"{OTHER}001")
    response = desk.get(reverse("console-waste-export"))
    rows = b"".join(response.streaming_content).decode().splitlines()
    assert len(rows) == 1 + 4
    assert "厨余垃圾,绿色,2,2×240,每天 09:00" in rows[1]
    assert Entry.objects.get(action="waste.export_coverage").payload["after"]["estates"] == 1


def test_an_estate_is_served_step_by_step(desk):
    estate()
    assert "先设立投放点" in text(desk.get(reverse(PAGE, args=[ESTATE])))
    send(desk, "open", name="东门投放点", where="车棚旁")
    point = DropPoint.objects.get()
    for what, given in (
        ("hours", {"weekday": ["0", "1"], "opens_at": "7:00", "closes_at": "9:00"}),
        ("bins", {"stream": "kitchen", "litres": "240", "count": "3"}),
        ("guide", {"name": "刘阿姨", "weekday": ["0"], "starts_at": "7:00", "ends_at": "9:00"}),
    ):
        point.refresh_from_db()
        assert send(desk, what, point=point.pk, revision=point.revision, **given).status_code == 302
    assert send(desk, "day", stream="kitchen", weekday=["1"], at="9:30").status_code == 302
    page = text(desk.get(reverse(PAGE, args=[ESTATE])))
    for said in ("3 × 240\u00a0升", "周一、周二 07:00–09:00", "刘阿姨", "周二 09:30"):
        assert said in page
    for what, row in (("end-hours", OpeningHours.objects.get()), ("end-guide", Guide.objects.get())):
        point.refresh_from_db()
        assert send(desk, what, point=point.pk, revision=point.revision, row=row.pk).status_code == 302
    assert send(desk, "end-day", row=CollectionDay.objects.get().pk).status_code == 302
    point.refresh_from_db()
    assert send(desk, "change", point=point.pk, revision=point.revision, name="西门投放点").status_code == 302
    assert send(desk, "close", point=point.pk, revision=point.revision + 1).status_code == 302
    assert not DropPoint.objects.current().exists()
    assert "已停用的投放点" in text(desk.get(reverse(PAGE, args=[ESTATE])))


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("bins", {"stream": "kitchen", "litres": "x", "count": "1"}, "这不是整数"),
        ("hours", {"opens_at": "25:00", "closes_at": "9:00"}, "这不是一个钟点"),
        ("guide", {"starts_at": "7:00", "ends_at": "9:00", "weekday": ["1"]}, "这里还没有填写。"),
        ("close", {"on": "yesterday"}, "这不是日期。"),
    ],
)
def test_a_refusal_brings_back_what_was_typed(desk, what, given, said):
    point = DropPointFactory(estate=estate())
    page = text(send(desk, what, point=point.pk, **given), 422)
    assert said in page
    assert not Bin.objects.exists()


def test_a_page_that_is_out_of_date_says_so(desk):
    point = DropPointFactory(estate=estate())
    assert "页面过时了" in text(send(desk, "close", point=point.pk, revision=9), 409)


def test_another_estate_s_point_and_an_unknown_act_are_not_there(desk):
    estate()
    point = DropPointFactory(estate=estate(NEIGHBOUR))
    assert send(desk, "close", point=point.pk).status_code == 404
    assert send(desk, "paint").status_code == 404


def test_a_grid_worker_reads_and_does_not_change():
    estate()
    grid = client_of(holder(Role.GRID_WORKER, COMMUNITY))
    assert reverse(ACT, args=[ESTATE, "open"]) not in text(grid.get(reverse(PAGE, args=[ESTATE])))
    assert send(grid, "open", name="东门").status_code == 403


def test_the_street_makes_a_pilot_and_ends_it(desk):
    estate()
    street = client_of(holder(Role.STREET_OFFICER, STREET))
    assert send(desk, "pilot").status_code == 403
    assert send(street, "pilot").status_code == 302
    assert "试点小区" in text(street.get(reverse("console-waste-zones")))
    assert send(street, "end-pilot").status_code == 302
    assert Pilot.objects.get().until == NOW.date()


def test_the_district_opens_a_zone_and_ends_it(desk):
    estate()
    district = client_of(holder(Role.DISTRICT_OFFICER, settings.DISTRICT))
    page = reverse("console-waste-zones")
    assert "设立片区" in text(district.get(page))
    assert "设立片区" not in text(desk.get(page))
    assert "包括哪些地方" in text(district.post(page, {"name": "青年路片区"}), 422)
    assert district.post(page, {"name": "青年路片区", "places": [COMMUNITY]}).status_code == 302
    assert "青年路片区" in text(desk.get(page))
    end = reverse("console-waste-zone-end", args=[Zone.objects.get().pk])
    assert desk.post(end).status_code == 403
    assert desk.post(page, {"name": "x", "places": [COMMUNITY]}).status_code == 403
    assert district.post(end).status_code == 302
    assert Zone.objects.get().until == NOW.date()
