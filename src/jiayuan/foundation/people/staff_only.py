"""Passwords and second factors are for those who work here: residents sign in by phone and code and have neither."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _

from jiayuan.foundation.access.console import to_sign_in
from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.common.errors import Refused

View = Callable[..., Any]
Pattern = URLPattern | URLResolver
ON_THE_WAY_IN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
"""For everybody who signs in or out; every other page is for staff alone."""
TO_REMOVE = {
    "mfa_index", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_remove_webauthn",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
}  # fmt: skip
"""Also for those who handed their role back and still hold a second factor: it asks for itself until it is removed."""


def for_staff(view: View, *, name: str = "") -> View:
    """A page about passwords or second factors. Visitors go to sign in, residents are told what they need instead."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        actor = request.actor
        if not actor.is_signed_in:
            return to_sign_in(request)
        if not actor.standing.has_any(CONSOLE_ROLES) and not (name in TO_REMOVE and _holds_one(actor.pk)):
            raise Refused(
                _("Passwords and second factors are for those who work for the district."),
                _(
                    "You sign in with your phone and a code; you need nothing more. Your devices are on the page “Me”."
                ),
            )
        return view(request, *args, **kwargs)

    return guarded


def _holds_one(person_pk: int) -> bool:
    return Authenticator.objects.filter(user_id=person_pk).exists()


def guard(patterns: Iterable[Pattern]) -> list[Pattern]:
    """The same addresses, each for staff unless it is on the way in: one that a newer allauth brings is closed too."""
    return [_guarded(each) for each in patterns]


def _guarded(each: Pattern) -> Pattern:
    if isinstance(each, URLResolver):
        return URLResolver(each.pattern, guard(each.url_patterns), each.default_kwargs)
    if each.name in ON_THE_WAY_IN:
        return each
    return URLPattern(
        each.pattern, for_staff(each.callback, name=each.name or ""), each.default_args, each.name
    )
