"""Forgetting a person in what help stations hold: the need and the help stay counted, who they were goes."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.redact import GAP, redact
from jiayuan.services.voice.domain.forget import forget_ratings

from ..enums import ENDS, Concern, WishState
from ..limits import FUND_WORDS, PAYEE, PUBLIC_WORDS, REASON, RELAY, TITLE
from ..models import Claim, Payment, PostMember, Wish, WishContact, WishPhoto
from ..photo_enums import Wall
from .asking_ends import forget_askings
from .callbacks import forget_callbacks
from .claims import give_back_all_of
from .ends import end_wish
from .fund_book import let_go_of_wishes
from .parts import whole_of
from .personal_data import lines_of, wishes_of, wrote
from .pictures import let_go_of_pictures
from .proof import discard_rows
from .services import count_services
from .visit_data import ASKED, erase_visits, lock_services_of
from .voices import let_go_of_unused, let_go_of_voice
from .wall import UNLOOKED


def lock_theirs(person: Any) -> None:
    """Wishes come before people (see :mod:`.locks`), and so do services."""
    lock_rows(Wish, wishes_of(person).values_list("pk", flat=True))
    lock_services_of(person)


def erase_help(person: Any) -> int:
    """The need stays counted, the person goes: own words, address, for whom, contact and the slip's link. What still
    runs is withdrawn; what they took on goes back once the person is let go (no wish may be waited for who holds a
    person, see :mod:`.locks`)."""
    wishes = list(wishes_of(person).select_for_update(of=("self",)).order_by("pk"))
    names = _names(person, wishes)
    lines = _forget_lines(person, names) + forget_ratings(person, [wish.stream for wish in wishes])
    WishContact.objects.filter(wish__in=wishes).delete()
    let_go_of_unused(person)
    said = Entry.objects.filter(stream__in=[wish.stream for wish in wishes], erased_at=None)
    erase_personal_payloads(said.values_list("pk", flat=True), by=person, reason=ASKED)
    _forget_photos(person, wishes)
    forget_callbacks(wishes, names)
    let_go_of_pictures(wishes)
    for wish in sorted(wishes, key=_comes_after_its_parts):
        _forget(wish, names)
    let_go_of_wishes(wish.pk for wish in wishes if wish.state in ENDS)
    _forget_payments(wishes, names)
    claims = _forget_claims(person, wishes, names)
    members = list(PostMember.objects.filter(person=person, until=None))
    for member in members:
        member.until = max(today(), member.since)
        member.save(update_fields=["until", "updated_at"])
    visits, asked = erase_visits(person), forget_askings(person)
    transaction.on_commit(lambda: give_back_all_of(person.pk))
    return visits + len(wishes) + claims + len(members) + lines + asked


def _names(person: Any, wishes: list[Wish]) -> list[str]:
    """All by which others may have written of them."""
    left = WishContact.objects.filter(wish__in=wishes).values_list("name", flat=True)
    return [each for each in (person.name, *left) if each]


def _forget_lines(person: Any, names: list[str]) -> int:
    """What they wrote goes wholly; what the other side wrote to them keeps what points to nobody."""
    lines = list(lines_of(person).select_related("claim"))
    for line in lines:
        line.words = GAP if wrote(person, line) else redact(line.words, names)[:RELAY]
        line.save(update_fields=["words"])
    return len(lines)


def _forget_claims(person: Any, wishes: list[Wish], names: list[str]) -> int:
    """What they did for others, and what others did for them, as it was told."""
    told = Claim.objects.filter(Q(person=person) | Q(wish__in=wishes)).exclude(words="", reason="")
    claims = list(told)
    for claim in claims:
        claim.words = redact(claim.words, names)[:REASON]
        claim.reason = redact(claim.reason, names)[:REASON]
        claim.save(update_fields=["words", "reason", "updated_at"])
    return len(claims)


def _forget_photos(person: Any, wishes: list[Wish]) -> None:
    """What shows the home of who wished goes; what they did for others stays proof, off the wall."""
    discard_rows(list(WishPhoto.objects.filter(claim__wish__in=wishes).select_related("photo")), by=person)
    done = WishPhoto.objects.filter(claim__person=person)
    done.exclude(helper_yes_at=None).update(wall=Wall.AWAY, helper_yes_at=None, **UNLOOKED)


def _forget_payments(wishes: list[Wish], names: list[str]) -> None:
    """The amounts stay in the book; who wished is not to be read from whom was paid and what for. Only that is written:
    somebody may be approving it this moment."""
    for payment in Payment.objects.filter(wish__in=wishes):
        payment.payee = redact(payment.payee, names)[:PAYEE]
        payment.words = redact(payment.words, names)[:FUND_WORDS]
        payment.reason = redact(payment.reason, names)[:REASON]
        payment.save(update_fields=["payee", "words", "reason", "updated_at"])


def _comes_after_its_parts(wish: Wish) -> bool:
    """Of a wish that was split its parts end first; it follows them."""
    return wish.parent_id is None


def _forget(wish: Wish, names: list[str]) -> None:
    wish.words, wish.reason = redact(wish.words, names), redact(wish.reason, names)[:REASON]
    wish.title = redact(wish.title, names)[:TITLE]
    wish.public_words = redact(wish.public_words, names)[:PUBLIC_WORDS]
    let_go_of_voice(wish)
    wish.wisher, wish.address = None, ""
    wish.concern, wish.forgotten_at = Concern.ANYBODY, now()
    wish.token_hash = hash_token(secrets.token_urlsafe(16))
    if wish.state == WishState.SPLIT:
        _end_with_parts(wish)
    elif wish.state not in ENDS:
        is_done = wish.state == WishState.DONE
        released = end_wish(wish, WishState.FULFILLED if is_done else WishState.WITHDRAWN)
        if is_done:
            count_services(wish)
        action = "help.confirm_silent" if is_done else "help.withdraw"
        wish.save()  # whoever is told reads what is left of it
        record(wish.stream, action, after={"state": wish.state, **released}, place_path=wish.place_id)
    wish.save()


def _end_with_parts(whole: Wish) -> None:
    """Its parts are over by now, each as it was."""
    whole.state, whole.ended_at = whole_of(whole), now()
    whole.save()  # whoever is told reads what is left of it
    record(whole.stream, "help.parts_ended", after={"state": whole.state}, place_path=whole.place_id)
