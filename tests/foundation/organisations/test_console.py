"""Organisations in the console."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
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
SignIn = Callable[[Person], Client]


@pytest.fixture
def as_role(person_with: Callable[..., Person], sign_in: SignIn) -> Callable[..., Client]:
    return lambda *args, **kwargs: sign_in(person_with(*args, **kwargs))


@pytest.fixture
def client(as_role: Callable[..., Client]) -> Client:
    PlaceFactory(path=A, name="青年路一社区")
    PlaceFactory(path=B, name="青年路二社区")
    return as_role(Role.STREET_OFFICER, STREET)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def shops() -> None:
    OrganisationFactory(name="老李面馆", kind=OrganisationKind.MERCHANT, function="", place_id=A)
    OrganisationFactory(name="市政所", name_en="Works", function=UnitFunction.MUNICIPAL, place_id=STREET)
    OrganisationFactory(name="园林所", function=UnitFunction.GREENING, place_id=B)
    OrganisationFactory(name="旧店", place_id=A, closed_on=date(2025, 1, 1))
    OrganisationFactory(name="外区店", place=PlaceFactory(path="140106005"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["园林所", "市政所", "老李面馆"]),
        ("?kind=merchant", ["老李面馆"]),
        ("?kind=nonsense", ["园林所", "市政所", "老李面馆"]),
        ("?function=greening", ["园林所"]),
        (f"?place={B}", ["园林所"]),
        ("?place=x", ["园林所", "市政所", "老李面馆"]),
        ("?q=面馆", ["老李面馆"]),
        ("?q=works", ["市政所"]),
        ("?closed=1", ["旧店"]),
        ("?q=没有", []),
    ],
)
def test_the_list_and_its_filters(client: Client, query: str, names: list[str]) -> None:
    shops()
    response = client.get(f"/console/organisations/{query}")
    assert response.status_code == 200
    assert sorted(each.name for each in response.context["rows"]) == sorted(names)


def test_the_list_page_by_page(client: Client) -> None:
    for number in range(60):
        OrganisationFactory(name=f"店{number % 30:02d}", place_id=A if number < 30 else B)
    first = client.get("/console/organisations/?kind=unit")
    second = client.get(f"/console/organisations/?kind=unit&after={first.context['rows'].next_cursor}")
    seen = [each.pk for page in (first, second) for each in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 60
    assert second.context["rows"].next_cursor is None


def test_who_acts_for_an_organisation_sees_its_own_number_as_it_is(as_role: Callable[..., Client]) -> None:
    contact = OrganisationContactFactory(name="李建芳", phone="+8613812345678")
    theirs = contact.organisation
    own = as_role(Role.UNIT_OFFICER, theirs.place_id, organisation=theirs)
    assert "+8613812345678" in text(own, f"/console/organisations/{theirs.pk}/")
    other = as_role(Role.UNIT_OFFICER, theirs.place_id, organisation=OrganisationFactory(place=theirs.place))
    assert "+8613812345678" not in other.get(f"/console/organisations/{theirs.pk}/").content.decode()


def test_one_organisation_with_its_contacts_masked(client: Client) -> None:
    contact = OrganisationContactFactory(
        name="王联系人", position="经理", organisation__place_id=A, is_primary=True
    )
    acting = PersonFactory(name="赵代表")
    RoleGrantFactory(
        person=acting,
        role=Role.UNIT_OFFICER,
        organisation=contact.organisation,
        place=Place.objects.get(pk=A),
    )
    page = text(client, f"/console/organisations/{contact.organisation_id}/")
    for part in ("王***", "139****2222", "经理", "赵代表", "青年路一社区"):
        assert part in page
    assert "13911112222" not in page
    assert "王联系人" not in page


@pytest.mark.parametrize(
    ("typed", "said"), [("联系人", "contact person"), ("安监员", '<span lang="zh-Hans">安监员</span>')]
)
def test_a_position_is_said_in_english_where_it_is_a_common_one(
    client: Client, typed: str, said: str
) -> None:
    contact = OrganisationContactFactory(position=typed, organisation__place_id=A)
    client.cookies["jiayuan_prefs"] = "en.0.auto"
    assert f"· {said}" in text(client, f"/console/organisations/{contact.organisation_id}/")


@pytest.mark.parametrize("htmx", [True, False])
def test_a_contact_is_shown_for_a_reason(client: Client, htmx: bool) -> None:
    contact = OrganisationContactFactory(name="王联系人", organisation__place_id=A)
    address = f"/console/organisations/{contact.organisation_id}/contacts/{contact.pk}/reveal/"
    headers = {"HX-Request": "true"} if htmx else {}
    refused = client.post(address, {"reason": ""}, headers=headers).content.decode()
    assert "field-error" in refused
    assert "13911112222" not in refused
    response = client.post(address, {"reason": "井盖坏了"}, headers=headers)
    page = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert "+8613911112222" in page
    assert "王联系人" in page
    assert ("<html" in page) is not htmx
    assert "井盖坏了" in text(client, f"/console/organisations/{contact.organisation_id}/")


def test_a_contact_that_is_not_there(client: Client) -> None:
    unit = OrganisationFactory(place_id=A)
    assert (
        client.post(f"/console/organisations/{unit.pk}/contacts/999/reveal/", {"reason": "看"}).status_code
        == 404
    )


SENT = {"name": "老李面馆", "kind": "merchant", "place": A, "function": "", "address": "", "opened_on": ""}


def test_enter_correct_close(client: Client) -> None:
    assert f'value="{A}" selected' in text(client, f"/console/organisations/new/?place={A}")
    response = client.post("/console/organisations/new/", SENT)
    assert response.status_code == 302
    made = Organisation.objects.get()
    assert response["Location"] == f"/console/organisations/{made.pk}/"
    assert "老李面馆" in text(client, f"/console/organisations/{made.pk}/edit/")
    assert (
        client.post(f"/console/organisations/{made.pk}/edit/", {**SENT, "name": "小李面馆"}).status_code
        == 302
    )
    assert "老李面馆 → 小李面馆" in text(client, f"/console/organisations/{made.pk}/")
    assert client.post(f"/console/organisations/{made.pk}/edit/", {**SENT, "place": B}).status_code == 302
    assert f"{A} → {B}" in text(client, f"/console/organisations/{made.pk}/")
    assert client.post(f"/console/organisations/{made.pk}/close/", {"on": "2026-13-45"}).status_code == 302
    made.refresh_from_db()
    assert made.closed_on is not None
    page = text(client, f"/console/organisations/{made.pk}/")
    assert f"/console/organisations/{made.pk}/edit/" not in page
    assert client.get(f"/console/organisations/{made.pk}/close/").status_code == 405


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"name": ""}, 422),
        ({"kind": "unit"}, 422),
        ({"kind": "castle"}, 422),
        ({"name": "长" * 90}, 422),
        ({}, 409),
    ],
)
def test_what_cannot_be_entered_is_said(client: Client, given: dict[str, str], status: int) -> None:
    OrganisationFactory(name="老李面馆", place_id=A)
    response = client.post("/console/organisations/new/", {**SENT, **given})
    assert response.status_code == status
    assert Organisation.objects.count() == 1


def test_a_wrong_correction_is_said(client: Client) -> None:
    OrganisationFactory(name="老李面馆", place_id=A)
    other = OrganisationFactory(name="别的", place_id=A)
    address = f"/console/organisations/{other.pk}/edit/"
    assert client.post(address, SENT).status_code == 409
    assert client.post(address, {**SENT, "name": ""}).status_code == 422


def test_contacts_come_and_go(client: Client) -> None:
    unit = OrganisationFactory(place_id=A)
    address = f"/console/organisations/{unit.pk}/contacts/"
    assert client.post(address, {"name": ""}).status_code == 422
    refused = client.post(address, {"name": "王", "phone": "12"})
    assert refused.status_code == 422
    assert "field-error" in refused.content.decode()
    assert client.post(address, {"name": "王", "phone": "13811112222", "is_primary": "on"}).status_code == 302
    contact = unit.contacts.get()
    assert client.post(f"{address}{contact.pk}/remove/").status_code == 302
    assert not unit.contacts.exists()
    Organisation.objects.filter(pk=unit.pk).update(closed_on=date(2026, 1, 1))
    assert client.post(address, {"name": "王"}).status_code == 409


def test_a_community_worker_enters_shops_only(as_role: Callable[..., Client]) -> None:
    worker = as_role(Role.COMMUNITY_WORKER, A)
    form = text(worker, "/console/organisations/new/")
    assert 'value="merchant"' in form
    assert 'value="unit"' not in form.split('name="function"')[0]
    assert worker.post("/console/organisations/new/", SENT).status_code == 302
    unit = OrganisationFactory(place_id=A)
    assert worker.get(f"/console/organisations/{unit.pk}/edit/").status_code == 403
    assert worker.post(f"/console/organisations/{unit.pk}/close/").status_code == 403
    assert "/edit/" not in text(worker, f"/console/organisations/{unit.pk}/")


def test_a_unit_officer_reads_ones_own_but_enters_nothing(as_role: Callable[..., Client]) -> None:
    own = OrganisationFactory(place=PlaceFactory(path=STREET))
    officer = as_role(Role.UNIT_OFFICER, STREET, organisation=own)
    page = text(officer, "/console/organisations/")
    assert own.name in page
    assert "/console/organisations/new/" not in page
    assert officer.get("/console/organisations/new/").status_code == 403


def test_what_lies_elsewhere_is_not_there(client: Client) -> None:
    other = OrganisationFactory(place=PlaceFactory(path="140106005"))
    for method, address in (("get", ""), ("get", "edit/"), ("post", "close/"), ("post", "contacts/")):
        assert getattr(client, method)(f"/console/organisations/{other.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/console/organisations/", "/console/organisations/new/"])
def test_visitors_sign_in_first_and_residents_stay_out(db: None, sign_in: SignIn, address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=%2Fconsole%2F")
    assert sign_in(PersonFactory()).get(address).status_code == 403


def test_query_counts_do_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    shops()
    unit = Organisation.objects.get(name="市政所")
    for number in range(4):
        OrganisationContactFactory(organisation=unit, name=f"联系{number}")
        RoleGrantFactory(role=Role.UNIT_OFFICER, organisation=unit, place=Place.objects.get(pk=STREET))
    text(client, "/console/organisations/")
    with django_assert_max_num_queries(12):
        text(client, "/console/organisations/")
    with django_assert_max_num_queries(14):
        text(client, f"/console/organisations/{unit.pk}/")
