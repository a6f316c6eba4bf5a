"""What several pages need."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.common.errors import TooMany
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.limits import take
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..models import Case

TOKENS = "case_tokens"
SLIPS = "case_slips"
MOST_TOKENS = 50


def keep_token(request: HttpRequest, token: str, name: str = TOKENS) -> None:
    """Remember a token in the session, the newest last; the oldest goes when there are too many."""
    kept = [each for each in request.session.get(name, []) if each != token]
    request.session[name] = [*kept, token][-MOST_TOKENS:]


def token_of(request: HttpRequest, case: Case) -> str:
    """The token of this case if the session holds it: as its reporter's, or to print its slip. Else empty."""
    held = [*request.session.get(TOKENS, []), *request.session.get(SLIPS, [])]
    return next((each for each in held if hash_token(each) == case.token_hash), "")


def limit(request: Visit, what: str, amount: int, seconds: int) -> None:
    """At most ``amount`` times in ``seconds`` for one person, or for one address without an account.

    :raises TooMany: with how long to wait.
    """
    who = f"person/{request.actor.pk}" if request.actor.is_signed_in else _address(request)
    wait = take(f"{what}:{who}", amount, seconds)
    if wait:
        minutes = -(-wait // 60)
        raise TooMany(
            _("This was done very often from here in a short time."),
            ngettext(
                "Nothing is lost. Try again in %(count)s minute, or call your community office.",
                "Nothing is lost. Try again in %(count)s minutes, or call your community office.",
                minutes,
            )
            % {"count": minutes},
            retry_after=wait,
        )


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


def home_of(request: Visit) -> Place | None:
    """The place that the reader belongs to, if they ever said so: with their account, or on this visit."""
    person = request.actor.person
    path = getattr(person, "home_place_id", None) or request.session.get("home_place", "")
    if not path:
        return None
    return Place.objects.current().defer("boundary").filter(pk=str(path)[:24]).first()


def communities() -> list[tuple[Place, list[Place]]]:
    """All communities under their streets, for a list that works without scripts. One query."""
    rows = (
        Place.objects.current()
        .of_kind(*COMMUNITY_KINDS)
        .select_related("parent")
        .defer("boundary", "parent__boundary")
        .order_by("path")
    )
    found: dict[str, tuple[Place, list[Place]]] = {}
    for each in rows:
        if each.parent is not None:
            found.setdefault(each.parent.path, (each.parent, []))[1].append(each)
    return list(found.values())


def absolute(request: HttpRequest, path: str) -> str:
    """An address that still works on paper."""
    from django.conf import settings

    return (
        f"{settings.PUBLIC_URL.rstrip('/')}{path}"
        if settings.PUBLIC_URL
        else request.build_absolute_uri(path)
    )
