"""The messenger. A message is sent once, also when the messenger dies between sending it and saying so.

Before sending, the row says that sending began; after it, how it went. Where only the first was written, nobody here
knows whether the message left, and the provider is asked. One that keeps our reference answers, and each message goes
out exactly once. One that cannot say gets it at most once: the delivery is marked as uncertain, for the staff to
decide, because twice "your report is closed" costs trust and money where once too few is seen on the messages page.
"""

import logging
import random
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jiayuan.foundation.channels.base import Channel, Message, SendingFailed, channel
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import registers

from ..enums import Because, Event
from ..models import Delivery
from .outcome import is_in_doubt
from .quiet import Quiet
from .reach import first_moment, is_declined
from .take import LEASE, hand_over, take, write

logger = logging.getLogger("jiayuan.notify")
BATCH = 20
TURN = 8.0
"""Seconds that one turn of the duty may take; what is left is next turn's."""
MOST_ATTEMPTS = 12
FIRST_PAUSE, LONGEST_PAUSE = 30, 7200
"""Seconds. Twelve tries reach over some eight hours."""


def deliver_due(*, seconds: float = TURN, lease: int = LEASE, batch: int = BATCH) -> int:
    """Send what is due until nothing is, or the time is over. How many deliveries were in hand."""
    until, handled = time.monotonic() + seconds, 0
    while time.monotonic() < until and (taken := take(batch, lease=lease)):
        for delivery in taken:
            handle(delivery, lease=lease)
        handled += len(taken)
    return handled


def handle(delivery: Delivery, *, lease: int = LEASE) -> None:
    """One delivery that is in our hands. Raises nothing."""
    try:
        _deliver(channel(delivery.way), delivery, lease)
    except SendingFailed as error:
        _fail(delivery, error)
    except Exception as error:
        logger.exception("delivery %s", delivery.reference)
        _fail(delivery, SendingFailed(f"{type(error).__name__}: {error}"))


def _deliver(provider: Channel, delivery: Delivery, lease: int) -> None:
    if delivery.handed_at is not None:
        arrived = _has_arrived(provider, delivery)
        if arrived:
            write(delivery, Event.ARRIVE, error="", handed_at=None)
            return
        if arrived is None and not delivery.is_forced:
            write(delivery, Event.DOUBT)
            return
    if is_declined(delivery.notice.person_id, delivery.notice.kind, delivery.way):
        write(delivery, Event.DECLINE, because=Because.OPTED_OUT, handed_at=None)
        return
    later = _quiet_until(delivery)
    if later is not None:
        write(delivery, Event.POSTPONE, due_at=later, handed_at=None)
        return
    message = message_of(delivery)  # before the sending begins: what fails here has certainly not left
    if hand_over(delivery, lease=lease):
        sent = provider.send(message)
        write(delivery, Event.ARRIVE, provider_id=sent.provider_id[:120], error="", handed_at=None)


def _has_arrived(provider: Channel, delivery: Delivery) -> bool | None:
    """What the provider says of an earlier sending: on its day, and on the next if it was close to midnight."""
    begun = delivery.handed_at
    assert begun is not None  # noqa: S101 asked only then
    days = sorted({timezone.localtime(begun + timedelta(minutes=late)).date() for late in (0, 2)})
    answers = [provider.was_sent(delivery.reference, delivery.address, day) for day in days]
    if any(answers):
        return True
    return None if None in answers else False


def _quiet_until(delivery: Delivery) -> datetime | None:
    """The end of the quiet hours if they hold now: what waited for a provider may have become late."""
    chosen = getattr(delivery.notice.person, "quiet_hours", None)
    quiet = Quiet(chosen.begins, chosen.ends) if chosen else None
    moment = now()
    later = first_moment(delivery.way, moment, is_urgent=delivery.notice.is_urgent, quiet=quiet)
    return later if later > moment else None


def message_of(delivery: Delivery) -> Message:
    """What the provider is given: the title alone where each word is paid, with the words elsewhere."""
    notice = delivery.notice
    kind = registers.notices.get(notice.kind)
    url = kind.link(notice) if kind is not None and kind.link is not None else notice.url
    link = f"{settings.PUBLIC_URL.rstrip('/')}{url}" if settings.PUBLIC_URL and url else ""
    said = {"title": notice.title, "words": notice.words, "url": link}
    with translation.override(notice.language):
        if delivery.way == "sms":
            words = _("%(title)s. %(link)s") % {"title": notice.title, "link": link} if link else notice.title
        else:
            words = "\n".join(filter(None, (notice.title, notice.words)))
    return Message(
        channel=delivery.way, to=delivery.address, template=notice.kind, params={**said, **notice.params},
        subject=notice.title, words=words, url=link, reference=delivery.reference,
    )  # fmt: skip


def pause_after(attempt: int) -> int:
    """Seconds to wait after this many tries: doubled each time, a quarter more or less so that they do not march."""
    pause = min(FIRST_PAUSE * 2 ** max(attempt - 1, 0), LONGEST_PAUSE)
    return round(pause * random.uniform(0.75, 1.25))  # noqa: S311 no secret


def _fail(delivery: Delivery, error: SendingFailed) -> None:
    asked = delivery.handed_at is not None
    doubt = asked and is_in_doubt(error)
    words = str(error)[:300]
    if not asked:
        delivery.attempts += 1  # nothing was handed over: no provider, or one that could not be asked
    fields = {
        "error": words,
        "attempts": delivery.attempts,
        "handed_at": delivery.handed_at if doubt else None,
    }
    if error.permanent and not doubt:
        write(delivery, Event.REFUSE, **fields)
    elif delivery.attempts >= MOST_ATTEMPTS:
        write(delivery, Event.DOUBT if doubt else Event.TIRE, **fields)
    else:
        pause = max(error.retry_after or 0, pause_after(delivery.attempts))
        write(delivery, Event.POSTPONE, due_at=now() + timedelta(seconds=pause), **fields)
