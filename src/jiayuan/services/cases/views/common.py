"""What several pages need."""

from django.http import HttpRequest
from django.urls import reverse

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.common.visit import TOKENS_IN_SESSION, Visit
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.models import Place

from ..interfaces.visits import absolute, limit
from ..models import Case, Joining

__all__ = [
    "absolute",
    "communities",
    "home_of",
    "joining_link",
    "joining_token",
    "keep_token",
    "limit",
    "token_of",
]
SLIPS = "case_slips"
MOST_TOKENS = 50


def keep_token(request: HttpRequest, token: str, name: str = TOKENS_IN_SESSION) -> None:
    """Remember a token in the session, the newest last; the oldest goes when there are too many."""
    kept = [each for each in request.session.get(name, []) if each != token]
    request.session[name] = [*kept, token][-MOST_TOKENS:]


def token_of(request: HttpRequest, case: Case) -> str:
    """The token of this case if the session holds it: as its reporter's, or to print its slip. Else empty."""
    held = [*request.session.get(TOKENS_IN_SESSION, []), *request.session.get(SLIPS, [])]
    return next((each for each in held if hash_token(each) == case.token_hash), "")


def joining_token(request: HttpRequest, joining: Joining) -> str:
    """The token of a joining if this session holds it; else empty."""
    held = request.session.get(TOKENS_IN_SESSION, [])
    return next((each for each in held if hash_token(each) == joining.token_hash), "")


def joining_link(request: HttpRequest, joining: Joining) -> str:
    """Where somebody without an account follows what they joined; empty where this session holds no token of it."""
    token = joining_token(request, joining)
    return absolute(request, reverse("case-track", args=[token])) if token else ""


def home_of(request: Visit) -> Place | None:
    """The place that the reader belongs to, if they ever said so: with their account, or on this visit."""
    person = request.actor.person
    path = getattr(person, "home_place_id", None) or request.session.get("home_place", "")
    if not path:
        return None
    return Place.objects.current().defer("boundary").filter(pk=str(path)[:24]).first()
