"""What the tests of people share."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client

from jiayuan.foundation.people.models import Person


@pytest.fixture
def shown_codes(settings: Any) -> None:
    settings.SHOW_CODES = True


@pytest.fixture
def sign_in_by_phone(shown_codes: None) -> Callable[..., HttpResponse]:
    """Walk both pages with this client; what the right code is answered with."""

    def walk(client: Client, phone: str, next_page: str = "") -> Any:
        asked = client.post("/sign-in/", {"phone": phone, "next": next_page})
        assert asked.status_code == 302, asked.content.decode()
        return client.post("/sign-in/code/", {"code": client.session["signing_in"]["shown"]})

    return walk


def totp_code(secret: str) -> str:
    """What the app would show now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def with_totp() -> Callable[[Person], str]:
    """Give a person an authenticator app; its secret."""

    def make(person: Person) -> str:
        secret: str = generate_totp_secret()
        TOTP.activate(person, secret)
        return secret

    return make
