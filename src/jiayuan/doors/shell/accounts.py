"""How allauth meets our people."""

import math
import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.errors import TooMany

_FAILURES = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth asks
        """Residents join by phone and code (``/sign-in/``); staff accounts are made by those who grant roles."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to their inbox, everybody else home."""
        works_here = Actor(person=request.user).reach.has_any(CONSOLE_ROLES)
        try:
            return reverse("inbox" if works_here else "home")
        except NoReverseMatch:
            return "/"

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Note whether they were ever here: their preferences are then theirs, else this device's."""
        request.is_first_sign_in = user.last_login is None  # type: ignore[attr-defined]
        return super().pre_login(request, user, **kwargs)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """By name alone: a caller who varies the host name gets no further guesses."""
        return str(credentials.get("username", "")).strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; after too many wrong passwords the name is locked for a while.

        :raises TooMany: with the time at which it opens again.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as locked:
            wait = self._seconds_locked(request, **credentials)
            raise TooMany(
                _("Too many wrong passwords were entered. Sign-in with this name is closed until %(time)s.")
                % {"time": when(now() + timedelta(seconds=wait))},
                _("Wait until then, or sign in with your phone and a code."),
                retry_after=wait,
            ) from locked

    def _seconds_locked(self, request: HttpRequest, **credentials: Any) -> int:
        name = self._get_login_attempts_cache_key(request, **credentials)
        waits = [1]
        for rate in ratelimit.get_rates(**_FAILURES):
            key = ratelimit.get_cache_key(request, **_FAILURES, rate=rate, key=name)
            history = cache.get(key, [])
            if len(history) >= rate.amount:
                waits.append(math.ceil(history[rate.amount - 1] + rate.duration - time.time()))
        return max(waits)
