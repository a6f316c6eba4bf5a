"""Calendars after RFC 5545: one gathering as a file, and all of one's own under an address of their own."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Missing, Refused
from jiayuan.foundation.ledger.domain.record import record

from ..enums import SEATED, SignUpState, State
from ..models import CalendarFeed, Session, SignUp

KEPT = timedelta(days=90)
"""How long what is over stays in the feed."""


def calendar_of(sessions: Iterable[tuple[Session, str]]) -> bytes:
    """A calendar file of these sessions, each with its address. What was called off is in it as called off."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jiayuan//gatherings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session, address in sessions:
        calendar.add_component(_event(session, address))
    return bytes(calendar.to_ical())


def make_feed(*, by: Actor) -> str:
    """A new address for one's calendar; the one before opens nothing any more. Returns its token, shown this once.

    :raises Refused: a visitor has no calendar.
    """
    if by.person is None:
        raise Refused(_("To keep a calendar we need to know who you are."), _("Sign in with your phone."))
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(
            person=by.person, defaults={"token_hash": hash_token(token), "made_at": now()}
        )
        record(by.person.stream, "gatherings.calendar_made", by=by.person)
    return token


def end_feed(*, by: Actor) -> None:
    """The address opens nothing any more. Nothing happens where there is none."""
    with transaction.atomic():
        if CalendarFeed.objects.filter(person=by.pk).delete()[0]:
            record(by.person.stream, "gatherings.calendar_ended", by=by.person)


def feed_sessions(token: str) -> list[Session]:
    """What the owner of this address has a seat in, from three months ago on. :raises Missing: no such address."""
    feed = CalendarFeed.objects.filter(token_hash=hash_token(token), person__is_active=True).first()
    if feed is None:
        raise Missing(
            _("This calendar is no longer kept."), _("Make a new address on the page of your gatherings.")
        )
    rows = SignUp.objects.filter(person=feed.person_id, session__ends_at__gt=now() - KEPT)
    called_off = rows.filter(session__state=State.CANCELLED, state=SignUpState.CANCELLED)
    rows = rows.filter(state__in=(*SEATED, SignUpState.WALKED_IN)) | called_off
    found = rows.select_related("session__place").order_by("session__starts_at", "pk").distinct()
    return [row.session for row in found[:500]]


def _event(session: Session, address: str) -> Event:
    event = Event()
    event.add("uid", f"{session.stream}@jiayuan")
    event.add("dtstamp", session.updated_at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", session.display_title)
    event.add("location", " ".join(filter(None, (session.place.display_name, session.where))))
    event.add("description", session.words)
    event.add("url", address)
    event.add("status", "CANCELLED" if session.state == State.CANCELLED else "CONFIRMED")
    return event
