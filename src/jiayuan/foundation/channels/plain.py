"""A local text message platform, joined with a class of one method: ``send(phone, words)``."""

from datetime import date
from typing import Protocol

from .base import Message, Sent


class Sender(Protocol):
    """``phone`` is in E.164; ``words`` is the whole message. Raises :class:`~.base.SendingFailed`."""

    def send(self, phone: str, words: str) -> None: ...


class PlainSms:
    """Such a class as a channel. It keeps no record that could be asked."""

    name = "plain"

    def __init__(self, sender: Sender) -> None:
        self.sender = sender

    def send(self, message: Message) -> Sent:
        self.sender.send(message.to, message.words)
        return Sent(provider_id="")

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:  # noqa: ARG002
        return None
