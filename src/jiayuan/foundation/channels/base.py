"""What leaves the house, one message at a time: the shape of a message, and what every provider promises.

A channel is a kind of way out (``sms``, ``wechat``, ``email``); a provider is who carries it, chosen by settings. The
functions here know nothing of people: they take an address and words, hand them over, and say how it went.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

ROOM = "jiayuan.foundation.channels"
PROVIDERS: Mapping[str, Mapping[str, str]] = {
    "sms": {
        "log": f"{ROOM}.log.LogSms",
        "aliyun": f"{ROOM}.aliyun.AliyunSms",
        "tencent": f"{ROOM}.tencent.TencentSms",
    },
    "wechat": {"log": f"{ROOM}.log.LogWechat", "official": f"{ROOM}.wechat.OfficialAccount"},
    "email": {"log": f"{ROOM}.log.LogEmail", "smtp": f"{ROOM}.email.SmtpEmail"},
}
"""Channel -> short name of a provider, as the settings give it -> its class."""


@dataclass(frozen=True)
class Message:
    """One message to one person over one channel.

    ``to`` is a phone in E.164, an openid or an e-mail address, as the channel asks. ``template`` is our own name of
    the kind of message; providers that only carry registered templates translate it by settings and fill it with
    ``params``. ``words`` is the whole text in the person's language, for those that carry any words. ``url`` is an
    absolute link or empty. ``reference`` is our once-only key: the same reference is never meant to arrive twice.
    """

    channel: str
    to: str
    template: str
    params: Mapping[str, str]
    subject: str
    words: str
    url: str
    reference: str


@dataclass(frozen=True)
class Sent:
    """The provider took the message; ``provider_id`` is what it calls it."""

    provider_id: str


class SendingFailed(Exception):
    """The provider did not take the message.

    ``permanent``: trying again cannot help (a wrong number, a signature that is not approved). ``retry_after``: the
    seconds to wait before the next try, where the provider or its rules say so. ``code``: the provider's own word.
    """

    def __init__(
        self, words: str, *, permanent: bool = False, retry_after: int | None = None, code: str = ""
    ) -> None:
        super().__init__(words)
        self.permanent = permanent
        self.retry_after = retry_after
        self.code = code


class Channel(Protocol):
    """One provider of one channel."""

    name: str

    def send(self, message: Message) -> Sent:
        """Hand the message over.

        :raises SendingFailed: it was not taken, or nobody can say whether it was (ask :meth:`was_sent`).
        """

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:
        """Whether a message with this reference was handed over on that day (of China). None: cannot be said.

        :raises SendingFailed: the provider could not be asked.
        """


def channel(name: str) -> Channel:
    """The provider in use for ``sms``, ``wechat`` or ``email``; without a setting nothing is sent.

    :raises ImproperlyConfigured: no such channel or provider, or one that lacks its settings.
    """
    if name not in PROVIDERS:
        raise ImproperlyConfigured(f"There is no channel {name!r}; there are {', '.join(PROVIDERS)}.")
    chosen = getattr(settings, f"JIAYUAN_{name.upper()}", "") or "log"
    path = PROVIDERS[name].get(chosen, chosen)
    try:
        made = import_string(path)()
    except ImportError as error:
        known = ", ".join(PROVIDERS[name])
        raise ImproperlyConfigured(
            f"JIAYUAN_{name.upper()}={chosen} is neither one of {known} nor the path of a class."
        ) from error
    from .plain import PlainSms

    whole: Channel = made if hasattr(made, "was_sent") else PlainSms(made)
    return whole


def without_provider() -> list[str]:
    """The settings of the channels that nobody carries, such as ``JIAYUAN_SMS``."""
    names = [f"JIAYUAN_{each.upper()}" for each in PROVIDERS]
    return [each for each in names if getattr(settings, each, "") in ("", "log")]
