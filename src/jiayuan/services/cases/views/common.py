"""What several pages need."""

from django.http import HttpRequest
from django.urls import reverse

from jiayuan.foundation.access.slips import own_token
from jiayuan.foundation.common.addresses import absolute

from ..models import Joining


def joining_link(request: HttpRequest, joining: Joining) -> str:
    """Where somebody without an account follows what they joined; empty where this session holds no token of it."""
    token = own_token(request, joining.token_hash)
    return absolute(request, reverse("case-track", args=[token])) if token else ""
