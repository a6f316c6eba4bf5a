"""What help stations hold about a person, handed out. How it is forgotten: :mod:`.forget`."""

from typing import Any

from django.db.models import Q, QuerySet

from jiayuan.services.voice.models import Rating

from ..models import Asking, CallBack, Claim, PostMember, Readiness, RelayLine, Wish, WishPicture
from .visit_data import VISIT_COVERED, export_visits

COVERED = {
    "help.Wish": ("wisher", "words", "address", "title", "public_words", "reason"),
    "help.WishContact": ("name", "phone"),
    "help.Asking": ("person",),
    "help.Claim": ("person", "words", "reason"),
    "help.Readiness": ("person", "declines"),
    "help.MatchLine": ("person", "instead"),
    "help.PostMember": ("person",),
    "help.RelayLine": ("words",),
    "help.Payment": ("payee",),
    "evidence.Sound": ("uploaded_by",),
    "help.CallBack": ("words", "answer"),
} | VISIT_COVERED


def wishes_of(person: Any) -> "QuerySet[Wish]":
    """Theirs, and what was wished without an account with their number, if a code proved it theirs; with all parts."""
    theirs = Q(wisher=person)
    if number := person.proven_phone:
        theirs |= Q(wisher=None, contact__phone=number) | Q(wisher=None, parent__contact__phone=number)
    return Wish.objects.filter(theirs)


def export_help(person: Any) -> dict[str, Any]:
    """Their wishes, what they took on, and where they help."""
    wishes = (
        wishes_of(person)
        .select_related("place", "contact", "voice__sound", "parent")
        .prefetch_related("payments")
        .order_by("pk")
    )
    claims = Claim.objects.filter(person=person).select_related("wish").order_by("pk")
    posts = PostMember.objects.filter(person=person).select_related("post__station").order_by("pk")
    lines = lines_of(person).select_related("claim", "wish")
    askings = Asking.objects.filter(person=person).select_related("wish").order_by("pk")
    said = Readiness.objects.filter(person=person).first()
    return {
        "wishes": [_wish(each) for each in wishes],
        "taken_on": [
            {
                "wish": each.wish.number, "title": each.wish.title, "state": each.state,
                "since": each.claimed_at.isoformat(), "words": each.words, "reason": each.reason,
            }
            for each in claims
        ],
        "helps_in": [
            {
                "station": each.post.station.name, "post": each.post.name, "role": each.role,
                "since": each.since.isoformat(), "until": each.until.isoformat() if each.until else None,
            }
            for each in posts
        ],
        "asked": [
            {"wish": each.wish.number, "at": each.asked_at.isoformat(), "state": each.state} for each in askings
        ],
        "wants_to_be_asked": _said(said) if said is not None else None,
        "relay": [
            {
                "wish": each.wish.number, "at": each.at.isoformat(), "words": each.words,
                "mine": wrote(person, each),
            }
            for each in lines
        ],
        **export_visits(person),
    }  # fmt: skip


def _said(said: Readiness) -> dict[str, Any]:
    paused = said.paused_until.isoformat() if said.paused_until else None
    return {"at_once": said.capacity, "metres": said.reach, "not_for": said.declines, "not_before": paused}


def lines_of(person: Any) -> "QuerySet[RelayLine]":
    """Of conversations they are one side of."""
    mine = Q(wish__in=wishes_of(person)) | Q(claim__person=person)
    return RelayLine.objects.filter(mine).order_by("pk")


def wrote(person: Any, line: RelayLine) -> bool:
    """They, and not the other side. Nobody helps with a wish of their own."""
    return line.from_wisher == (line.claim.person_id != person.pk)


def _wish(wish: Wish) -> dict[str, Any]:
    contact = getattr(wish, "contact", None)
    return {
        "number": wish.number,
        "part_of": wish.parent.number if wish.parent is not None else None,
        "kind": wish.kind,
        "place": wish.place.name,
        "address": wish.address,
        "words": wish.words,
        "voice_seconds": _voice_of(wish),
        "photos_sent": WishPicture.objects.filter(wish=wish).count(),
        "title": wish.title,
        "public_words": wish.public_words,
        "for_whom": wish.concern,
        "urgency": wish.urgency,
        "state": wish.state,
        "reason": wish.reason,
        "thanks": [
            {"stars": each.score, "words": each.words} for each in Rating.objects.filter(subject=wish.stream)
        ],
        "posted_at": wish.posted_at.isoformat(),
        "contact": {"name": contact.name, "phone": contact.phone} if contact else None,
        "called_back": [
            {"state": each.state, "really_done": each.really_done, "words": each.words, "answer": each.answer}
            for each in CallBack.objects.filter(wish=wish)
        ],
        "paid_by_the_fund": [
            {"payee": each.payee, "fen": each.paid_amount, "state": each.state}
            for each in wish.payments.all()
        ],
    }


def _voice_of(wish: Wish) -> int | None:
    """How long the voice note is that is still kept; listening is on the wish's own page."""
    voice = getattr(wish, "voice", None)
    return voice.sound.seconds if voice is not None and voice.sound is not None else None
