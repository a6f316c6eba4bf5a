"""What several pages of wishes need."""

import hashlib
import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.common.visit import TOKENS_IN_SESSION
from jiayuan.services.cases.interfaces.visits import absolute
from jiayuan.services.cases.views.common import SLIPS

from ..models import Wish

FORM = "form"
_LONGEST = 64


def form_of(request: HttpRequest) -> str:
    """Which blank form this address is; empty if it does not say."""
    return request.GET.get(FORM, "")[:_LONGEST]


def with_a_form(request: HttpRequest) -> HttpResponse:
    """To the same address, as a blank form of its own: Back in the browser leads to the same one."""
    asked = request.GET.copy()
    asked[FORM] = secrets.token_hex(8)
    return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")


def nonce_of(request: HttpRequest) -> str:
    """The nonce of the form at this address in this browser; who hands out an address does not know it."""
    get_token(request)
    secret = request.META["CSRF_COOKIE"]
    return hashlib.sha256(f"wish:{form_of(request)}:{secret}".encode()).hexdigest()[:32]


def link_of(request: HttpRequest, wish: Wish) -> str:
    """Where the wish is followed: with the token if this session holds it."""
    token = token_of(request, wish)
    path = reverse("wish-track", args=[token]) if token else reverse("wish", args=[wish.number])
    return absolute(request, path)


def token_of(request: HttpRequest, wish: Wish) -> str:
    """The token of this wish if the session holds it: as who wished, or to print the slip. Else empty."""
    held = [*request.session.get(TOKENS_IN_SESSION, []), *request.session.get(SLIPS, [])]
    return next((each for each in held if hash_token(each) == wish.token_hash), "")
