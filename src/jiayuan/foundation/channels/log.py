"""Without a provider nothing leaves: the server's log says so. It holds the words only in the demonstration and while
debugging, for a log is kept, copied and read by more people than a message is meant for."""

import logging
from datetime import date

from django.conf import settings

from jiayuan.foundation.common.masks import MASK, mask_phone

from .base import Message, Sent

logger = logging.getLogger("jiayuan.channels")


class _Log:
    name = "log"
    channel = ""

    def send(self, message: Message) -> Sent:
        setting, to = f"JIAYUAN_{self.channel.upper()}", mask_address(message.to)
        if settings.DEMO or settings.DEBUG:
            logger.warning("No provider is set (%s). To %s: %s", setting, to, message.words)
        else:
            logger.warning(
                "No provider is set, so a message to %s was not sent. Set %s; see docs/operation.md.",
                to,
                setting,
            )
        return Sent(provider_id=f"log-{message.reference}")

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:  # noqa: ARG002
        """Nobody reads a log back."""
        return None


class LogSms(_Log):
    channel = "sms"


class LogWechat(_Log):
    channel = "wechat"


class LogEmail(_Log):
    channel = "email"


def mask_address(address: str) -> str:
    """A phone, e-mail address or openid as a log may hold it: ``138****5678``, ``l***@example.cn``, ``oA1b****``."""
    if "@" in address:
        box, _at, host = address.partition("@")
        return f"{box[:1]}{MASK * 3}@{host}"
    digits = address.removeprefix("+")
    return mask_phone(address) if digits.isdigit() else address[:4] + MASK * 4
