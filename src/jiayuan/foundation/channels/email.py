"""E-mail over the city's own mail server (SMTP)."""

import hashlib
import smtplib
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError

from .base import Message, SendingFailed, Sent
from .chosen import required
from .failures import MINUTE

BACKEND = "django.core.mail.backends.smtp.EmailBackend"
GREYLISTED = 5 * MINUTE
"""Seconds: a server that says "later" to strangers means minutes."""
PERMANENT = 500
"""SMTP answers from here on will not change by themselves."""


class SmtpEmail:
    """The Message-ID is made of our reference, so that a letter sent twice is one letter to who reads it."""

    name = "smtp"

    def __init__(self) -> None:
        required("EMAIL_HOST", "DEFAULT_FROM_EMAIL")

    def send(self, message: Message) -> Sent:
        identity = message_id(message.reference)
        words = f"{message.words}\n\n{message.url}" if message.url else message.words
        letter = EmailMessage(
            subject=message.subject,
            body=f"{words}\n",
            to=[message.to],
            headers={"Message-ID": identity, "Auto-Submitted": "auto-generated"},
            connection=get_connection(BACKEND),
        )
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            [(code, said)] = error.recipients.values()
            raise _refused(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (BadHeaderError, smtplib.SMTPNotSupportedError) as error:
            raise SendingFailed(str(error), permanent=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise SendingFailed(f"The mail server did not take it: {error}", retry_after=MINUTE) from error
        return Sent(provider_id=identity)

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:  # noqa: ARG002
        """A mail server keeps no list that could be read."""
        return None


def message_id(reference: str) -> str:
    """The same reference always gives the same, valid Message-ID."""
    host = urlsplit(settings.PUBLIC_URL).hostname or settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(
        "> "
    )
    return f"<{hashlib.sha256(reference.encode()).hexdigest()[:40]}@{host}>"


def _refused(code: int, said: bytes | str) -> SendingFailed:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    permanent = code >= PERMANENT
    return SendingFailed(
        f"{code} {words}", permanent=permanent, retry_after=None if permanent else GREYLISTED, code=str(code)
    )
