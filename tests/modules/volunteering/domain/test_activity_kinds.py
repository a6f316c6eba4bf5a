"""Kinds of activity as a district wants them; what took place keeps the version that it went by."""

from dataclasses import replace

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.volunteering.domain.activities import (
    activity_of,
    choose_activity,
    enter_results,
    load_activities,
    tick,
)
from jiayuan.modules.volunteering.domain.activity_kinds import KindDraft, add_kind, change_kind
from jiayuan.modules.volunteering.models import ActivityKind, SessionActivity
from jiayuan.services.gatherings.enums import State
from tests.factories import SessionActivityFactory, SessionFactory
from tests.modules.volunteering.hour import charity_hour
from tests.services.gatherings.scene import host

pytestmark = pytest.mark.django_db
DRAFT = KindDraft(
    "打扫楼道", "Stairways", [("楼道无堆积物", "Stairways free of clutter"), ("扶手已擦", "")], ["households"]
)


@pytest.fixture
def district():
    load_activities()
    return host("140106", Role.DISTRICT_OFFICER)


def test_what_took_place_keeps_its_list_and_what_is_prepared_follows(district):
    hour = charity_hour(1)
    choose_activity(hour.session.pk, "litter", by=hour.leader)
    prepared = SessionActivityFactory(
        session=SessionFactory(kind="charity_hour", state=State.DRAFT), kind_id="litter"
    )
    changed = change_kind("litter", DRAFT, is_active=True, seen=0, by=district)
    assert [each["code"] for each in changed.checks] == ["stairs", "p1"]
    held = activity_of(hour.session)
    assert (held.content.name, len(held.content.checks), held.version.number) == ("清理垃圾和堆积物", 4, 1)
    assert activity_of(prepared.session).content.name == "打扫楼道"
    assert tick(hour.session.pk, {"corners", "p1"}, by=hour.leader) == 1
    assert enter_results(hour.session.pk, {"bags": 3}, by=hour.leader)[0].amount == 3
    change_kind("litter", replace(DRAFT, name="楼道"), is_active=True, seen=1, by=district)
    assert activity_of(hour.session).version.number == 1
    assert activity_of(prepared.session).version is None
    entry = Entry.objects.filter(action="volunteering.change_kind").latest("pk")
    assert entry.payload["before"]["name"] == "打扫楼道"


def test_chosen_again_it_keeps_what_people_know(district):
    hour = charity_hour(1)
    choose_activity(hour.session.pk, "litter", by=hour.leader)
    change_kind("litter", DRAFT, is_active=True, seen=0, by=district)
    choose_activity(hour.session.pk, "litter", by=hour.leader, because="paid")
    assert SessionActivity.objects.get(session=hour.session).version is not None
    choose_activity(hour.session.pk, "ads", by=hour.leader)
    assert SessionActivity.objects.get(session=hour.session).version is None


def test_what_the_district_does_not_count_no_host_can_count(district):
    hour = charity_hour(1)
    added = add_kind(replace(DRAFT, because="duty"), by=district)
    with pytest.raises(Invalid) as wrong:
        choose_activity(hour.session.pk, added.pk, by=hour.leader)
    assert wrong.value.field == "because"
    choose_activity(hour.session.pk, added.pk, by=hour.leader, because="duty")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"name": "清理小广告"}, "name"), ({"checks": []}, "checks"),
     ({"checks": [("一", ""), ("一", "")]}, "checks"), ({"checks": [("长" * 41, "")]}, "checks"),
     ({"checks": [(str(each), "") for each in range(16)]}, "checks"), ({"measures": ["miles"]}, "measures"),
     ({"because": "fun"}, "because")],
)  # fmt: skip
def test_a_wrong_field_is_named_and_nothing_is_written(district, wrong, field):
    with pytest.raises(Invalid) as error:
        add_kind(replace(DRAFT, **wrong), by=district)
    assert error.value.field == field
    with pytest.raises(Invalid):
        change_kind("litter", replace(DRAFT, **wrong), is_active=True, seen=0, by=district)
    assert ActivityKind.objects.get(pk="litter").versions.count() == 0


def test_two_who_change_it_at_once_do_not_overwrite_one_another(district):
    change_kind("litter", DRAFT, is_active=True, seen=0, by=district)
    with pytest.raises(Conflict) as late:
        change_kind("litter", replace(DRAFT, name="楼道"), is_active=True, seen=0, by=district)
    assert late.value.code == "seen"


def test_only_the_district(district):
    with pytest.raises(Refused):
        add_kind(DRAFT, by=host())
    with pytest.raises(Refused):
        change_kind("litter", DRAFT, is_active=False, seen=0, by=host("140106004", Role.STREET_OFFICER))
