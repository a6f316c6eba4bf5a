"""The access token of an official account: fetched once, kept for all workers, renewed when WeChat no longer takes it.

The "stable" token is used: asking for it again gives the same one, so that two workers, or a test system with the same
account, do not make each other's invalid.
"""

import json
from typing import Any

from django.core.cache import cache

from .base import SendingFailed
from .calls import call
from .failures import DAY, MINUTE, Meaning, failure

EARLY = 300
"""Seconds before its end at which a token is fetched anew; the old one still works that long."""
SHORTEST = 60
MEANINGS = (
    Meaning(("45009",), retry_after=DAY),
    Meaning(("-1", "45011", "40164"), retry_after=MINUTE),
    Meaning(
        ("40001", "40002", "40013", "40125", "41002", "41004", "40243", "50004", "50007"), permanent=True
    ),
)
"""-1 busy, 45009 and 45011 too often, 40164 this machine's address is not on the account's list; then wrong keys."""


class Token:
    """Of one account, by its app id."""

    def __init__(self, url: str, app_id: str, secret: str) -> None:
        self.url, self.app_id, self.secret = url, app_id, secret
        self.key = f"wechat-token:{app_id}"

    def get(self) -> str:
        kept: str | None = cache.get(self.key)
        return kept or self._fetch(force=False)

    def renew(self, refused: str) -> str:
        """Another token than ``refused``: the one that a fellow worker has put there, or a new one.

        Forcing is allowed twenty times a day, so the ordinary way is tried first.
        """
        kept: str | None = cache.get(self.key)
        if kept and kept != refused:
            return kept
        cache.delete(self.key)
        found = self._fetch(force=False)
        return found if found != refused else self._fetch(force=True)

    def _fetch(self, *, force: bool) -> str:
        asked: dict[str, Any] = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        said = call(
            f"{self.url}/cgi-bin/stable_token",
            body=json.dumps(asked).encode(),
            headers={"Content-Type": "application/json"},
        ).said
        if said.get("errcode"):
            raise failure(str(said["errcode"]), str(said.get("errmsg", "")), MEANINGS)
        token = said.get("access_token")
        if not token:
            raise SendingFailed("WeChat gave no token.", retry_after=MINUTE)
        cache.set(self.key, token, max(int(said.get("expires_in", 0)) - EARLY, SHORTEST))
        return str(token)
