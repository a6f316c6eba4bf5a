"""What happened to the matters that concern somebody, in words, out of the ledger."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.paging import cursor_at, page_of
from jiayuan.foundation.common.registers import Spoken, registers
from jiayuan.foundation.ledger.domain.queries import entries
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice

from .models import ReadMark

PAGE = 20
NEWEST = "-at"
"""By when it happened, which is what a line says: what was recorded later is not always newer."""
LOOKED_AT = 5 * PAGE
"""Entries that a page looks through: of some a room says nothing to this reader, however many there are."""
MOST_COUNTED = 9
"""Beyond that the badge says 9+."""


@dataclass(frozen=True)
class Message:
    at: datetime
    spoken: Spoken
    is_new: bool


@dataclass(frozen=True)
class Messages:
    rows: Sequence[Message]
    next_cursor: str | None
    follows_anything: bool
    is_news: bool = False
    """Whether anything came since they looked last, be it shown or not."""


def concerning(actor: Actor, unread: "Q | None" = None) -> "QuerySet[Entry] | None":
    """The entries of the streams that ``actor`` follows, but for their own acts, and those they were told of by name.

    None if nothing of either kind can be. ``unread`` narrows both halves before they are put together.
    """
    condition = Q()
    for followed in registers.followed_streams:
        names = followed(actor)
        if isinstance(names, QuerySet) or names:
            condition |= Q(stream_id__in=names)
    told = _told(actor)
    if not condition and told is None:
        return None
    told_of = [action for name in registers.told_actions.names() for action in registers.told_actions[name]]
    followed_entries = (
        Entry.objects.filter(condition, action__in=told_of, payload__isnull=False)
        if condition
        else Entry.objects.none()
    )
    own = Q(actor_id=actor.pk) if actor.pk is not None else Q(actor=None, number=1)
    found = followed_entries.exclude(own).filter(unread or Q())
    if told is None:
        return found.select_related("actor", "on_behalf_of").order_by()
    named = Entry.objects.filter(pk__in=told.values("entry")).filter(unread or Q())
    return entries().filter(pk__in=found.order_by().values("pk").union(named.order_by().values("pk")))


def _told(actor: Actor) -> "QuerySet[Notice] | None":
    return Notice.objects.filter(person=actor.person) if actor.person is not None else None


def messages(actor: Actor, *, after: str = "", read_at: datetime | None = None) -> Messages:
    """One page of messages, newest first; what came after ``read_at`` is new. A constant number of queries."""
    found = concerning(actor)
    if found is None:
        return Messages([], None, follows_anything=False)
    page = page_of(found, by=NEWEST, after=after, size=LOOKED_AT)
    spoken = _speak(actor, page.rows)
    shown = [entry for entry in page if entry.pk in spoken]
    following = cursor_at(shown[PAGE - 1], by=NEWEST) if len(shown) > PAGE else page.next_cursor
    rows = [
        Message(entry.at, spoken[entry.pk], is_new=read_at is None or entry.at > read_at)
        for entry in shown[:PAGE]
    ]
    is_news = any(read_at is None or entry.at > read_at for entry in page)
    return Messages(rows, following, follows_anything=True, is_news=is_news)


def _speak(actor: Actor, rows: Sequence[Entry]) -> dict[int, Spoken]:
    """In the words of the room that keeps the matter; else in those in which this person was told."""
    by_prefix: dict[str, list[Entry]] = defaultdict(list)
    for entry in rows:
        by_prefix[entry.stream_id.partition("/")[0]].append(entry)
    said: dict[int, Spoken] = {}
    for prefix, group in by_prefix.items():
        if prefix in registers.spoken_entries.names():
            said |= registers.spoken_entries[prefix](actor, group)
    silent, told = [entry.pk for entry in rows if entry.pk not in said], _told(actor)
    if silent and told is not None:
        for notice in told.filter(entry__in=silent):
            said[notice.entry_id] = Spoken(notice.title, notice.words, notice.url, "bell")
    return said


def count_unread(actor: Actor, session: Any) -> int:
    """How many messages were not read yet, counted to ten: the badge needs no more.

    One query, and those of the rooms that speak the messages if there are any; this stands on every page.
    """
    found = concerning(actor, _unread(actor, session))
    if found is None:
        return 0
    rows = list(found.order_by("-id")[:LOOKED_AT])
    return min(len(_speak(actor, rows)), MOST_COUNTED + 1)


def _unread(actor: Actor, session: Any) -> Q:
    if actor.person is not None:
        mark = ReadMark.objects.filter(person=actor.person).values("read_at")
        return Q(at__gt=Subquery(mark)) | Q(~Exists(mark))
    read_at = read_up_to(actor, session)
    return Q(at__gt=read_at) if read_at is not None else Q()


def read_up_to(actor: Actor, session: Any) -> datetime | None:
    """Up to when this person, or this visit, has read. One query for a person, none for a visitor."""
    if actor.person is not None:
        mark = ReadMark.objects.filter(person=actor.person).first()
        return mark.read_at if mark else None
    kept = session.get(SESSION_KEY)
    return datetime.fromisoformat(kept) if kept else None


SESSION_KEY = "messages_read_at"


def mark_read(actor: Actor, session: Any) -> None:
    """Everything up to now has been read."""
    if actor.person is not None:
        ReadMark.objects.update_or_create(person=actor.person, defaults={"read_at": now()})
    else:
        session[SESSION_KEY] = now().isoformat()


def export_read_mark(person: Any) -> dict[str, Any]:
    """What is kept here about ``person``."""
    mark = ReadMark.objects.filter(person=person).first()
    return {"read_up_to": mark.read_at.isoformat() if mark else None}


def erase_read_mark(person: Any) -> int:
    """Forget it; how many rows went."""
    return ReadMark.objects.filter(person=person).delete()[0]
