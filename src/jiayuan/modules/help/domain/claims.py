"""Taking a wish on, being in touch, doing it, giving it back; and what happens to a lease that ran out."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record
from jiayuan.foundation.people.models import Person

from ..enums import HELD_STATES, ClaimState, Urgency, WishState
from ..limits import CONTACT_TERMS, FULFIL_TERMS, MOST_HELD, REASON
from ..models import Claim, PostMember, Wish
from ..rules import CLAIM, KEEP_CLAIM, RETURN
from .asking_ends import accept_by_claim
from .ladder import offer_again
from .leases import lease_end
from .locks import lock_claim, lock_people, lock_wish
from .proof import Proof, attach_proof, told_of
from .seats import follow_seats

NO_PHOTOS = Proof()


def claim_wish(pk: int, *, by: Actor, post_id: int | None = None, nonce: str | None = None) -> Claim:
    """Take a seat of a wish. A second sending of ``nonce`` gives the same claim.

    :param post_id: for which of one's posts; the nearest if it is left out.
    :raises Missing: no such wish. :raises Refused: not offered to this person, or their own.
    :raises Conflict: taken by others a moment ago (code ``taken``), taken already (``yours``), or too many at once
        (``enough``).
    """
    kept = _own(nonce, by)
    with transaction.atomic():
        wish = lock_wish(pk)
        if kept and (sent := Claim.objects.filter(nonce=kept).first()) is not None:
            return sent
        _check_open(wish, by)
        gate(by, CLAIM, wish)
        if by.person is not None:
            lock_people([by.person.pk])
        member = _membership(wish, by, post_id)
        _check_load(by)
        claim = _fresh(wish, member, kept)
        try:
            with transaction.atomic():
                claim.save()
        except IntegrityError as error:
            raise _taken() from error
        _settle(wish)
        accept_by_claim(wish, claim.person_id, is_full=wish.state != WishState.OPEN)
        record_claim(
            claim, "help.claim", by, {"seat": claim.seat, "post": claim.post_id, "state": wish.state}
        )
    return claim


def note_contact(pk: int, *, by: Actor, nonce: str | None = None) -> Claim:
    """The first word was spoken. :raises Refused, Conflict: each in words."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(pk)
        is_known = claim.state == ClaimState.CONTACTED and claim.absent_at is None
        if already_recorded(kept) is not None or is_known:
            return claim
        gate(by, KEEP_CLAIM, claim)
        check_held(claim)
        claim.state, claim.contacted_at = ClaimState.CONTACTED, claim.contacted_at or now()
        claim.absent_at = claim.again_on = None
        claim.save()
        touch_wish(claim.wish)
        record_claim(claim, "help.contact", by, {}, kept)
    return claim


def fulfil_claim(
    pk: int, *, words: str = "", proof: Proof = NO_PHOTOS, by: Actor, nonce: str | None = None
) -> Claim:
    """The helper says that it is done. With the last seat done the wish waits for who wished to say so too.

    :raises Refused: not theirs. :raises Conflict: the lease ran out or was given back meanwhile.
    :raises Invalid: (field ``photos``) see :mod:`.proof`.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(pk)
        if already_recorded(kept) is not None:
            return claim
        gate(by, KEEP_CLAIM, claim)
        check_held(claim)
        claim.words = clean_words(words, field="words", limit=REASON, required=False)
        _check_told(claim, proof)
        claim.state, claim.done_at = ClaimState.DONE, now()
        claim.contacted_at = claim.contacted_at or claim.done_at
        claim.save()
        photos = told_of(attach_proof(claim, proof, by))
        _settle(claim.wish)
        record_claim(
            claim, "help.fulfil", by, {"state": claim.wish.state, "words": claim.words, **photos}, kept
        )
    return claim


def _check_told(claim: Claim, proof: Proof) -> None:
    """:raises Invalid: the last that was heard is that nobody was there, and now nothing says how it was done: the
    silence of somebody who was never met must not become their yes."""
    if claim.absent_at is not None and not (claim.words or proof.after or proof.before):
        raise Invalid(
            _("You met nobody there last time."),
            _("Say in a word how it was done after all, or add a photo of it."),
            field="words",
        )


def return_claim(pk: int, *, reason: str = "", by: Actor, nonce: str | None = None) -> Claim:
    """Quietly given back, by the helper or for them: no harm done, others are asked. :raises Refused, Conflict."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(pk)
        if already_recorded(kept) is not None:
            return claim
        gate(by, RETURN, claim)
        check_held(claim)
        claim.reason = clean_words(reason, field="reason", limit=REASON, required=False)
        _give_back(claim, ClaimState.RETURNED)
        record_claim(claim, "help.return", by, {"reason": claim.reason, "state": claim.wish.state}, kept)
    return claim


def give_back_all_of(person_id: int) -> int:
    """Whatever this person has on hand goes back. How many."""
    held = Claim.objects.held().filter(person=person_id).order_by("pk")
    return sum(_release(pk) for pk in list(held.values_list("pk", flat=True)))


def _release(pk: int) -> int:
    with transaction.atomic():
        claim = lock_claim(pk)
        if claim.state not in HELD_STATES:
            return 0
        _give_back(claim, ClaimState.RETURNED)
        record_claim(claim, "help.return", None, {"state": claim.wish.state})
    return 1


def lapse_all(limit: int = 500) -> int:
    """Give back whatever ran out: nobody was spoken with in time, or it was not done in time. How many."""
    moment = now()
    due = Claim.objects.filter(
        Q(state=ClaimState.HELD, contact_by__lte=moment) | Q(state__in=HELD_STATES, fulfil_by__lte=moment)
    )
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    return one_by_one(keys, _lapse, what="lease")


def _lapse(pk: int) -> int:
    with transaction.atomic():
        claim = lock_claim(pk)
        is_late = claim.state == ClaimState.HELD and claim.contact_by <= now()
        if claim.state not in HELD_STATES or not (is_late or claim.fulfil_by <= now()):
            return 0
        _give_back(claim, ClaimState.LAPSED)
        record_claim(claim, "help.lapse", None, {"state": claim.wish.state})
    return 1


def _fresh(wish: Wish, member: PostMember, nonce: str | None) -> Claim:
    taken = set(Claim.objects.taking().filter(wish=wish).values_list("seat", flat=True))
    free = next((seat for seat in range(1, wish.seats + 1) if seat not in taken), None)
    if free is None:
        raise _taken()
    moment, urgency = now(), Urgency(wish.urgency)
    contact_by = lease_end(moment, CONTACT_TERMS[urgency])
    return Claim(
        wish=wish,
        person_id=member.person_id,
        post_id=member.post_id,
        seat=free,
        claimed_at=moment,
        contact_by=contact_by,
        fulfil_by=max(contact_by, lease_end(moment, FULFIL_TERMS[urgency])),
        nonce=nonce,
    )


def _settle(wish: Wish) -> None:
    follow_seats(wish)
    touch_wish(wish)


def _give_back(claim: Claim, state: ClaimState) -> None:
    claim.state, claim.ended_at = state, now()
    claim.save()
    if claim.wish.state == WishState.CLAIMED:
        offer_again(claim.wish)
    touch_wish(claim.wish)


def touch_wish(wish: Wish) -> None:
    wish.revision += 1
    wish.save()


def _membership(wish: Wish, by: Actor, post_id: int | None) -> PostMember:
    found = PostMember.objects.reached(wish.place_id, wish.tier).filter(person=by.pk).select_related("post")
    rows = sorted(found, key=lambda each: (-len(each.post.place_id), each.pk))
    chosen = rows if post_id is None else [each for each in rows if each.post_id == post_id]
    if not chosen:
        raise Invalid(_("You do not help in this post."), _("Choose one of yours."), field="post")
    return chosen[0]


def _check_open(wish: Wish, by: Actor) -> None:
    mine = by.pk is not None and Claim.objects.taking().filter(wish=wish, person=by.pk).exists()
    if mine:
        raise Conflict(_("You have taken this on already."), _("See it among your wishes."), code="yours")
    if wish.state != WishState.OPEN:
        raise _taken()


def _check_load(by: Actor) -> None:
    if Claim.objects.held().filter(person=by.pk).count() >= MOST_HELD:
        raise Conflict(
            _("You have %(most)s wishes on hand; that is enough at once.") % {"most": MOST_HELD},
            _("Finish one, or give one back; nobody minds."),
            code="enough",
        )


def check_held(claim: Claim) -> None:
    if claim.state not in HELD_STATES:
        raise Conflict(
            _("This is “%(state)s” meanwhile.") % {"state": claim.get_state_display()},
            _("Look at the wish again; if it is open you can take it on once more."),
            code="state",
        )


def _taken() -> Conflict:
    return Conflict(
        _("Somebody else was quicker: this wish is taken on."),
        _("Thank you! See what else is near."),
        code="taken",
    )


def _own(nonce: str | None, by: Actor) -> str | None:
    return clean_nonce(f"{by.pk}/{nonce}") if nonce else None


def record_claim(
    claim: Claim, action: str, by: Actor | None, after: dict[str, object], nonce: str | None = None
) -> None:
    is_other = by is not None and by.pk != claim.person_id
    record(
        claim.wish.stream,
        action,
        by=by.person if by is not None else None,
        on_behalf_of=Person(pk=claim.person_id) if is_other else None,
        after={"claim": claim.pk, **after},
        place_path=claim.wish.place_id,
        nonce=nonce,
    )
