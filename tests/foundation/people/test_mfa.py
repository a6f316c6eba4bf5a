"""Secrets of second factors do not lie in the database as they are."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.people.models import Person

from .conftest import totp_code

pytestmark = pytest.mark.django_db


def test_what_is_stored_is_no_secret_and_still_works(
    person_with: Callable[..., Person], with_totp: Callable[[Person], str]
) -> None:
    person = person_with()
    secret = with_totp(person)
    stored = Authenticator.objects.get(user=person, type="totp")
    assert secret not in str(stored.data)
    assert stored.data["secret"].startswith("jy1:")
    assert TOTP(stored).validate_code(totp_code(secret))
    assert not TOTP(stored).validate_code("000000x")


def test_the_same_secret_is_stored_differently_each_time() -> None:
    adapter = get_adapter()
    assert adapter.encrypt("ABC") != adapter.encrypt("ABC")
    assert adapter.decrypt(adapter.encrypt("ABC")) == "ABC"


def test_those_stored_before_are_still_read(
    person_with: Callable[..., Person], with_totp: Callable[[Person], str]
) -> None:
    person = person_with()
    secret = with_totp(person)
    Authenticator.objects.filter(user=person).update(data={"secret": secret})
    assert TOTP(Authenticator.objects.get(user=person, type="totp")).validate_code(totp_code(secret))


def test_a_former_key_of_the_site_still_opens(settings: Any) -> None:
    stored = get_adapter().encrypt("ABC")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert get_adapter().decrypt(stored) == "ABC"


def test_an_unknown_key_is_said_and_no_fault(
    settings: Any, person_with: Callable[..., Person], with_totp: Callable[[Person], str]
) -> None:
    person = person_with(Role.COMMUNITY_WORKER)
    with_totp(person)
    settings.SECRET_KEY = "another"
    with pytest.raises(Conflict) as said:
        get_adapter().decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"])
    assert "密钥" in str(said.value.message)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/accounts/2fa/reauthenticate/", {"code": "123456"})
    assert answer.status_code == 409
    assert "密钥" in answer.content.decode()
