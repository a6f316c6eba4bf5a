"""What help stations hold about a person: handed out, and forgotten."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.redact import GAP, redact
from jiayuan.services.voice.domain.forget import forget_ratings
from jiayuan.services.voice.models import Rating

from ..enums import ENDS, Concern, WishState
from ..limits import FUND_WORDS, PAYEE, PUBLIC_WORDS, REASON, RELAY, TITLE
from ..models import (
    Asking,
    CallBack,
    Claim,
    Payment,
    PostMember,
    Readiness,
    RelayLine,
    Wish,
    WishContact,
    WishPhoto,
)
from ..photo_enums import Wall
from .acts import release_claims
from .asking_ends import forget_askings
from .callbacks import forget_callbacks
from .claims import give_back_all_of
from .fund_book import let_go_of_wishes
from .ladder import leave_ladder
from .proof import discard_rows
from .services import count_services
from .visit_data import VISIT_COVERED, erase_visits, export_visits
from .voices import let_go_of_unused, let_go_of_voice
from .wall import UNLOOKED

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
ASKED = "asked to be forgotten"


def export_help(person: Any) -> dict[str, Any]:
    """Their wishes, what they took on, and where they help."""
    wishes = (
        Wish.objects.filter(wisher=person)
        .select_related("place", "contact", "voice__sound")
        .prefetch_related("payments")
        .order_by("pk")
    )
    claims = Claim.objects.filter(person=person).select_related("wish").order_by("pk")
    posts = PostMember.objects.filter(person=person).select_related("post__station").order_by("pk")
    lines = _lines_of(person).select_related("wish")
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
                "mine": each.from_wisher == (each.wish.wisher_id == person.pk),
            }
            for each in lines
        ],
        **export_visits(person),
    }  # fmt: skip


def _said(said: Readiness) -> dict[str, Any]:
    paused = said.paused_until.isoformat() if said.paused_until else None
    return {"at_once": said.capacity, "metres": said.reach, "not_for": said.declines, "not_before": paused}


def _lines_of(person: Any) -> "QuerySet[RelayLine]":
    """Of conversations they are one side of."""
    return RelayLine.objects.filter(Q(wish__wisher=person) | Q(claim__person=person)).order_by("pk")


def _forget_lines(person: Any) -> int:
    """What they wrote goes wholly; what the other side wrote to them keeps what points to nobody."""
    lines = list(_lines_of(person).select_related("wish"))
    for line in lines:
        is_mine = line.from_wisher == (line.wish.wisher_id == person.pk)
        line.words = GAP if is_mine else redact(line.words)[:RELAY]
        line.save()
    return len(lines)


def _wish(wish: Wish) -> dict[str, Any]:
    contact = getattr(wish, "contact", None)
    return {
        "number": wish.number,
        "kind": wish.kind,
        "place": wish.place.name,
        "address": wish.address,
        "words": wish.words,
        "voice_seconds": _voice_of(wish),
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


def erase_help(person: Any) -> int:
    """The need stays counted, the person goes: own words, address, for whom, contact and the slip's link. What still
    runs is withdrawn; what they took on goes back once the person is let go (no wish may be waited for who holds a
    person, see :mod:`.locks`)."""
    wishes = list(Wish.objects.select_for_update(of=("self",)).filter(wisher=person).order_by("pk"))
    lines = _forget_lines(person) + forget_ratings(person, [wish.stream for wish in wishes])
    WishContact.objects.filter(wish__in=wishes).delete()
    let_go_of_unused(person)
    said = Entry.objects.filter(stream__in=[wish.stream for wish in wishes], erased_at=None)
    erase_personal_payloads(said.values_list("pk", flat=True), by=person, reason=ASKED)
    _forget_photos(person, wishes)
    forget_callbacks(wishes, person.name)
    for wish in wishes:
        _forget(wish)
    let_go_of_wishes(wish.pk for wish in wishes if wish.state in ENDS)
    _forget_payments(wishes, person.name)
    claims = list(Claim.objects.filter(person=person).exclude(words="", reason=""))
    for claim in claims:
        claim.words, claim.reason = redact(claim.words)[:REASON], redact(claim.reason)[:REASON]
        claim.save()
    members = list(PostMember.objects.filter(person=person, until=None))
    for member in members:
        member.until = max(today(), member.since)
        member.save()
    visits, asked = erase_visits(person), forget_askings(person)
    transaction.on_commit(lambda: give_back_all_of(person.pk))
    return visits + len(wishes) + len(claims) + len(members) + lines + asked


def _forget_photos(person: Any, wishes: list[Wish]) -> None:
    """What shows the home of who wished goes; what they did for others stays proof, off the wall."""
    discard_rows(list(WishPhoto.objects.filter(claim__wish__in=wishes).select_related("photo")), by=person)
    done = WishPhoto.objects.filter(claim__person=person)
    done.exclude(helper_yes_at=None).update(wall=Wall.AWAY, helper_yes_at=None, **UNLOOKED)


def _forget_payments(wishes: list[Wish], name: str) -> None:
    """The amounts stay in the book; who wished is not to be read from whom was paid and what for."""
    for payment in Payment.objects.filter(wish__in=wishes):
        payment.payee = redact(payment.payee, [name])[:PAYEE]
        payment.words = redact(payment.words, [name])[:FUND_WORDS]
        payment.reason = redact(payment.reason, [name])[:REASON]
        payment.save()


def _forget(wish: Wish) -> None:
    wish.words, wish.reason = redact(wish.words), redact(wish.reason)[:REASON]
    wish.title, wish.public_words = redact(wish.title)[:TITLE], redact(wish.public_words)[:PUBLIC_WORDS]
    let_go_of_voice(wish)
    wish.wisher, wish.address = None, ""
    wish.concern, wish.forgotten_at = Concern.ANYBODY, now()
    wish.token_hash = hash_token(secrets.token_urlsafe(16))
    if wish.state not in ENDS:
        is_done = wish.state == WishState.DONE
        wish.state, wish.ended_at = WishState.FULFILLED if is_done else WishState.WITHDRAWN, now()
        leave_ladder(wish)
        release_claims(wish)
        if is_done:
            count_services(wish)
        action = "help.confirm_silent" if is_done else "help.withdraw"
        record(wish.stream, action, after={"state": wish.state}, place_path=wish.place_id)
    wish.save()
