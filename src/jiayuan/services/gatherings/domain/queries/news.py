"""Ledger entries of gatherings as those concerned read them on their messages page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.registers import Spoken
from jiayuan.foundation.ledger.models import Entry

from ...kinds import needs
from ...models import Session, SignUp
from ..checks import span_in_words

TOLD = ("offer", "move_up", "lapse", "cancel", "amend", "remind", "change_asked")


def followed_streams(actor: Actor) -> "Sequence[str] | QuerySet[SignUp, str]":
    """The streams of what this person signed up for; a subquery, not run here."""
    if actor.pk is None:
        return ()
    names = Concat(Value("gathering/"), Cast("session_id", CharField()), output_field=CharField())
    return SignUp.objects.filter(person=actor.pk).values_list(names, flat=True)


def speak(actor: Actor, entries: Sequence[Entry]) -> Mapping[int, Spoken]:
    """Each entry in words; those not meant for this reader are left out. Two queries."""
    keys = {int(entry.stream_id.partition("/")[2]) for entry in entries}
    rows = SignUp.objects.filter(session__in=keys, person=actor.pk) if actor.pk is not None else []
    own: dict[int, set[int]] = {}
    for row in rows:
        own.setdefault(row.session_id, set()).add(row.pk)
    sessions = Session.objects.in_bulk(list(own)) if own else {}
    said = {}
    for entry in entries:
        session = sessions.get(int(entry.stream_id.partition("/")[2]))
        spoken = spoken_of(session, entry, own[session.pk]) if session is not None else None
        if spoken is not None:
            said[entry.pk] = spoken
    return said


def spoken_of(session: Session, entry: Entry, own: Collection[int]) -> Spoken | None:
    """One entry for who has the sign-ups ``own`` in it; None if it does not concern them."""
    action = entry.action.removeprefix("gatherings.")
    after: dict[str, Any] = (entry.payload or {}).get("after", {})
    if action not in TOLD or (action != "amend" and not set(own) & set(after.get("sign_ups", ()))):
        return None
    words = {
        "offer": lambda: (
            _("A seat has come free. It is kept for you until %(moment)s.") % {"moment": _until(after)}
        ),
        "move_up": lambda: (
            _("A seat has come free, and it is yours: %(time)s.") % {"time": span_in_words(session)}
        ),
        "lapse": lambda: _("The seat that was offered went to the next in line."),
        "cancel": lambda: _("It does not take place: %(because)s") % {"because": after.get("because", "")},
        "amend": lambda: (
            _("Something has changed. It now is: %(time)s, %(where)s")
            % {"time": span_in_words(session), "where": session.where or session.place.display_name}
        ),
        "change_asked": lambda: _asked(session, after),
        "remind": lambda: (
            _("You have a seat: %(time)s, %(where)s. If you cannot come, cancel, so that somebody else can.")
            % {"time": span_in_words(session), "where": session.where or session.place.display_name}
        ),
    }[action]()
    titles = {
        "offer": _("A seat for you: %(what)s"),
        "move_up": _("You have a seat: %(what)s"),
        "lapse": _("The offer ran out: %(what)s"),
        "cancel": _("Called off: %(what)s"),
        "amend": _("Changed: %(what)s"),
        "remind": _("Soon: %(what)s"),
        "change_asked": _("It asks for more now: %(what)s"),
    }
    title = titles[action] % {"what": session.display_title}
    return Spoken(title, words, reverse("gathering", args=[session.pk]), "calendar")


def _asked(session: Session, after: Mapping[str, Any]) -> str:
    """What a role asks for since it was changed."""
    named = [str(each.label) for each in needs if each.code in after.get("needs", ())]
    if after.get("min_age"):
        named.insert(0, _("from the age of %(age)s on") % {"age": after["min_age"]})
    role = session.roles.filter(pk=after["role"]).first()
    return _(
        "“%(role)s” now asks for: %(asked)s. Your seat or turn stays yours."
        " If this does not hold for you, cancel or ask the host."
    ) % {"role": role.display_name if role else "", "asked": _("; ").join(named)}


def _until(after: Mapping[str, Any]) -> str:
    moment = parse_datetime(after.get("offered_until", ""))
    return moment_in_full(moment) if moment is not None else ""
