"""A wish in parts: carry the fridge, mend the socket. Each part is a wish of its own, with card, ladder and leases; the
wish that was split waits for them and ends with the last (ADR 0031).

Always true, and what keeps it so:

- a wish that was split has two to five parts, numbered (rules, checks and a constraint); no part has parts: ``whole``
  points at the unique ``whole_key``, which only wishes have that were split, and no part is (as ADR 0023 has it);
- it is split only while it is open and nobody holds or did a seat of it, and no money is asked for it;
- it ends once, in the state that follows from its parts: whoever ends a part, or withdraws the whole, holds the whole;
- its own card is nobody's to read any more; services are counted by parts, needs and call-backs by the whole.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.source import current_source
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..enums import ENDS, ClaimState, Urgency, WishKind, WishState
from ..lifecycle import end_of_parts
from ..limits import LEAST_PARTS, MOST_PARTS, MOST_SEATS, PUBLIC_WORDS, TITLE, WORDS
from ..models import Claim, Payment, Wish
from .asking_ends import close_askings
from .checks import known_skills, one_of
from .ends import end_wish
from .ladder import leave_ladder, step_onto
from .steps import first_step


@dataclass(frozen=True)
class PartDraft:
    """One part as it was worded: its card, and ``words`` that only its helper reads; without them those of the card."""

    title: str
    public_words: str
    words: str = ""
    kind: str = WishKind.ERRAND
    urgency: str = Urgency.WEEK
    skills: Sequence[str] = ()
    seats: int = 1


def split_into(wish: Wish, drafts: Sequence[PartDraft], by: Actor, role: str) -> dict[str, Any]:
    """Begin the parts of a locked wish, which from now on waits for them. The caller saves and records.

    :param role: in which part ``by`` acts, which is read instead of their name.

    :raises Conflict: somebody is at it, or money is asked for it. :raises Invalid: names the part and its field, as in
        ``part2_title``; or ``parts``, where there are too few or too many.
    """
    _check_free(wish)
    if not LEAST_PARTS <= len(drafts) <= MOST_PARTS:
        raise Invalid(
            _("A wish is split into %(least)s to %(most)s parts.")
            % {"least": LEAST_PARTS, "most": MOST_PARTS},
            _("Word at least two parts, each with a title and a few words."),
            field="parts",
        )
    parts = [_worded(wish, number, draft) for number, draft in enumerate(drafts, 1)]
    leave_ladder(wish)
    closed = close_askings(wish)
    wish.split_at = now()
    # Before its parts, so that no part stands beside a card of the whole, not for a moment of another's reading.
    wish.save()
    for part in parts:
        _begin(part, by, role)
    return {"parts": [each.pk for each in parts]} | ({"unasked": closed} if closed else {})


def follow_parts(part: Wish) -> None:
    """Something about a part was written, and it may be over; with the last one the wish that was split ends too. The
    caller holds both."""
    if part.parent_id is None or part.state not in ENDS:
        return
    whole = Wish.objects.select_related("place").get(pk=part.parent_id)
    if whole.state != WishState.SPLIT or Wish.objects.filter(parent=whole).exclude(state__in=ENDS).exists():
        return
    whole.state, whole.ended_at = whole_of(whole), now()
    whole.revision += 1
    whole.save()
    record(
        whole.stream,
        "help.parts_ended",
        before={"state": WishState.SPLIT},
        after={"state": whole.state},
        place_path=whole.place_id,
    )


def whole_of(whole: Wish) -> WishState:
    """In which state a wish ends now that all of its parts are over. Two queries. The caller holds it."""
    states = list(Wish.objects.filter(parent=whole).values_list("state", flat=True))
    done = Claim.objects.filter(wish__parent=whole, state=ClaimState.DONE)
    return end_of_parts(states, somebody_helped=done.exists())


def withdraw_parts(wish: Wish, by: Actor, role: str) -> None:
    """The whole is withdrawn: whatever of it still runs is, and it ends by the same rule. The caller saves and records.

    :raises Conflict: a helper says that a part is done; who wished says first whether it is.
    """
    lock_rows(Wish, Wish.objects.filter(parent=wish).values_list("pk", flat=True))
    parts = list(Wish.objects.filter(parent=wish).order_by("pk"))
    if any(each.state == WishState.DONE for each in parts):
        raise Conflict(
            _("A part of it is done, says the helper."),
            _("Say first whether it is done; then what is left can be withdrawn."),
            code="part_done",
        )
    for part in parts:
        if part.state in ENDS:
            continue
        before = part.state
        released = end_wish(part, WishState.WITHDRAWN)
        part.revision += 1
        part.save()
        record(
            part.stream, "help.withdraw", by=by.person, on_behalf_of=by.on_behalf_of, before={"state": before},
            after={"state": part.state, "role": role, **released}, place_path=part.place_id,
        )  # fmt: skip
    wish.state = whole_of(wish)


def _check_free(wish: Wish) -> None:
    taking = set(Claim.objects.taking().filter(wish=wish).values_list("state", flat=True))
    if ClaimState.DONE in taking:
        raise Conflict(
            _("Somebody has done their share of it already."),
            _("Change the card to as many helpers as were there; then who wished says whether it is done."),
            code="part_done",
        )
    if taking:
        raise Conflict(
            _("Somebody has taken it on already."),
            _("Speak with them; once they have given it back it can be split."),
            code="held",
        )
    if Payment.objects.running().filter(wish=wish).exists():
        raise Conflict(
            _("Money of the community fund is asked for it."),
            _("Withdraw the request first; for a part it can be asked for again."),
            code="paid",
        )


def _worded(wish: Wish, number: int, draft: PartDraft) -> Wish:
    try:
        return _drawn(wish, number, draft)
    except Invalid as error:
        error.field = f"part{number}_{error.field}"
        raise


def _drawn(wish: Wish, number: int, draft: PartDraft) -> Wish:
    if not 1 <= draft.seats <= MOST_SEATS:
        raise Invalid(
            _("A wish takes from 1 to %(most)s helpers.") % {"most": MOST_SEATS},
            _("For more, plan a gathering."),
            field="seats",
        )
    title = clean_words(draft.title, field="title", limit=TITLE)
    card = clean_words(draft.public_words, field="public_words", limit=PUBLIC_WORDS)
    moment = now()
    return Wish(
        parent=wish, part=number, title=title, public_words=card,
        words=clean_words(draft.words, field="words", limit=WORDS, required=False) or card,
        kind=one_of(draft.kind, WishKind, "kind"), urgency=one_of(draft.urgency, Urgency, "urgency"),
        skills=known_skills(draft.skills), seats=draft.seats, state=WishState.OPEN,
        place=wish.place, address=wish.address, concern=wish.concern, wisher=wish.wisher, consent=wish.consent,
        source=current_source(), token_hash=hash_token(secrets.token_urlsafe(16)), is_demo=wish.is_demo,
        posted_at=moment, sort_by=moment, opened_at=moment,
    )  # fmt: skip


def _begin(part: Wish, by: Actor, role: str) -> None:
    """On the ladder from its first tier: what was too much for a neighbour may be little in parts."""
    step = first_step(part)
    part.tier = step.tier or ""
    part.save(force_insert=True)
    step_onto(part, step)
    part.save()
    record(
        part.stream,
        "help.begin_part",
        by=by.person,
        after={
            "state": part.state,
            "tier": part.tier,
            "kind": part.kind,
            "urgency": part.urgency,
            "part": part.part,
            "role": role,
            **step.told,
        },
        place_path=part.place_id,
        begins=True,
    )
