"""Forms that are sent once: each blank one has an address of its own, and from it a nonce."""

import hashlib
import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

FORM = "form"
"""The part of the address that tells one blank form from the next; Back in the browser leads to the same one."""
_LONGEST = 64


def form_of(request: HttpRequest) -> str:
    """Which blank form this address is; empty if it does not say."""
    return request.GET.get(FORM, "")[:_LONGEST]


def with_a_form(request: HttpRequest) -> HttpResponse:
    """To the same address, as a blank form of its own."""
    asked = request.GET.copy()
    asked[FORM] = secrets.token_hex(8)
    return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")


def nonce_of(request: HttpRequest, what: str) -> str:
    """The nonce of the form of this sort at this address in this browser. Whoever hands out an address does not know
    it: the token of a slip comes from the nonce, and so would be theirs."""
    get_token(request)
    secret = request.META["CSRF_COOKIE"]
    return hashlib.sha256(f"{what}:{form_of(request)}:{secret}".encode()).hexdigest()[:32]
