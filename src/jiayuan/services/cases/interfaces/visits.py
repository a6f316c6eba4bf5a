"""What pages and API ask of a visit: may it do so again, and by which address does it come back?"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import TooMany
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.limits import take

from ..enums import PUBLIC_STATES
from ..models import Case

AN_HOUR, TEN_MINUTES, A_MINUTE = 3600, 600, 60
LIMITS = {
    "report": (20, AN_HOUR),
    "join": (20, AN_HOUR),
    "dossier": (20, AN_HOUR),
    "track": (60, TEN_MINUTES),
    "relay": (60, TEN_MINUTES),
    "claim": (60, TEN_MINUTES),
    "outside": (60, TEN_MINUTES),
    "outside-answer": (15, TEN_MINUTES),
    "search": (60, A_MINUTE),
    "suggest": (60, A_MINUTE),
    "similar": (30, A_MINUTE),
    "print": (40, TEN_MINUTES),
    "class": (120, TEN_MINUTES),
}
"""How often something may be done in how many seconds: one count, whichever door it comes through."""


def limit(request: Visit, what: str) -> None:
    """As often as :data:`LIMITS` says for one person, or for one address without an account.

    :raises TooMany: with how long to wait.
    """
    who = f"person/{request.actor.pk}" if request.actor.is_signed_in else _address(request)
    amount, seconds = LIMITS[what]
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


def public_address(request: HttpRequest, case: Case) -> str:
    """Of the page that everybody may open; empty where there is none."""
    is_public = case.is_public and case.state in PUBLIC_STATES
    return absolute(request, reverse("case", args=[case.number])) if is_public else ""
