"""Text messages leave the house here. A provider is a class named by ``settings.JIAYUAN_SMS``."""

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from jiayuan.foundation.common.masks import mask_phone

DEFAULT = "jiayuan.foundation.people.sms.LogSender"
logger = logging.getLogger("jiayuan.sms")


class SendingFailed(Exception):
    """The provider did not take the message."""


class Sender(Protocol):
    """What a provider offers. ``phone`` is in E.164; ``words`` is the whole message."""

    def send(self, phone: str, words: str) -> None:
        """Hand the message over, or raise :class:`SendingFailed`."""


class LogSender:
    """Without a provider: into the server's log, where the IT staff of a new installation read it."""

    def send(self, phone: str, words: str) -> None:
        logger.warning("No SMS provider is set (JIAYUAN_SMS). To %s: %s", mask_phone(phone), words)


def sender() -> Sender:
    """The provider in use."""
    made: Sender = import_string(getattr(settings, "JIAYUAN_SMS", DEFAULT))()
    return made
