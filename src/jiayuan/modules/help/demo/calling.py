"""Call-backs of the demonstration: really done, not really done, and one that waits."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..callback_enums import Content
from ..domain.callback_draw import draw_callbacks
from ..domain.callbacks import note_heard, note_missed
from ..enums import WishState
from ..models import CallBack, Wish

HEARD = (
    (True, Content.YES, "修得很好，还教我怎么清理"),
    (False, Content.NO, "又堵上了，还没有人来看"),
)
"""What was heard first and second; the rest waits."""


def tell_callbacks(context: DemoContext) -> None:
    """Drawn on the second day of the next month, the last one yesterday; called by the office above both."""
    caller, months = Actor(person=context.people["street"]), _months(context)
    yesterday = context.now - timedelta(days=1)
    for month in months:
        begins = (month + timedelta(days=32)).replace(day=1) + timedelta(days=1)
        with at(yesterday if month == months[-1] else _noon(begins)):
            draw_callbacks(month)
    for number, found in enumerate(CallBack.objects.order_by("pk")):
        with at(found.created_at + timedelta(hours=2)):
            if number < len(HEARD) and found.created_at < yesterday:
                done, content, words = HEARD[number]
                note_heard(found.pk, tries=0, really_done=done, content=content, words=words, by=caller)
            else:
                note_missed(found.pk, tries=0, by=caller)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def _months(context: DemoContext) -> list[date]:
    """Those that are over in which a wish was fulfilled."""
    ended = Wish.objects.filter(state=WishState.FULFILLED).values_list("ended_at", flat=True)
    first = timezone.localtime(context.now).date().replace(day=1)
    months = {timezone.localtime(each).date().replace(day=1) for each in ended if each is not None}
    return sorted(each for each in months if each < first)
