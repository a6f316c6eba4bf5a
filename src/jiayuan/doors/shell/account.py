"""A name for the account behind a page, by which a device tells whose entries it keeps; it says nothing of them."""

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

LENGTH = 20


def account_of(request: HttpRequest) -> str:
    """The same for the same person always; empty for somebody without an account."""
    person = getattr(getattr(request, "actor", None), "person", None)
    if person is None:
        return ""
    text = f"device-account:{person.pk}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:LENGTH]
