"""One-time codes: proof that somebody holds a phone.

Five minutes, five guesses, one use. A guess is spent before it is compared, and a use is one conditional UPDATE;
so neither a thousand guesses at once nor two clicks at once get further than one at a time (ADR 0004).
"""

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, TooMany

from .. import limits, sms
from ..enums import CodePurpose
from ..models import OneTimeCode

DIGITS = 6
LIFETIME = timedelta(minutes=5)
GUESSES = 5
KEPT = timedelta(days=1)
"""How long a spent code is kept to say why it no longer works."""
PER_PHONE = ((1, 60), (10, 3600))
PER_ADDRESS = (60, 3600)


@dataclass(frozen=True)
class SentCode:
    """``shown`` is the code itself where the site shows codes instead of sending them (demonstration), else None."""

    shown: str | None
    expires_at: datetime


def hash_code(phone: str, purpose: str, code: str) -> str:
    """Keyed with the site's secret: a leaked table cannot be searched for the million possible codes."""
    return salted_hmac("jiayuan.one-time-code", f"{phone}\n{purpose}\n{code}", algorithm="sha256").hexdigest()


def send_code(phone: str, purpose: CodePurpose, *, ip: str) -> SentCode:
    """Send a new code; the ones sent before it stop working.

    :param phone: E.164, from :func:`~jiayuan.foundation.people.phones.normalise_phone`.
    :param ip: the address that asks, for the limit on it.
    :raises TooMany: more than one a minute or ten an hour to a phone, or sixty an hour from an address.
    :raises Conflict: the provider did not take the message.
    """
    _keep_limits(phone, ip)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    moment = now()
    with transaction.atomic():
        earlier = OneTimeCode.objects.filter(phone=phone, purpose=purpose)
        earlier.filter(used_at=None, expires_at__gt=moment).update(expires_at=moment)
        sent = OneTimeCode.objects.create(
            phone=phone,
            purpose=purpose,
            code_hash=hash_code(phone, purpose, code),
            sent_at=moment,
            expires_at=moment + LIFETIME,
        )
        if not settings.SHOW_CODES:
            transaction.on_commit(lambda: _hand_over(phone, code))
    return SentCode(shown=code if settings.SHOW_CODES else None, expires_at=sent.expires_at)


def forget_old_codes() -> int:
    """Codes older than :data:`KEPT` go, with the phones they were sent to; how many."""
    return OneTimeCode.objects.filter(sent_at__lt=now() - KEPT).delete()[0]


def _keep_limits(phone: str, ip: str) -> None:
    """The narrowest first; a try that is refused costs no turn anywhere, or impatience would close the whole hour."""
    of_phone = [(f"code-phone:{phone}", amount, seconds) for amount, seconds in PER_PHONE]
    refused = limits.take_all(*of_phone, (f"code-ip:{ip}", *PER_ADDRESS))
    if refused is None:
        return
    (_name, amount, seconds), wait = refused
    if (amount, seconds) == PER_ADDRESS:
        raise TooMany(
            _("Too many codes were asked for from this network."),
            _("Wait %(wait)s and ask again.") % {"wait": spoken_wait(wait)},
            retry_after=wait,
        )
    raise TooMany(
        _("A code was sent to this number a moment ago.")
        if amount == 1
        else _("Many codes were sent to this number in the last hour."),
        _("Look at your messages; for another code wait %(wait)s.") % {"wait": spoken_wait(wait)},
        retry_after=wait,
    )


def spoken_wait(seconds: int) -> str:
    """``42`` -> "42 seconds"; from two minutes on in whole minutes, rounded up."""
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _hand_over(phone: str, code: str) -> None:
    words = _(
        "[Jiayuan] Your code is %(code)s. It works for 5 minutes."
        " Nobody from the community will ever ask you for it."
    ) % {"code": code}
    try:
        sms.send_code_by_message(phone, code, words)
    except sms.SendingFailed as failure:
        raise Conflict(
            _("The message could not be sent."),
            _("Try again in a few minutes, or ask your community worker."),
            code="not-sent",
        ) from failure


def use_code(phone: str, purpose: CodePurpose, code: str) -> None:
    """Use up the latest code of this phone and purpose, or say why it does not work.

    :raises Invalid: ``field="code"``; its ``code`` tells which: ``shape``, ``none``, ``used``, ``expired``,
        ``replaced`` or ``wrong``.
    :raises TooMany: all guesses at this code are spent.
    """
    digits = "".join(unicodedata.normalize("NFKC", code or "").split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise _no("shape", _("The code has six digits."), _("Type the six digits from the message."))
    latest = OneTimeCode.objects.filter(phone=phone, purpose=purpose).order_by("-sent_at", "-pk").first()
    if latest is None:
        raise _no("none", _("No code was sent to this number."), _("Ask for a code first."))
    _refuse_spent(latest)
    if not _spend_guess(latest):
        latest.refresh_from_db()
        _refuse_spent(latest)
    if not hmac.compare_digest(latest.code_hash, hash_code(phone, purpose, digits)):
        raise _wrong(latest, digits)
    if not _claim(latest):
        raise _used()


def _no(kind: str, message: str, remedy: str) -> Invalid:
    return Invalid(message, remedy, field="code", code=kind)


def _used() -> Invalid:
    return _no("used", _("This code was already used."), _("Each code works once. Ask for a new one."))


def _refuse_spent(sent: OneTimeCode) -> None:
    if sent.used_at is not None:
        raise _used()
    if sent.attempts >= GUESSES:
        raise TooMany(
            _("This code was guessed wrong five times and no longer works."),
            _("Ask for a new code."),
            retry_after=60,
        )
    if sent.expires_at <= now():
        raise _no(
            "expired", _("This code is older than 5 minutes and no longer works."), _("Ask for a new code.")
        )


def _spend_guess(sent: OneTimeCode) -> bool:
    """Count the guess before looking at it; in the database, so that guesses at once are all counted."""
    open_rows = OneTimeCode.objects.filter(pk=sent.pk, used_at=None, attempts__lt=GUESSES)
    return open_rows.update(attempts=F("attempts") + 1) == 1


def _claim(sent: OneTimeCode) -> bool:
    """Use the code up: true for exactly one of all who try."""
    return OneTimeCode.objects.filter(pk=sent.pk, used_at=None).update(used_at=now()) == 1


def _wrong(sent: OneTimeCode, digits: str) -> Invalid | TooMany:
    replaced = OneTimeCode.objects.filter(
        phone=sent.phone, purpose=sent.purpose, code_hash=hash_code(sent.phone, sent.purpose, digits)
    )
    if replaced.exclude(pk=sent.pk).exists():
        return _no(
            "replaced",
            _("This code was replaced by a newer one."),
            _("Type the code from the latest message."),
        )
    sent.refresh_from_db()
    left = GUESSES - sent.attempts
    if left <= 0:
        return TooMany(
            _("This code was guessed wrong five times and no longer works."),
            _("Ask for a new code."),
            retry_after=60,
        )
    message = ngettext(
        "This code is wrong. You can try %(count)d more time.",
        "This code is wrong. You can try %(count)d more times.",
        left,
    )
    return _no("wrong", message % {"count": left}, _("Compare it with the message, digit by digit."))
