"""One-time codes by text message: over the channel that the settings choose, as words or as a provider's template."""

import secrets

from jiayuan.foundation.channels.base import Message, SendingFailed, channel

__all__ = ["CODE", "SendingFailed", "send_code_by_message"]

CODE = "code"
"""What the settings of a provider call this kind of message; its only param has the same name."""


def send_code_by_message(phone: str, code: str, words: str) -> None:
    """Hand a code over.

    :param phone: E.164.
    :param words: the whole message, for providers that carry any words.
    :raises SendingFailed: it was not taken. Nobody tries again by themselves: the person asks for another code.
    """
    channel("sms").send(
        Message(
            channel="sms",
            to=phone,
            template=CODE,
            params={CODE: code},
            subject="",
            words=words,
            url="",
            reference=f"{CODE}-{secrets.token_hex(8)}",
        )
    )
