"""The secret in a link for somebody outside, and how it is looked up again."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.common.errors import Missing

from ...models import OutsideLink

LONGEST = 64
BYTES = 18


def new_seed() -> str:
    return secrets.token_hex(16)


def token_of(seed: str) -> str:
    """The token of a link. It lies nowhere: the random seed alone, without the secret key, opens nothing."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"outside-link:{seed}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:BYTES]).decode()


def path_of(link: OutsideLink) -> str:
    """Its address, for the message and the QR code; empty if it was made under another secret key."""
    token = token_of(link.seed)
    return reverse("outside", args=[token]) if hash_token(token) == link.token_hash else ""


def find_link(token: str) -> OutsideLink:
    """The link of this token, whether it still holds or not. :raises Missing: there is none."""
    rows = OutsideLink.objects.select_related("case__version__category", "case__place__parent", "unit")
    link = None
    if len(token) <= LONGEST:
        link = rows.prefetch_related("answers__photos").filter(token_hash=hash_token(token)).first()
    if link is None:
        raise Missing(
            _("This link leads to no task."),
            _("See whether it was copied whole, or ask whoever sent it to you for a new one."),
        )
    return link
