"""What is done with a wish, by the table in ``lifecycle.py``: lock, see, ask, write, record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Faults, Invalid
from jiayuan.foundation.common.text import clean, clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record

from ..enums import ENDS, ClaimState, Concern, Urgency, WishAction, WishState
from ..lifecycle import BY_ACTION, Transition
from ..limits import PUBLIC_WORDS, REASON, TITLE
from ..models import Claim, Wish
from ..place_rules import PLACE
from ..rules import AMEND, CLIMB, CONFIRM, GIVE_UP, MOVE, SORT, SPLIT, WITHDRAW, is_the_wisher
from .checks import check_revision, known_skills, one_of
from .ends import end_wish
from .ladder import offer_again, step_onto
from .locks import lock_wish
from .moving import become_a_report
from .parts import PartDraft, follow_parts, split_into, withdraw_parts
from .placing import put_elsewhere
from .roles import role_of
from .seats import set_seats
from .services import count_services
from .steps import find_step, first_step
from .thanks import thank
from .wall import give_yes

PERMISSIONS = {
    WishAction.OPEN: SORT, WishAction.DECLINE: SORT, WishAction.MOVE: MOVE, WishAction.AMEND: AMEND,
    WishAction.SPLIT: SPLIT, WishAction.PLACE: PLACE,
    WishAction.CLIMB: CLIMB, WishAction.GIVE_UP: GIVE_UP, WishAction.WITHDRAW: WITHDRAW,
    WishAction.CONFIRM: CONFIRM, WishAction.OBJECT: CONFIRM,
}  # fmt: skip
RECORDED = ("state", "tier", "place_id", "seats", "title", "public_words", "urgency", "case_id")
"""For whom it is stands in no entry: it would outlive the wish's own forgetting."""


@dataclass(frozen=True)
class Given:
    """What an action brings along; each takes what it needs. ``title``, ``public_words``, ``skills``, ``seats``,
    ``concern`` and ``urgency`` are the card as the desk wants it; None leaves it as it is. ``score`` and ``thanks``:
    see :mod:`.thanks`. ``wall``: who wished says that the photos may hang there. ``parts``: into what it is split.
    ``place_path`` and ``address``: where it is needed now."""

    words: str = ""
    title: str | None = None
    public_words: str | None = None
    skills: tuple[str, ...] | None = None
    seats: int | None = None
    concern: str | None = None
    urgency: str | None = None
    category_code: str = ""
    score: int | None = None
    thanks: str = ""
    wall: bool = False
    parts: tuple[PartDraft, ...] = ()
    place_path: str = ""
    address: str = ""


def perform_action(
    pk: int,
    action: WishAction,
    *,
    by: Actor,
    given: Given | None = None,
    revision: int | None = None,
    nonce: str | None = None,
) -> Wish:
    """Do ``action`` to a wish, once for each ``nonce``.

    :param revision: the wish's revision on the page the form came from; None only where nothing was shown.
    :raises Missing, Refused, Conflict, Invalid: each says what to do instead.
    """
    given, transition, kept = given or Given(), BY_ACTION[action], clean_nonce(nonce)
    with transaction.atomic():
        wish = lock_wish(pk)
        if already_recorded(kept) is not None:
            return wish
        _check_state(wish, transition)
        check_revision(wish, revision)
        gate(by, PERMISSIONS[action], wish)
        words = clean_words(given.words, field="words", limit=REASON, required=transition.needs_words)
        before = {name: getattr(wish, name) for name in RECORDED}
        told = _carry_out(wish, transition, given, words, by)
        wish.revision += 1
        wish.save()
        after = {name: getattr(wish, name) for name in RECORDED}
        changed = [name for name in RECORDED if after[name] != before[name]]
        record(
            wish.stream,
            f"help.{action}",
            by=by.person,
            on_behalf_of=_for_whom(wish, action, by),
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed}
            | {"words": words, "role": role_of(wish, by), **told},
            place_path=wish.place_id,
            nonce=kept,
        )
        follow_parts(wish)
    return wish


def _for_whom(wish: Wish, action: WishAction, by: Actor) -> Any:
    """Whoever asked on the telephone signs, and it is who wished that said it."""
    asked = action in (WishAction.CONFIRM, WishAction.OBJECT) and not is_the_wisher(by, wish)
    return wish.wisher if asked else by.on_behalf_of


def _check_state(wish: Wish, transition: Transition) -> None:
    if WishState(wish.state) not in transition.sources:
        raise Conflict(
            _("“%(action)s” is no longer possible: the wish is now “%(state)s”.")
            % {"action": transition.action.label, "state": wish.get_state_display()},
            _("Look at it again; what can be done now is shown there."),
            code="state",
        )


def _carry_out(wish: Wish, transition: Transition, given: Given, words: str, by: Actor) -> dict[str, Any]:
    """What happens; and what of it is recorded beside the fields that changed."""
    if transition.target is not None:
        wish.state = transition.target
    effect = _EFFECTS.get(transition.action)
    told = (effect(wish, given, words, by) if effect is not None else None) or {}
    if wish.state in ENDS:
        # What somebody says along with their yes is for who helped, and not for the card.
        wish.reason = words if wish.state != WishState.FULFILLED else ""
        told |= end_wish(wish, WishState(wish.state))
    return told


def _take_up(wish: Wish, given: Given, _words: str, _by: Actor) -> dict[str, Any]:
    set_card(wish, given)
    wish.opened_at = now()
    step = first_step(wish)
    step_onto(wish, step)
    return step.told


def _amend(wish: Wish, given: Given, _words: str, _by: Actor) -> None:
    set_card(wish, given)


def set_card(wish: Wish, given: Given) -> None:
    """The card as the desk words it. :raises Invalid: names the field, with all others as ``more``."""
    faults = Faults()
    wish.title = faults.take(lambda: _title(wish.title if given.title is None else given.title))
    if (public := given.public_words) is not None:
        wish.public_words = faults.take(lambda: _public(public))
    if (skills := given.skills) is not None:
        wish.skills = faults.take(lambda: known_skills(skills))
    if (concern := given.concern) is not None:
        wish.concern = faults.take(lambda: one_of(concern, Concern, "concern"))
    if (urgency := given.urgency) is not None:
        wish.urgency = faults.take(lambda: one_of(urgency, Urgency, "urgency"))
    if (seats := given.seats) is not None:
        faults.take(lambda: set_seats(wish, seats))
    faults.settle()


def _title(typed: str) -> str:
    if not clean(typed):
        raise Invalid(_("The card has no title yet."), _("Say in a few words what is needed."), field="title")
    return clean_words(typed, field="title", limit=TITLE)


def _public(typed: str) -> str:
    if not clean(typed):
        raise Invalid(
            _("The words that everybody reads are missing."),
            _("Say what is needed, without name, number or door."),
            field="public_words",
        )
    return clean_words(typed, field="public_words", limit=PUBLIC_WORDS)


def _climb(wish: Wish, _given: Given, _words: str, _by: Actor) -> dict[str, Any]:
    step = find_step(wish)
    if step.term is None:
        raise Conflict(
            _("It is offered as far up as it goes."),
            _("Ask around, or let the community fund pay."),
            code="top",
        )
    step_onto(wish, step)
    return step.told


def _object(wish: Wish, _given: Given, _words: str, _by: Actor) -> dict[str, Any]:
    """Not done, says who wished: the seats that were done come back, and others are asked."""
    rows = list(Claim.objects.taking().filter(wish=wish).order_by("pk"))
    for claim in rows:
        claim.state, claim.ended_at = ClaimState.RETURNED, now()
        claim.save()
    wish.confirm_by = None
    offer_again(wish)
    return {"claims": [each.pk for each in rows]}


def _move(wish: Wish, given: Given, words: str, by: Actor) -> dict[str, Any]:
    return become_a_report(wish, given.category_code, words, by=by)


def _confirm(wish: Wish, given: Given, _words: str, by: Actor) -> dict[str, Any]:
    count_services(wish)
    said = thank(wish, given.score, given.thanks)
    if given.wall and (many := give_yes(wish, by, noted=not is_the_wisher(by, wish))):
        said["wall"] = many
    return said


def _split(wish: Wish, given: Given, _words: str, by: Actor) -> dict[str, Any]:
    return split_into(wish, given.parts, by, role_of(wish, by))


def _place(wish: Wish, given: Given, _words: str, by: Actor) -> dict[str, Any]:
    return put_elsewhere(wish, given.place_path, given.address, by, role_of(wish, by))


def _withdraw(wish: Wish, _given: Given, _words: str, by: Actor) -> None:
    if wish.split_at is not None:
        withdraw_parts(wish, by, role_of(wish, by))


_EFFECTS: dict[WishAction, Callable[[Wish, Given, str, Actor], dict[str, Any] | None]] = {
    WishAction.OPEN: _take_up,
    WishAction.AMEND: _amend,
    WishAction.CLIMB: _climb,
    WishAction.CONFIRM: _confirm,
    WishAction.OBJECT: _object,
    WishAction.MOVE: _move,
    WishAction.SPLIT: _split,
    WishAction.PLACE: _place,
    WishAction.WITHDRAW: _withdraw,
}
