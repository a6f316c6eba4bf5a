"""The page of what forms ask: who reads it, of which places, and what is too little to be said."""

import csv

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.burden.domain.count import count_form
from jiayuan.foundation.burden.domain.queries.summary import lines_of, months_back
from jiayuan.foundation.burden.models import Effort
from jiayuan.foundation.clock.now import at
from tests.factories import EffortFactory, PersonFactory, PlaceFactory, RoleGrantFactory
from tests.modules.help.scene import MONDAY, holder
from tests.modules.help.views.test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
DISTRICT, STREET, OTHER, COMMUNITY = "140106", "140106004", "140106005", "140106004010"


@pytest.fixture(autouse=True)
def _world():
    for path in (DISTRICT, STREET, OTHER, COMMUNITY):
        PlaceFactory(path=path)
    with at(MONDAY):
        yield


def crowd(path, many=5):
    for _each in range(many):
        RoleGrantFactory(person=PersonFactory(), role=Role.COMMUNITY_WORKER, place_id=path)


def forms(path, many, seconds=100, task="help.open"):
    for _each in range(many):
        count_form(task, path, seconds=seconds, by_hand=4, given=2)


def english(actor):
    client = signed_in(actor)
    client.cookies["jiayuan_prefs"] = "en.0.light"
    return client


def page(actor, **asked):
    return english(actor).get(reverse("console-burden"), asked)


def test_medians_and_a_line_of_months():
    crowd(COMMUNITY)
    forms(STREET, 6)
    answer = page(holder(Role.STREET_OFFICER, STREET), place=STREET)
    (line,) = answer.context["lines"]
    told = line["whole"]
    assert (told.entries, told.by_hand, told.given, told.left_open) == (6, 4, 2, 0)
    assert 1.5 <= told.minutes <= 2
    assert line["minutes"]
    words = answer.content.decode()
    assert "Check the words of a wish" in words
    assert "<polyline" in words


def test_of_few_entries_nothing_is_said():
    crowd(COMMUNITY)
    forms(STREET, 4)
    answer = page(holder(Role.STREET_OFFICER, STREET), place=STREET)
    (line,) = answer.context["lines"]
    assert line["whole"].is_few
    assert line["whole"].minutes is line["whole"].by_hand is line["whole"].given is None
    assert "fewer than 5" in answer.content.decode()
    rows = english(holder(Role.STREET_OFFICER, STREET)).get(
        reverse("console-burden-export"), {"place": STREET}
    )
    assert "fewer than 5" in rows.content.decode()


def test_of_a_street_where_few_work_nothing_is_said():
    officer = holder(Role.STREET_OFFICER, STREET)
    crowd(COMMUNITY, many=3)
    forms(STREET, 20)
    answer = page(officer, place=STREET)
    assert answer.context["lines"] == []
    assert "Fewer than 5 people enter things here" in answer.content.decode()


def test_a_hidden_street_cannot_be_taken_from_the_whole():
    officer = holder(Role.DISTRICT_OFFICER, DISTRICT)
    crowd(COMMUNITY, many=3)
    crowd(OTHER)
    forms(STREET, 20)
    forms(OTHER, 7)
    assert [line["whole"].entries for line in page(officer, place=DISTRICT).context["lines"]] == [7]


def test_streets_that_hide_one_another_stay_in_the_whole():
    officer = holder(Role.DISTRICT_OFFICER, DISTRICT)
    crowd(COMMUNITY, many=3)
    crowd(OTHER, many=3)
    forms(STREET, 20)
    forms(OTHER, 7)
    assert [line["whole"].entries for line in page(officer, place=DISTRICT).context["lines"]] == [27]


def test_each_reads_the_district_and_the_own_street():
    officer, worker = holder(Role.DISTRICT_OFFICER, DISTRICT), holder(Role.COMMUNITY_WORKER, COMMUNITY)
    assert [each.path for each in page(officer).context["places"]] == [DISTRICT, STREET, OTHER]
    assert [each.path for each in page(worker).context["places"]] == [DISTRICT, STREET]
    assert page(worker, place=OTHER).status_code == 403
    assert page(holder(Role.GRID_WORKER, COMMUNITY)).status_code == 403
    assert page(holder(Role.UNIT_OFFICER, DISTRICT)).status_code == 403


def test_streets_add_up_to_the_district_and_old_months_fall_out():
    forms(STREET, 3)
    forms(OTHER, 3)
    forms(DISTRICT, 2)
    EffortFactory(month="2026-05-01", entries=99)
    (line,) = lines_of(DISTRICT)
    assert line.whole.entries == 8
    assert str(months_back()[0]) == "2026-06-01"


def test_months_turn_at_new_year():
    with at(MONDAY.replace(year=2027, month=2)):
        assert [f"{month:%Y-%m}" for month in months_back(4)] == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_the_page_costs_the_same_with_many_rows(django_assert_max_num_queries):
    crowd(COMMUNITY)
    client = english(holder(Role.DISTRICT_OFFICER, DISTRICT))
    forms(STREET, 1)
    client.get(reverse("console-burden"))
    for task in ("help.open", "cases.file", "cases.dispatch", "gatherings.plan"):
        for seconds in (10, 40, 100, 500):
            forms(STREET, 2, seconds=seconds, task=task)
    with django_assert_max_num_queries(9):
        client.get(reverse("console-burden"))


def test_no_cell_of_the_table_is_a_formula():
    crowd(COMMUNITY)
    forms(STREET, 6)
    answer = english(holder(Role.STREET_OFFICER, STREET)).get(
        reverse("console-burden-export"), {"place": STREET}
    )
    assert answer["Content-Disposition"] == 'attachment; filename="forms-140106004-20261102.csv"'
    head, row = csv.reader(answer.content.decode().removeprefix("\ufeff").splitlines())
    assert row == ["Check the words of a wish", "2026-11", "6", "1.8", "4.0", "2.0", "0"]
    assert len(head) == len(row)
    assert Effort.objects.count() == 3
