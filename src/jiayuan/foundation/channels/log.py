"""Without a provider: into the server's log, where the IT staff of a new installation read it."""

import logging
from datetime import date

from jiayuan.foundation.common.masks import MASK, mask_phone

from .base import Message, Sent

logger = logging.getLogger("jiayuan.channels")


class _Log:
    name = "log"
    channel = ""

    def send(self, message: Message) -> Sent:
        logger.warning(
            "No provider is set (JIAYUAN_%s). To %s: %s",
            self.channel.upper(),
            mask_address(message.to),
            message.words,
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
