"""Entering, correcting and closing organisations: what is kept, who may."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.organisations.domain.contacts import remove_contact, reveal_contact, save_contact
from jiayuan.foundation.organisations.domain.drafts import ContactDraft, OrganisationDraft
from jiayuan.foundation.organisations.domain.manage import (
    close_organisation,
    create_organisation,
    edit_organisation,
)
from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.organisations.rules import MANAGE, Seat
from jiayuan.foundation.places.domain.change import merge_communities
from jiayuan.foundation.places.models import Place
from tests.factories import (
    OrganisationContactFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    RoleGrantFactory,
)

pytestmark = pytest.mark.django_db
A, B, STREET = "140106004010", "140106004011", "140106004"
SHOP = OrganisationDraft("老李面馆", OrganisationKind.MERCHANT, A, address=" 青年路 8 号 ")


@pytest.fixture
def officer(actor_with: Callable[..., Actor]) -> Actor:
    PlaceFactory(path=A, name="青年路一社区")
    PlaceFactory(path=B, name="青年路二社区")
    return actor_with(Role.DISTRICT_OFFICER, "140106")


def actions(organisation: Organisation) -> list[str]:
    return list(Entry.objects.filter(stream_id=organisation.stream).values_list("action", flat=True))


def test_an_organisation_is_entered_and_recorded(officer: Actor) -> None:
    made = create_organisation(SHOP, by=officer)
    made.refresh_from_db()
    assert (made.name, made.kind, made.place_id, made.address) == ("老李面馆", "merchant", A, "青年路 8 号")
    entry = Entry.objects.get(stream_id=made.stream)
    assert (entry.action, entry.place_path, entry.actor_id) == ("organisation.opened", A, officer.pk)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 81}, "name"),
        ({"name_en": "x" * 121}, "name_en"),
        ({"kind": "castle"}, "kind"),
        ({"function": "magic"}, "function"),
        ({"kind": OrganisationKind.UNIT}, "function"),
        ({"opened_on": date(2999, 1, 1)}, "opened_on"),
        ({"place_path": "140106009"}, "place"),
    ],
)
def test_what_cannot_be_kept_names_the_field(officer: Actor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create_organisation(OrganisationDraft(**{**SHOP.__dict__, **given}), by=officer)
    assert caught.value.field == field


def test_a_name_is_free_again_after_closing(officer: Actor) -> None:
    made = create_organisation(SHOP, by=officer)
    with pytest.raises(Conflict):
        create_organisation(SHOP, by=officer)
    close_organisation(made.pk, on=date(2026, 3, 1), by=officer)
    assert create_organisation(SHOP, by=officer).pk != made.pk


def test_a_correction_records_what_changed_alone(officer: Actor) -> None:
    made = create_organisation(SHOP, by=officer)
    draft = OrganisationDraft(
        "老李面馆", OrganisationKind.MERCHANT, B, address="青年路 8 号", short_name="老李"
    )
    edit_organisation(made.pk, draft, by=officer)
    entry = Entry.objects.get(stream_id=made.stream, action="organisation.corrected")
    assert entry.payload == {
        "before": {"place_id": A, "short_name": ""},
        "after": {"place_id": B, "short_name": "老李"},
    }
    edit_organisation(made.pk, draft, by=officer)
    assert actions(made) == ["organisation.opened", "organisation.corrected"]


def test_missing_and_closed_are_refused(officer: Actor) -> None:
    with pytest.raises(Missing):
        edit_organisation(999, SHOP, by=officer)
    made = create_organisation(SHOP, by=officer)
    close_organisation(made.pk, on=date(2026, 3, 1), by=officer)
    with pytest.raises(Conflict):
        edit_organisation(made.pk, SHOP, by=officer)


def test_closing_waits_until_nobody_acts_for_it(officer: Actor) -> None:
    made = create_organisation(SHOP, by=officer)
    grant = RoleGrantFactory(role=Role.MERCHANT, organisation=made, place=Place.objects.get(pk=A))
    with pytest.raises(Conflict):
        close_organisation(made.pk, on=date(2026, 3, 1), by=officer)
    grant.delete()
    with pytest.raises(Invalid):
        close_organisation(made.pk, on=date(2999, 1, 1), by=officer)
    assert close_organisation(made.pk, on=date(2026, 3, 1), by=officer).closed_on == date(2026, 3, 1)


def test_closing_before_it_was_there(officer: Actor) -> None:
    made = OrganisationFactory(opened_on=date(2026, 5, 1))
    with pytest.raises(Invalid):
        close_organisation(made.pk, on=date(2026, 3, 1), by=officer)


MERCHANT, PROPERTY, UNIT = OrganisationKind.MERCHANT, OrganisationKind.PROPERTY_COMPANY, OrganisationKind.UNIT


@pytest.mark.parametrize(
    ("role", "path", "seat", "allowed"),
    [
        (Role.COMMUNITY_WORKER, A, Seat(MERCHANT, A), True),
        (Role.COMMUNITY_WORKER, A, Seat(PROPERTY, A), True),
        (Role.COMMUNITY_WORKER, A, Seat(UNIT, A), False),
        (Role.COMMUNITY_WORKER, A, Seat(MERCHANT, B), False),
        (Role.COMMUNITY_WORKER, A, Seat(MERCHANT, STREET), False),
        (Role.STREET_OFFICER, STREET, Seat(UNIT, STREET), True),
        (Role.STREET_OFFICER, STREET, Seat(UNIT, A), True),
        (Role.STREET_OFFICER, STREET, Seat(UNIT, "140106"), False),
        (Role.STREET_OFFICER, STREET, Seat(UNIT, "140106005"), False),
        (Role.DISTRICT_OFFICER, "140106", Seat(UNIT, "140106"), True),
        (Role.DISTRICT_OFFICER, "140106", Seat(MERCHANT, A), True),
        (Role.IT_STAFF, "140106", Seat(UNIT, A), True),
        (Role.GRID_WORKER, A, Seat(MERCHANT, A), False),
        (Role.MERCHANT, A, Seat(MERCHANT, A), False),
        (None, A, Seat(MERCHANT, A), False),
    ],
)
def test_who_keeps_what(
    actor_with: Callable[..., Actor], role: Role | None, path: str, seat: Seat, allowed: bool
) -> None:
    verdict = may(actor_with(role, path), MANAGE, seat)
    assert verdict.allowed is allowed
    assert allowed or (str(verdict.because) and str(verdict.remedy))


def test_a_worker_moves_nothing_out_of_reach(officer: Actor, actor_with: Callable[..., Actor]) -> None:
    made = create_organisation(SHOP, by=officer)
    worker = actor_with(Role.COMMUNITY_WORKER, A)
    with pytest.raises(Refused):
        edit_organisation(made.pk, OrganisationDraft("老李面馆", MERCHANT, B), by=worker)
    with pytest.raises(Refused):
        edit_organisation(
            made.pk, OrganisationDraft("老李面馆", UNIT, A, function=UnitFunction.GREENING), by=worker
        )
    assert (
        edit_organisation(made.pk, OrganisationDraft("小李面馆", MERCHANT, A), by=worker).name == "小李面馆"
    )


def test_contacts_are_kept_and_one_is_first(officer: Actor) -> None:
    made = create_organisation(SHOP, by=officer)
    first = save_contact(made.pk, ContactDraft("李老板", "138 1234 5678", is_primary=True), by=officer)
    second = save_contact(made.pk, ContactDraft("小李", "0351-404 1234", "店员", is_primary=True), by=officer)
    first.refresh_from_db()
    assert (first.phone, first.is_primary) == ("+8613812345678", False)
    assert (second.phone, second.is_primary) == ("+863514041234", True)
    again = save_contact(made.pk, ContactDraft("李大老板"), by=officer, contact_pk=first.pk)
    assert (again.pk, again.phone) == (first.pk, "")
    remove_contact(made.pk, second.pk, by=officer)
    assert list(made.contacts.values_list("name", flat=True)) == ["李大老板"]
    payloads = str(list(Entry.objects.filter(stream_id=made.stream).values_list("payload", flat=True)))
    assert "138****5678" in payloads
    assert "13812345678" not in payloads
    assert "李老板" not in payloads


@pytest.mark.parametrize("phone", ["123", "4041234", "0351 404", "abc", "19912"])
def test_refused_numbers(officer: Actor, phone: str) -> None:
    made = create_organisation(SHOP, by=officer)
    with pytest.raises(Invalid) as caught:
        save_contact(made.pk, ContactDraft("李老板", phone), by=officer)
    assert caught.value.field == "phone"


def test_contacts_of_others_are_missing(officer: Actor) -> None:
    made, other = create_organisation(SHOP, by=officer), OrganisationContactFactory()
    with pytest.raises(Missing):
        remove_contact(made.pk, other.pk, by=officer)
    with pytest.raises(Missing):
        reveal_contact(made, other.pk, by=officer, reason="要联系")


@pytest.mark.parametrize(
    ("role", "path", "allowed"),
    [
        (Role.COMMUNITY_WORKER, A, True),
        (Role.GRID_WORKER, A, True),
        (Role.STREET_OFFICER, STREET, True),
        (Role.IT_STAFF, "140106", True),
        (Role.COMMUNITY_WORKER, "140106005001", False),
        (Role.VOLUNTEER, A, False),
        (None, A, False),
    ],
)
def test_who_sees_a_contact_of_the_street(
    actor_with: Callable[..., Actor], role: Role | None, path: str, allowed: bool
) -> None:
    contact = OrganisationContactFactory(name="王联系", organisation__place__path=STREET)
    actor = actor_with(role, path)
    if not allowed:
        with pytest.raises(Refused):
            reveal_contact(contact.organisation, contact.pk, by=actor, reason="井盖坏了，要派人")
        return
    with pytest.raises(Invalid) as caught:
        reveal_contact(contact.organisation, contact.pk, by=actor, reason=" ")
    assert caught.value.field == "reason"
    assert reveal_contact(contact.organisation, contact.pk, by=actor, reason="要派人").name == "王联系"
    entry = Entry.objects.get(stream_id=contact.organisation.stream)
    assert entry.action == "contact.revealed"
    assert entry.payload["after"] == {"contact": "王**", "reason": "要派人"}


def test_who_acts_for_it_sees_its_contacts(actor_with: Callable[..., Actor]) -> None:
    contact = OrganisationContactFactory()
    actor = actor_with(Role.UNIT_OFFICER, STREET, organisation=contact.organisation)
    assert reveal_contact(contact.organisation, contact.pk, by=actor, reason="核对").pk == contact.pk


@pytest.mark.parametrize(
    ("role", "path", "seen"),
    [
        (Role.COMMUNITY_WORKER, A, {"区", "街", "甲店"}),
        (Role.STREET_OFFICER, STREET, {"区", "街", "甲店", "乙店"}),
        (Role.DISTRICT_OFFICER, "140106", {"区", "街", "甲店", "乙店", "外店"}),
        (Role.VOLUNTEER, A, set()),
        (None, A, set()),
    ],
)
def test_who_sees_which(
    actor_with: Callable[..., Actor], role: Role | None, path: str, seen: set[str]
) -> None:
    for name, place in (("区", "140106"), ("街", STREET), ("甲店", A), ("乙店", B), ("外店", "140106005001")):
        OrganisationFactory(name=name, place=PlaceFactory(path=place))
    found = Organisation.objects.visible_to(actor_with(role, path))
    assert set(found.values_list("name", flat=True)) == seen


def test_ones_own_organisation_is_seen_wherever_it_is(actor_with: Callable[..., Actor]) -> None:
    own = OrganisationFactory(place=PlaceFactory(path="140106005"))
    actor = actor_with(Role.UNIT_OFFICER, A, organisation=own)
    assert list(Organisation.objects.visible_to(actor)) == [own]


def test_organisations_follow_a_merged_place(officer: Actor) -> None:
    shop, twin = OrganisationFactory(name="面馆", place_id=A), OrganisationFactory(name="面馆", place_id=B)
    closed = OrganisationFactory(name="旧店", place_id=A, closed_on=date(2025, 1, 1))
    merged = merge_communities([A, B], into_name="青年社区", on=date(2026, 3, 1), by=officer)
    for each in (shop, twin, closed):
        each.refresh_from_db()
    assert (shop.place_id, shop.name) == (merged.path, "面馆")
    assert (twin.place_id, twin.name) == (merged.path, f"面馆（{B}）")
    assert closed.place_id == A
    assert actions(shop) == ["organisation.followed"]


def test_the_english_name_on_english_pages() -> None:
    unit = OrganisationFactory(name="市政", name_en="Municipal works")
    with translation.override("en"):
        assert str(unit) == "Municipal works"
        assert str(OrganisationFactory(name="园林")) == "园林"
    with translation.override("zh-hans"):
        assert str(unit) == "市政"


def test_errors_are_domain_errors_with_a_way_on(officer: Actor) -> None:
    with pytest.raises(DomainError) as caught:
        create_organisation(OrganisationDraft("", MERCHANT, A), by=officer)
    assert str(caught.value.remedy)
    with pytest.raises(Refused):
        create_organisation(SHOP, by=Actor(person=PersonFactory()))
