"""A form of staff, from opened to saved: counted by task, street and month, and nothing else of it is kept."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse

from jiayuan.doors.phone.offline import HEADER
from jiayuan.foundation.access.actor import Reach
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.burden.domain.count import street_of
from jiayuan.foundation.burden.histogram import LEFT_OPEN
from jiayuan.foundation.burden.models import Effort, Measure
from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.models import Station
from tests.factories import PlaceFactory, RoleGrantFactory
from tests.modules.help.scene import COMMUNITY, MONDAY, Scene, holder
from tests.modules.help.views.test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
SLIP = re.compile(r'name="form_task" value="([^"]+)"')
FREE = "140106004012"


@pytest.fixture
def scene():
    PlaceFactory(path=FREE)
    return Scene()


@pytest.fixture
def officer(scene):
    return signed_in(holder(Role.STREET_OFFICER, COMMUNITY[:9]))


def opened(client):
    return SLIP.search(client.get(reverse("console-station-new")).content.decode())[1]


def saved(client, slip, **fields):
    sent = {"form_task": slip, "community": FREE, "name": "新站"} | fields
    return client.post(reverse("console-station-new"), sent)


def counted(measure):
    return dict(Effort.objects.filter(measure=measure).values_list("step", "entries"))


def test_from_opened_to_saved(officer):
    with at(MONDAY):
        slip = opened(officer)
    with at(MONDAY + timedelta(seconds=100)):
        assert saved(officer, slip, address="一层").status_code == 302
    assert counted(Measure.SECONDS) == {120: 1}
    assert counted(Measure.BY_HAND) == {3: 1}
    assert counted(Measure.GIVEN) == {0: 1}
    assert {(row.task, row.path, str(row.month)) for row in Effort.objects.all()} == {
        ("help.open_station", "140106004", "2026-11-01")
    }


def test_what_comes_back_with_a_fault_goes_on_from_where_it_began(officer):
    with at(MONDAY):
        slip = opened(officer)
    with at(MONDAY + timedelta(seconds=100)):
        answer = saved(officer, slip, name="")
        assert answer.status_code == 422
    assert not Effort.objects.exists()
    again = SLIP.search(answer.content.decode())[1]
    with at(MONDAY + timedelta(seconds=200)):
        saved(officer, again)
    assert counted(Measure.SECONDS) == {240: 1}
    assert counted(Measure.BY_HAND) == {2: 1}


def test_over_lunch_is_no_work(officer):
    with at(MONDAY):
        slip = opened(officer)
    with at(MONDAY + timedelta(minutes=31)):
        saved(officer, slip)
    assert counted(Measure.SECONDS) == {LEFT_OPEN: 1}


def test_without_a_slip_or_with_a_forged_one_all_is_saved_and_nothing_counted(officer):
    assert saved(officer, "forged").status_code == 302
    assert Station.objects.filter(community=FREE).exists()
    assert not Effort.objects.exists()


def test_what_waited_on_a_phone_is_not_counted(officer):
    slip = opened(officer)
    officer.post(
        reverse("console-station-new"),
        {"form_task": slip, "community": FREE, "name": "新站"},
        headers={HEADER: MONDAY.isoformat()},
    )
    assert Station.objects.filter(community=FREE).exists()
    assert not Effort.objects.exists()


def test_who_must_sign_in_first_is_not_counted(officer, client):
    slip = opened(officer)
    assert saved(client, slip).status_code == 302
    assert not Effort.objects.exists()


def test_a_count_that_fails_is_no_fault_of_what_was_saved(officer, monkeypatch):
    def fails(*_args, **_given):
        raise DatabaseError("full")

    monkeypatch.setattr("jiayuan.foundation.burden.middleware.count_form", fails)
    assert saved(officer, opened(officer)).status_code == 302
    assert Station.objects.filter(community=FREE).exists()


def test_counting_costs_one_query(officer, django_assert_num_queries, monkeypatch):
    from jiayuan.foundation.burden.domain.count import count_form

    for _time in range(2):
        with django_assert_num_queries(1):
            count_form("help.open", "140106004", seconds=20, by_hand=3, given=1)
    assert counted(Measure.SECONDS) == {30: 2}


@pytest.mark.parametrize(
    ("grants", "path"),
    [
        ([(Role.COMMUNITY_WORKER, "140106004010")], "140106004"),
        ([(Role.COMMUNITY_WORKER, "140106004010"), (Role.GRID_WORKER, "140106004011")], "140106004"),
        ([(Role.COMMUNITY_WORKER, "140106004010"), (Role.GRID_WORKER, "140106005011")], "140106"),
        ([(Role.DISTRICT_OFFICER, "140106")], "140106"),
        ([(Role.VOLUNTEER, "140106004010")], ""),
    ],
)
def test_where_a_form_counts(grants, path):
    assert street_of(Reach(tuple((role, place, None) for role, place in grants))) == path


def test_no_column_could_tell_of_anybody():
    names = {field.name for field in Effort._meta.get_fields()}
    assert names == {"id", "task", "path", "month", "measure", "step", "entries"}


def test_residents_are_not_measured(scene, client):
    """A form of theirs carries no slip, and one carried over from elsewhere counts for nothing."""
    RoleGrantFactory(person=scene.wisher.person, role=Role.VOLUNTEER, place_id=COMMUNITY)
    client.force_login(scene.wisher.person)
    assert SLIP.search(client.get(reverse("wish-ask")).content.decode()) is None
