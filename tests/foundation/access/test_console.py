"""The way into the console."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view, signed_in
from jiayuan.foundation.access.enums import CONSOLE_ROLES, Role
from jiayuan.foundation.common.errors import Refused
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def inside(request: Any) -> HttpResponse:
    return HttpResponse("inside")


def visit(
    person: Any = None,
    method: str = "GET",
    path: str = "/console/x/?a=1",
    session: Any = None,
    **headers: str,
) -> Any:
    request = RequestFactory().generic(method, path, headers=headers)
    request.actor = Actor(person=person)
    request.user = person or AnonymousUser()
    request.session = session or {}
    return request


DONE = {"second_factor_done": time.time()}


def test_visitors_sign_in_first_and_come_back() -> None:
    view = console_view()(inside)
    assert view(visit())["Location"] == "/accounts/login/?next=%2Fconsole%2Fx%2F%3Fa%3D1"
    assert view(visit(method="POST"))["Location"] == "/accounts/login/?next=%2Fconsole%2F"
    fragment = view(visit(**{"HX-Request": "true"}))
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fconsole%2F")


@pytest.mark.parametrize("role", [None, Role.VOLUNTEER, Role.MERCHANT])
def test_others_are_refused_with_the_reason(person_with: Any, role: Role | None) -> None:
    organisation = OrganisationFactory() if role == Role.MERCHANT else None
    with pytest.raises(Refused) as refusal:
        console_view()(inside)(visit(person_with(role, organisation=organisation), session=DONE))
    assert "工作台只供工作人员使用" in str(refusal.value.message)
    assert "街道" in str(refusal.value.remedy)


@pytest.mark.parametrize("role", CONSOLE_ROLES)
def test_every_console_role_enters(person_with: Any, role: Role) -> None:
    assert console_view()(inside)(visit(person_with(role), session=DONE)).content == b"inside"


def test_pages_for_some_roles_name_them(person_with: Any) -> None:
    view = console_view(Role.STREET_OFFICER, Role.IT_STAFF)(inside)
    with pytest.raises(Refused) as refusal:
        view(visit(person_with(Role.GRID_WORKER), session=DONE))
    assert "街道" in str(refusal.value.message)
    assert "、" in str(refusal.value.message)
    assert view(visit(person_with(Role.IT_STAFF, "140106"), session=DONE)).content == b"inside"
    assert view.console_roles == (Role.STREET_OFFICER, Role.IT_STAFF)
    assert console_view()(inside).console_roles == CONSOLE_ROLES


def test_without_second_factor_one_is_led_to_it(person_with: Any) -> None:
    view = console_view()(inside)
    worker = person_with(Role.GRID_WORKER)
    assert view(visit(worker))["Location"] == "/me/second-factor/?next=%2Fconsole%2Fx%2F%3Fa%3D1"
    shown = {
        "account_authentication_methods_user": str(worker.pk),
        "account_authentication_methods": [{"method": "password"}, {"method": "mfa", "at": time.time()}],
    }
    assert view(visit(worker, session=shown)).content == b"inside"
    anothers = {**shown, "account_authentication_methods_user": str(worker.pk + 1)}
    assert view(visit(worker, session=anothers)).status_code == 302


def test_pages_that_need_an_account(person_with: Any) -> None:
    view = signed_in(inside)
    assert view(visit(path="/me/data/"))["Location"] == "/sign-in/?next=%2Fme%2Fdata%2F"
    assert view(visit(method="POST", path="/me/data/"))["Location"] == "/sign-in/?next=%2F"
    assert view(visit(person_with())).content == b"inside"


ADDRESSES = [
    "/console/people/",
    "/console/people/1/",
    "/console/people/grant/",
    "/console/roles/",
    "/console/roles/1/revoke/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_is_open_to_visitors_or_residents(
    client: Client, sign_in: Any, person_with: Any, address: str
) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/?next=%2Fconsole%2F")
    refused = sign_in(person_with()).get(address)
    assert refused.status_code == 403
    assert "工作台只供工作人员使用" in refused.content.decode()
