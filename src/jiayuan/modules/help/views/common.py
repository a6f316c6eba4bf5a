"""What several pages of wishes need."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jiayuan.foundation.access.slips import held_token
from jiayuan.foundation.common.addresses import absolute
from jiayuan.services.cases.domain.redact import blank_people

from ..models import Wish


def link_of(request: HttpRequest, wish: Wish) -> str:
    """Where the wish is followed: with the token if this session holds it."""
    token = held_token(request, wish.token_hash)
    path = reverse("wish-track", args=[token]) if token else reverse("wish", args=[wish.number])
    return absolute(request, path)


def slip_of(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    """What the slip says. Paper is left lying about: what points to a person is not on it."""
    return {"wish": wish, "link": link_of(request, wish), "words": blank_people(wish.words)}
