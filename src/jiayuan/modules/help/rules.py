"""Who may do what with a wish, a claim and the network of a station."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from .enums import ClaimState, PostRole, Tier
from .models import Asking, Claim, PostMember, ServiceRecord, Station, Wish, WishPhoto

DESK = (Role.COMMUNITY_WORKER, *OFFICERS)

POST, SEE = "help.post", "help.see"
SORT, CLIMB, GIVE_UP, AMEND = "help.sort", "help.climb", "help.give_up", "help.amend"
SPLIT, MOVE = "help.split", "help.move"
WITHDRAW, CONFIRM = "help.withdraw", "help.confirm"
CLAIM, KEEP_CLAIM, RETURN, REVEAL = "help.claim", "help.keep_claim", "help.return", "help.reveal"
READ_CONTACT = "help.read_contact"
ASK, ANSWER, MATCH = "help.ask", "help.answer", "help.match"
WRITE_TO_HELPER = "help.write_to_helper"
WALL, WALL_LOOK, NOTE_YES = "help.wall", "help.wall_look", "help.note_yes"
REMOVE_PHOTO = "help.remove_photo"
MANAGE, RULES, STRIKE = "help.manage", "help.rules", "help.strike"


@check(
    _("Only the community's workers and the offices above them may do this."),
    _("Tell the community office what is needed."),
)
def is_at_the_desk(actor: Actor, wish: Wish) -> bool:
    return actor.reach.holds(DESK, wish.place_id)


def keeps_the_centre(actor: Actor, wish: Wish) -> bool:
    """Is a verified keeper of the service centre of its community."""
    centres = PostMember.objects.verified().within(wish.place_id[:COMMUNITY_LENGTH])
    return (
        actor.pk is not None
        and centres.filter(person=actor.pk, role=PostRole.KEEPER, post__tier=Tier.CENTRE).exists()
    )


@check(
    _("Only the community, and who keeps the service centre of its station, may split a wish."),
    _("Tell the community office what its parts would be."),
)
def may_split(actor: Actor, wish: Wish) -> bool:
    return is_at_the_desk(actor, wish) or keeps_the_centre(actor, wish)


@check(
    _("This is a part of a wish; parts are not split again, and do not become reports."),
    _("Withdraw the part, and let the office know by a report of its own."),
)
def is_whole(_actor: Actor, wish: Wish) -> bool:
    return wish.parent_id is None


def works_here(actor: Actor, wish: Wish) -> bool:
    return actor.reach.holds(DESK_STAFF, wish.place_id)


@check(_("Only who wished this may do it."), _("Open it with the link or the QR code of the slip."))
def is_the_wisher(actor: Actor, wish: Wish) -> bool:
    """A part is theirs whose wish it was split off: the slip of the whole opens it."""
    if actor.pk is not None and wish.wisher_id == actor.pk:
        return True
    return bool(actor.tokens) and (
        wish.token_hash in actor.tokens
        or (wish.parent is not None and wish.parent.token_hash in actor.tokens)
    )


@check(
    _("Only who wished this, and the community, may do it."),
    _("Open it with the link or the QR code of the slip."),
)
def is_wisher_or_desk(actor: Actor, wish: Wish) -> bool:
    return is_the_wisher(actor, wish) or is_at_the_desk(actor, wish)


def holds_a_seat(actor: Actor, wish: Wish) -> bool:
    return actor.pk is not None and Claim.objects.taking().filter(wish=wish, person=actor.pk).exists()


def helps_with(actor: Actor, wish: Wish) -> bool:
    """Is a verified helper of a post that it is offered to now."""
    reached = PostMember.objects.reached(wish.place_id, wish.tier)
    return actor.pk is not None and reached.filter(person=actor.pk).exists()


@check(_("This wish is not yours to see."), _("Its card shows what is needed."))
def may_see(actor: Actor, wish: Wish) -> bool:
    return works_here(actor, wish) or is_the_wisher(actor, wish)


@check(_("To take on a wish we need to know who you are."), _("Sign in with your phone; it takes a minute."))
def is_somebody(actor: Actor, _target: Any) -> bool:
    return actor.is_signed_in


@check(
    _(
        "This wish is offered to helpers nearer to it at the moment, or you are not a verified helper here yet."
    ),
    _("Join a help station; if nobody nearer takes it on, it will be offered further."),
)
def is_a_helper_for_it(actor: Actor, wish: Wish) -> bool:
    return helps_with(actor, wish)


@check(_("This is your own wish."), _("Somebody else will see it."))
def is_of_another(actor: Actor, wish: Wish) -> bool:
    return not is_the_wisher(actor, wish)


@check(_("Only who took it on may do this."), _("See the wishes that you took on."))
def is_the_claimer(actor: Actor, claim: Claim) -> bool:
    return actor.pk is not None and claim.person_id == actor.pk


@check(
    _("Only who wished this may write to its helpers."),
    _("Open it with the link or the QR code of the slip."),
)
def writes_as_the_wisher(actor: Actor, claim: Claim) -> bool:
    return is_the_wisher(actor, claim.wish)


@check(
    _("Wishes are matched by the community's workers and the offices above them."),
    _("Ask the community office."),
)
def matches_there(actor: Actor, path: str) -> bool:
    return actor.reach.holds(DESK, path)


@check(_("Only who was asked may answer."), _("See the wishes near you."))
def is_the_asked(actor: Actor, asking: Asking) -> bool:
    return actor.pk is not None and asking.person_id == actor.pk


@check(_("Only who took it on, and the community, may give it back."), _("See the wishes that you took on."))
def is_claimer_or_desk(actor: Actor, claim: Claim) -> bool:
    return is_the_claimer(actor, claim) or is_at_the_desk(actor, claim.wish)


def did_it(actor: Actor, wish: Wish) -> bool:
    """Took it on and did it."""
    done = Claim.objects.filter(wish=wish, person=actor.pk, state=ClaimState.DONE)
    return actor.pk is not None and done.exists()


@check(
    _("You did this yourself; whoever helped does not answer for who wished."),
    _("Let a colleague ask who wished."),
)
def a_colleague_asks(actor: Actor, wish: Wish) -> bool:
    return is_the_wisher(actor, wish) or not did_it(actor, wish)


@check(
    _("Whether photos hang on the wall, who took them and who wished decide."),
    _("Open it with the link or the QR code of the slip."),
)
def may_say_yes(actor: Actor, wish: Wish) -> bool:
    return is_the_wisher(actor, wish) or did_it(actor, wish)


@check(
    _("Only who took the photo, who wished, and the community may take it out."),
    _("Tell the community office."),
)
def may_take_out(actor: Actor, row: WishPhoto) -> bool:
    mine = actor.pk is not None and row.claim.person_id == actor.pk
    return mine or is_the_wisher(actor, row.claim.wish) or is_at_the_desk(actor, row.claim.wish)


@check(_("The address is shown to who took it on, while they are at it, and to the community."))
def may_reach(actor: Actor, wish: Wish) -> bool:
    return works_here(actor, wish) or (
        actor.pk is not None and Claim.objects.held().filter(wish=wish, person=actor.pk).exists()
    )


@check(
    _("Name and number are for the community's workers and the offices above them."),
    _("Who takes the wish on is put in touch."),
)
def may_read_contact(actor: Actor, wish: Wish) -> bool:
    return works_here(actor, wish)


@check(
    _("The community fund comes before giving up."),
    _("Offer it further up first; at the fund the community decides."),
)
def is_at_the_top(_actor: Actor, wish: Wish) -> bool:
    return wish.climbs_at is None or wish.tier == Tier.FUND


@check(
    _("A station is kept by the community's workers and the offices above them."),
    _("Ask the community office."),
)
def manages_there(actor: Actor, target: Any) -> bool:
    """``target``: a station, or a place path."""
    path = target.community_id if isinstance(target, Station) else str(target)
    return actor.reach.holds(DESK, path)


@check(
    _("What fulfilled a wish is counted by the platform; it is not struck out."),
    _("If the wish was not fulfilled, speak with who wished it."),
)
def is_written_by_hand(_actor: Actor, service: ServiceRecord) -> bool:
    return service.claim_id is None and service.payment_id is None


@check(
    _("A station is kept by the community's workers and the offices above them."),
    _("Ask the community office."),
)
def manages_its_station(actor: Actor, service: ServiceRecord) -> bool:
    return manages_there(actor, service.post.station)


@check(_("The rules of the ladder are the district's."), _("Ask the district office."))
def is_the_district(actor: Actor, _target: Any) -> bool:
    return actor.reach.has_any((Role.DISTRICT_OFFICER,))


declare(SEE, may_see)
declare(SORT, is_at_the_desk)
declare(MOVE, is_at_the_desk, is_whole)
declare(SPLIT, is_whole, may_split)
declare(AMEND, is_at_the_desk)
declare(CLIMB, is_at_the_desk)
declare(GIVE_UP, is_at_the_desk, is_at_the_top)
declare(WITHDRAW, is_wisher_or_desk)
declare(CONFIRM, is_wisher_or_desk, a_colleague_asks)
declare(CLAIM, is_somebody, is_of_another, is_a_helper_for_it)
declare(KEEP_CLAIM, is_the_claimer)
declare(WRITE_TO_HELPER, writes_as_the_wisher)
declare(RETURN, is_claimer_or_desk)
declare(WALL, may_say_yes)
declare(WALL_LOOK, is_at_the_desk)
declare(NOTE_YES, is_at_the_desk, is_of_another, a_colleague_asks)
declare(REMOVE_PHOTO, may_take_out)
declare(REVEAL, may_reach)
declare(READ_CONTACT, may_read_contact)
declare(ASK, is_at_the_desk)
declare(ANSWER, is_the_asked)
declare(MATCH, matches_there)
declare(MANAGE, manages_there)
declare(STRIKE, manages_its_station, is_written_by_hand)
declare(RULES, is_the_district)
