"""Giving roles and taking them back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.domain.grants import grant_role, revoke_role
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from tests.factories import OrganisationFactory, PersonFactory, PlaceFactory, RoleGrantFactory

DISTRICT, STREET, OTHER_STREET = "140106", "140106004", "140106005"
COMMUNITY, OTHER_COMMUNITY = "140106004010", "140106005010"
pytestmark = pytest.mark.django_db


def give(by: Actor, role: Role = Role.VOLUNTEER, path: str = COMMUNITY, **more: Any) -> RoleGrant:
    given = {"person": PersonFactory(), "since": today(), **more}
    return grant_role(role=role, place=PlaceFactory(path=path), by=by, **given)


def says(error: type[DomainError], words: str, do: Callable[[], Any]) -> None:
    with pytest.raises(error) as raised:
        do()
    assert words in str(raised.value.message)
    assert str(raised.value.remedy)


MAY = [
    (Role.IT_STAFF, DISTRICT, Role.DISTRICT_OFFICER, DISTRICT),
    (Role.DISTRICT_OFFICER, DISTRICT, Role.IT_STAFF, DISTRICT),
    (Role.DISTRICT_OFFICER, DISTRICT, Role.STREET_OFFICER, OTHER_STREET),
    (Role.STREET_OFFICER, STREET, Role.COMMUNITY_WORKER, COMMUNITY),
    (Role.STREET_OFFICER, STREET, Role.GRID_WORKER, STREET),
    (Role.STREET_OFFICER, STREET, Role.UNIT_OFFICER, STREET),
    (Role.STREET_OFFICER, STREET, Role.PROPERTY_MANAGER, COMMUNITY),
    (Role.COMMUNITY_WORKER, COMMUNITY, Role.VOLUNTEER, COMMUNITY),
]
MAY_NOT = [
    (Role.STREET_OFFICER, STREET, Role.STREET_OFFICER, STREET),
    (Role.STREET_OFFICER, STREET, Role.DISTRICT_OFFICER, STREET),
    (Role.STREET_OFFICER, STREET, Role.COMMUNITY_WORKER, OTHER_COMMUNITY),
    (Role.STREET_OFFICER, STREET, Role.COMMUNITY_WORKER, DISTRICT),
    (Role.COMMUNITY_WORKER, COMMUNITY, Role.GRID_WORKER, COMMUNITY),
    (Role.COMMUNITY_WORKER, COMMUNITY, Role.VOLUNTEER, OTHER_COMMUNITY),
]


@pytest.mark.parametrize(("holds", "where", "role", "path"), MAY)
def test_who_may_give_what_where(actor_with: Any, holds: Role, where: str, role: Role, path: str) -> None:
    organisation = (
        OrganisationFactory(place=PlaceFactory(path=path))
        if role in (Role.UNIT_OFFICER, Role.PROPERTY_MANAGER)
        else None
    )
    grant = give(actor_with(holds, where), role, path, organisation=organisation)
    assert grant in RoleGrant.objects.in_force()
    assert Actor(person=grant.person).reach.holds([role], path)


@pytest.mark.parametrize(("holds", "where", "role", "path"), MAY_NOT)
def test_who_may_not(actor_with: Any, holds: Role, where: str, role: Role, path: str) -> None:
    says(Refused, "您不能在这个地方授予这个身份", lambda: give(actor_with(holds, where), role, path))
    assert not RoleGrant.objects.filter(role=role, place_id=path).exclude(granted_by=None).exists()


@pytest.mark.parametrize("holds", [None, Role.VOLUNTEER, Role.GRID_WORKER, Role.UNIT_OFFICER, Role.MERCHANT])
def test_others_give_nothing(actor_with: Any, holds: Role | None) -> None:
    says(Refused, "由有权限的工作人员授予", lambda: give(actor_with(holds)))


def test_visitors_give_nothing() -> None:
    says(Refused, "由有权限的工作人员授予", lambda: give(Actor()))


def test_nobody_gives_to_themselves(actor_with: Any) -> None:
    by = actor_with(Role.DISTRICT_OFFICER, DISTRICT)
    says(Refused, "不能给自己", lambda: give(by, person=by.person))


def test_a_role_for_an_organisation_needs_one_there(actor_with: Any) -> None:
    by = actor_with(Role.STREET_OFFICER, STREET)
    here = OrganisationFactory(place=PlaceFactory(path=COMMUNITY))
    wider = OrganisationFactory(place=PlaceFactory(path=DISTRICT))
    says(Refused, "挂在一个单位", lambda: give(by, Role.UNIT_OFFICER, STREET))
    says(Refused, "不挂在单位", lambda: give(by, Role.GRID_WORKER, STREET, organisation=here))
    says(Refused, "不在所选的地方", lambda: give(by, Role.UNIT_OFFICER, STREET, organisation=wider))
    grant = give(by, Role.UNIT_OFFICER, STREET, organisation=here)
    assert Actor(person=grant.person).reach.organisations() == [here.pk]


def test_it_is_recorded(actor_with: Any) -> None:
    by = actor_with(Role.STREET_OFFICER, STREET)
    grant = give(by, Role.GRID_WORKER)
    revoke_role(grant, by=by, reason="调走了")
    given, taken = Entry.objects.filter(stream_id=f"person/{grant.person_id}").order_by("number")
    assert (given.action, given.actor, given.place_path) == ("role.granted", by.person, COMMUNITY)
    assert given.payload["after"]["role"] == "grid_worker"
    assert (taken.action, taken.payload["after"]["reason"]) == ("role.revoked", "调走了")


def test_days(actor_with: Any) -> None:
    by = actor_with(Role.COMMUNITY_WORKER)
    tomorrow, yesterday = today() + timedelta(days=1), today() - timedelta(days=1)
    says(Invalid, "还早", lambda: give(by, since=tomorrow, until=today()))
    says(Invalid, "已经过去", lambda: give(by, since=date(2020, 1, 1), until=yesterday))
    later = give(by, since=tomorrow)
    assert later in RoleGrant.objects.standing()
    assert later not in RoleGrant.objects.in_force()
    assert give(by, until=today()) in RoleGrant.objects.in_force()


def test_a_place_that_is_gone(actor_with: Any) -> None:
    by = actor_with(Role.STREET_OFFICER, STREET)
    PlaceFactory(path=COMMUNITY)
    PlaceFactory._meta.model.objects.filter(pk=COMMUNITY).update(closed_on=today())
    says(Invalid, "已经撤销", lambda: give(by, Role.GRID_WORKER))


def test_a_closed_account_gets_none(actor_with: Any) -> None:
    says(
        Refused,
        "注销",
        lambda: give(actor_with(Role.COMMUNITY_WORKER), person=PersonFactory(is_active=False)),
    )


def test_once_is_enough(actor_with: Any) -> None:
    by = actor_with(Role.COMMUNITY_WORKER)
    grant = give(by)
    says(Conflict, "已经有这个身份", lambda: give(by, person=grant.person))
    revoke_role(grant, by=by, reason="搬家")
    assert give(by, person=grant.person).pk != grant.pk


def test_what_ran_out_can_be_given_anew(actor_with: Any) -> None:
    by = actor_with(Role.COMMUNITY_WORKER)
    old = RoleGrantFactory(role=Role.VOLUNTEER, until=today() - timedelta(days=1))
    give(by, person=old.person)
    old.refresh_from_db()
    assert old.revoked_by == by.person


def test_taking_back(actor_with: Any) -> None:
    officer, worker = actor_with(Role.STREET_OFFICER, STREET), actor_with(Role.COMMUNITY_WORKER)
    grant = give(officer, Role.GRID_WORKER)
    says(Refused, "只有能授予", lambda: revoke_role(grant, by=worker, reason="不合适"))
    says(Refused, "只有能授予", lambda: revoke_role(grant, by=Actor(), reason="不合适"))
    says(Invalid, "", lambda: revoke_role(grant, by=officer, reason="  "))
    says(Invalid, "", lambda: revoke_role(grant, by=officer, reason="长" * 201))
    revoke_role(grant, by=officer, reason="轮岗")
    assert not Actor(person=grant.person).reach.has_any([Role.GRID_WORKER])
    says(Conflict, "已经被收回", lambda: revoke_role(grant, by=officer, reason="轮岗"))


def test_one_hands_ones_own_back(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    [grant] = worker.person.grants.all()
    assert revoke_role(grant, by=worker, reason="退休了").revoked_by == worker.person


def test_visible_to(actor_with: Any) -> None:
    here = RoleGrantFactory(role=Role.VOLUNTEER, place=PlaceFactory(path=COMMUNITY))
    there = RoleGrantFactory(role=Role.VOLUNTEER, place=PlaceFactory(path=OTHER_COMMUNITY))
    officer, worker = actor_with(Role.STREET_OFFICER, STREET), actor_with(Role.COMMUNITY_WORKER)
    assert {here, *worker.person.grants.all()} <= set(RoleGrant.objects.visible_to(officer))
    assert there not in RoleGrant.objects.visible_to(officer)
    assert set(RoleGrant.objects.visible_to(Actor(person=there.person))) == {there}
    assert not RoleGrant.objects.visible_to(Actor())
    assert not RoleGrant.objects.visible_to(actor_with(None))
