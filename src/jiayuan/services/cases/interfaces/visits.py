"""What pages and API ask of a visit: may it do so again, and by which address does it come back?"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.common.errors import TooMany
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.limits import take


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


def absolute(request: HttpRequest, path: str) -> str:
    """An address that still works on paper."""
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
    return request.build_absolute_uri(path)
