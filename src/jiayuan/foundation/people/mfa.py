"""Secrets of second factors, encrypted where they lie: a copy of the database alone shows no codes."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Conflict

MARK = "jy1:"
"""Stands before what was encrypted here; what lacks it was stored in clear before there was this."""


def _lock() -> MultiFernet:
    """The first key closes; every key still known opens, so that the site's secret can be changed."""
    return MultiFernet([_key(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> Fernet:
    digest = salted_hmac("jiayuan.second-factor", "key", secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class MfaAdapter(DefaultMFAAdapter):
    """allauth asks it before a secret is stored and after it was read."""

    def encrypt(self, text: str) -> str:
        return MARK + _lock().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """:raises Conflict: it was stored under a secret of the site that is not known here any more."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        try:
            return _lock().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()
        except InvalidToken as error:
            raise Conflict(
                _("This second factor cannot be read: the key of this installation was changed."),
                _("Ask the IT staff to bring back the former key, or to remove the second factor."),
            ) from error
