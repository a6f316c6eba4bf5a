"""When a station is open: entered in lines at the desk, said in the reader's language, and whether it is now."""

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from tests.foundation.clock.moments import moment
from tests.modules.help.scene import Scene

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
MORNINGS = {f"day1_{day}": "on" for day in range(5)} | {"opens1": "8:30", "closes1": "18:00"}
SATURDAY = {"day2_5": "on", "opens2": "09:00", "closes2": "12:00"}


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def desk(scene):
    return signed_in(scene.worker)


def change(client, scene, **fields):
    address = reverse("console-station-act", args=[scene.station.pk, "change"])
    return client.post(address, {"name": "微帮站"} | fields)


def test_lines_of_a_week_are_kept_and_come_back(scene, desk):
    assert change(desk, scene, **MORNINGS, **SATURDAY, hours_note="周三有律师").status_code == 302
    scene.station.refresh_from_db()
    assert scene.station.opening == [[31, "08:30", "18:00"], [32, "09:00", "12:00"]]
    entry = Entry.objects.filter(action="help.change_station").latest("pk")
    assert entry.payload["after"]["hours"] == "12345 8:30–18:00; 6 9:00–12:00"
    lines = desk.get(reverse("console-station", args=[scene.station.pk])).context["hours"]
    assert [(line.opens, line.closes) for line in lines] == [("08:30", "18:00"), ("09:00", "12:00"), ("", "")]
    assert [chosen for _day, _name, chosen in lines[1].days] == [False] * 5 + [True, False]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"day1_0": "on"}, "opening1"),
        (MORNINGS | {"opens1": "half past"}, "opening1"),
        (MORNINGS | {"day2_4": "on", "opens2": "17:00", "closes2": "19:00"}, "opening2"),
        ({"opens3": "08:00", "closes3": "09:00"}, "opening3"),
    ],
)
def test_a_line_that_cannot_be_comes_back_with_what_was_typed(scene, desk, fields, line):
    answer = change(desk, scene, hours_note="周三有律师", **fields)
    assert answer.status_code == 422
    assert [fault.field for fault in answer.context["sheet"].faults] == [line]
    assert "周三有律师" in answer.content.decode()
    assert f'id="id_change{line}' in answer.content.decode()
    scene.station.refresh_from_db()
    assert scene.station.opening == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (moment(11, 23, 10), "Open until 18:00"),
        (moment(11, 23, 20), "Closed now"),
        (moment(10, 1, 10), "Closed now"),
    ],
)
def test_residents_read_whether_it_is_open(scene, desk, client, now, said):
    change(desk, scene, **MORNINGS, **SATURDAY)
    client.cookies["jiayuan_prefs"] = "en.0.light"
    with at(now):
        english = client.get(reverse("help-station", args=[scene.station.pk]))
    words = english.content.decode()
    assert "Mon–Fri 8:30–18:00; Sat 9:00–12:00" in words
    assert said in words


def test_open_on_holidays_where_it_says_so(scene, desk, client):
    change(desk, scene, **MORNINGS, opens_on_holidays="on")
    with at(moment(10, 1, 10)):
        words = client.get(reverse("help-station", args=[scene.station.pk])).content.decode()
    assert "开到 18:00" in words
    assert "周一至周五 8:30–18:00" in words
