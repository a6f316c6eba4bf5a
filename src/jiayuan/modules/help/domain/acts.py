"""What is done with a wish, by the table in ``lifecycle.py``: lock, see, ask, write, record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record

from ..enums import ENDS, ClaimState, Concern, Urgency, WishAction, WishState
from ..lifecycle import BY_ACTION, Transition
from ..limits import PUBLIC_WORDS, REASON, TITLE
from ..models import Claim, Wish
from ..rules import AMEND, CLIMB, CONFIRM, GIVE_UP, SORT, WITHDRAW, is_at_the_desk, is_the_wisher
from .asking_ends import close_askings
from .checks import check_revision, known_skills, one_of
from .fund_book import let_go_of_wishes
from .ladder import leave_ladder, next_step, offer_again, step_onto
from .locks import lock_wish
from .seats import set_seats
from .services import count_services
from .thanks import thank
from .wall import give_yes

PERMISSIONS = {
    WishAction.OPEN: SORT, WishAction.DECLINE: SORT, WishAction.MOVE: SORT, WishAction.AMEND: AMEND,
    WishAction.CLIMB: CLIMB, WishAction.GIVE_UP: GIVE_UP, WishAction.WITHDRAW: WITHDRAW,
    WishAction.CONFIRM: CONFIRM, WishAction.OBJECT: CONFIRM,
}  # fmt: skip
RECORDED = ("state", "tier", "seats", "title", "public_words", "urgency", "case_id")
"""For whom it is stands in no entry: it would outlive the wish's own forgetting."""


@dataclass(frozen=True)
class Given:
    """What an action brings along; each takes what it needs. ``title``, ``public_words``, ``skills``, ``seats``,
    ``concern`` and ``urgency`` are the card as the desk wants it; None leaves it as it is. ``score`` and ``thanks``:
    see :mod:`.thanks`. ``wall``: who wished says that the photos may hang there."""

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
    return wish


def _for_whom(wish: Wish, action: WishAction, by: Actor) -> Any:
    """Whoever asked on the telephone signs, and it is who wished that said it."""
    asked = action in (WishAction.CONFIRM, WishAction.OBJECT) and not is_the_wisher(by, wish)
    return wish.wisher if asked else by.on_behalf_of


def role_of(wish: Wish, by: Actor) -> str:
    """In which part somebody acts: what others read instead of a name."""
    if is_the_wisher(by, wish):
        return "wisher"
    return "desk" if is_at_the_desk(by, wish) else "helper"


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
    told = effect(wish, given, words, by) if effect is not None else None
    if wish.state in ENDS:
        # What somebody says along with their yes is for who helped, and not for the card.
        wish.ended_at, wish.reason = now(), words if wish.state != WishState.FULFILLED else ""
        leave_ladder(wish)
        release_claims(wish)
        let_go_of_wishes([wish.pk])
    return told or {}


def release_claims(wish: Wish) -> None:
    """Whoever is still at it, or was asked, need not go on."""
    for claim in Claim.objects.held().filter(wish=wish).order_by("pk"):
        claim.state, claim.ended_at = ClaimState.RELEASED, now()
        claim.save()
    close_askings(wish)


def _take_up(wish: Wish, given: Given, _words: str, _by: Actor) -> None:
    set_card(wish, given)
    wish.opened_at = now()
    step = next_step(wish)
    if step is None:
        raise Conflict(
            _("The rules of the ladder offer such a wish to nobody."), _("Tell the district office.")
        )
    step_onto(wish, *step)


def _amend(wish: Wish, given: Given, _words: str, _by: Actor) -> None:
    set_card(wish, given)


def set_card(wish: Wish, given: Given) -> None:
    """The card as the desk words it. :raises Invalid: names the field."""
    title = wish.title if given.title is None else given.title
    wish.title = clean_words(title, field="title", limit=TITLE)
    if given.public_words is not None:
        wish.public_words = clean_words(given.public_words, field="public_words", limit=PUBLIC_WORDS)
    if given.skills is not None:
        wish.skills = known_skills(given.skills)
    if given.concern is not None:
        wish.concern = one_of(given.concern, Concern, "concern")
    if given.urgency is not None:
        wish.urgency = one_of(given.urgency, Urgency, "urgency")
    if given.seats is not None:
        set_seats(wish, given.seats)


def _climb(wish: Wish, _given: Given, _words: str, _by: Actor) -> None:
    step = next_step(wish)
    if step is None:
        raise Conflict(
            _("It is offered as far up as it goes."),
            _("Ask around, or let the community fund pay."),
            code="top",
        )
    step_onto(wish, *step)


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
    from .moving import become_a_report

    return become_a_report(wish, given.category_code, words, by=by)


def _confirm(wish: Wish, given: Given, _words: str, by: Actor) -> dict[str, Any]:
    count_services(wish)
    said = thank(wish, given.score, given.thanks)
    if given.wall and (many := give_yes(wish, by, noted=not is_the_wisher(by, wish))):
        said["wall"] = many
    return said


_EFFECTS: dict[WishAction, Callable[[Wish, Given, str, Actor], dict[str, Any] | None]] = {
    WishAction.OPEN: _take_up,
    WishAction.AMEND: _amend,
    WishAction.CLIMB: _climb,
    WishAction.CONFIRM: _confirm,
    WishAction.OBJECT: _object,
    WishAction.MOVE: _move,
}
