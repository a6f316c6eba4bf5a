"""Wishes for programs: what their pages show each reader, and what they let each reader do."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import Invalid, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.modules.help.domain.acts import Given, perform_action
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, note_contact, return_claim
from jiayuan.modules.help.domain.locks import no_such_wish
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.domain.queries.cards import mine
from jiayuan.modules.help.domain.queries.desk import LIVE, NEED, WishFilter, listed
from jiayuan.modules.help.domain.queries.opened import open_wish
from jiayuan.modules.help.domain.queries.seen import Seen, see
from jiayuan.modules.help.enums import WishAction, WishState
from jiayuan.modules.help.models import Claim, Wish
from jiayuan.modules.help.rules import CLAIM, CONFIRM, KEEP_CLAIM, POST, RETURN, SEE, WITHDRAW
from jiayuan.services.cases.interfaces.visits import limit

from .outermost import nonce_of
from .schemas_help import (
    ClaimOut,
    ConfirmIn,
    DeedIn,
    TakeOnIn,
    WishesOut,
    WishesQuery,
    WishIn,
    WishOut,
    WishPostedOut,
    WishSeenIn,
)
from .shapes_help import claim_out, wish_card_out, wish_out
from .visitors import Door, actor_of

router = Router(tags=["help"])
A_PAGE = 50
WishNumber = Annotated[str, Path(max_length=24, description="The printed number of a wish.")]
ClaimKey = Annotated[int, Path(ge=1, le=2**63 - 1, description="The `id` of one's own claim.")]


@router.get(
    "/wishes", response=WishesOut, auth=Door(SEE), exclude_none=True, summary="Wishes that concern me"
)
def read_wishes(request: HttpRequest, query: Query[WishesQuery]) -> Any:
    """The newest first, as their cards say it: mine, those I could take on, those I took on, or of my places."""
    page = page_of(_rows(request, query), by="-id", after=query.after, size=A_PAGE)
    return {"wishes": [wish_card_out(each) for each in page], "next": page.next_cursor}


def _rows(request: HttpRequest, query: WishesQuery) -> Any:
    actor = actor_of(request)
    if query.of == "desk":
        if query.state not in ("", LIVE, NEED, *WishState.values):
            raise Invalid(
                _("There is no such state."), _("See the states of a wish in its description."), field="state"
            )
        return listed(actor, WishFilter(state=query.state))
    rows = Wish.objects.none()
    if query.of == "mine":
        rows = mine(actor)
    elif actor.pk is not None:
        found = Wish.objects
        rows = found.offered_to(actor.pk) if query.of == "offered" else found.taken_by(actor.pk)
    if actor.scope is not None:
        rows = rows.within(*actor.scope.paths)
    return rows.select_related("place").defer("place__boundary")


@router.post("/wishes", response={201: WishPostedOut}, auth=Door(POST), summary="Make a wish")
def make(request: HttpRequest, payload: WishIn) -> Any:
    """Anybody may. Keep the token of the answer: without an account it is the only way back to the wish."""
    draft = WishDraft(
        words=payload.words,
        place_path=payload.place,
        kind=payload.kind,
        urgency=payload.urgency,
        concern=payload.concern,
        address=payload.address,
        contact_name=payload.contact_name,
        contact_phone=payload.contact_phone,
    )
    if not hasattr(request, "presented"):
        limit(request, "report")  # type: ignore[arg-type]
    posted = post_wish(draft, by=actor_of(request), nonce=nonce_of(request), must_be_reachable=True)
    return Status(
        201,
        {
            "number": posted.wish.number,
            "token": posted.token,
            "link": absolute(request, reverse("wish-track", args=[posted.token])),
            "look_by": posted.wish.sort_by,
        },
    )


def opened(request: HttpRequest, number: str) -> Seen:
    """As this caller sees it. :raises Missing: not at all, or it lies beyond the token's place."""
    actor, wish = actor_of(request), open_wish(number)
    if actor.scope is not None and not actor.scope.covers(wish.place_id):
        raise no_such_wish()
    return see(wish, actor)


@router.get("/wishes/{number}", response=WishOut, auth=Door(SEE), exclude_none=True, summary="One wish")
def read_wish(request: HttpRequest, number: WishNumber) -> Any:
    """The card for everybody; for whom it is, words and address for those who see them on its page. Who wished without
    an account sends its token in ``X-Case-Token``."""
    return wish_out(opened(request, number))


@router.post(
    "/wishes/{number}/withdraw",
    response=WishOut,
    auth=Door(WITHDRAW),
    exclude_none=True,
    summary="Withdraw a wish",
)
def withdraw(request: HttpRequest, number: WishNumber, payload: WishSeenIn) -> Any:
    """By who wished, or the community for them. What was split is withdrawn with its parts."""
    given = Given(words=payload.words)
    return _acted(request, number, WishAction.WITHDRAW, payload.revision, given)


@router.post(
    "/wishes/{number}/confirm", response=WishOut, auth=Door(CONFIRM), exclude_none=True,
    summary="Say that it is done, and thank",
)  # fmt: skip
def confirm(request: HttpRequest, number: WishNumber, payload: ConfirmIn) -> Any:
    """By who wished, or the community that asked them; never by who helped."""
    given = Given(score=payload.score, thanks=payload.thanks, wall=payload.wall)
    return _acted(request, number, WishAction.CONFIRM, payload.revision, given)


@router.post(
    "/wishes/{number}/object", response=WishOut, auth=Door(CONFIRM), exclude_none=True,
    summary="Say that it is not done yet",
)  # fmt: skip
def object_to(request: HttpRequest, number: WishNumber, payload: WishSeenIn) -> Any:
    """The seats come back, and others are asked."""
    return _acted(request, number, WishAction.OBJECT, payload.revision, Given(words=payload.words))


def _acted(request: HttpRequest, number: str, action: WishAction, revision: int, given: Given) -> Any:
    wish = opened(request, number).wish
    perform_action(
        wish.pk, action, by=actor_of(request), given=given, revision=revision, nonce=nonce_of(request)
    )
    return wish_out(see(open_wish(number), actor_of(request)))


@router.post(
    "/wishes/{number}/claims", response={201: ClaimOut}, auth=Door(CLAIM, named=True), exclude_none=True,
    summary="Take a wish on",
)  # fmt: skip
def take_on(request: HttpRequest, number: WishNumber, payload: TakeOnIn) -> Any:
    """A lease: get in touch and do it in time, or give it back. Taken by others a moment ago: 409 with `taken`."""
    wish = opened(request, number).wish
    claim = claim_wish(wish.pk, by=actor_of(request), post_id=payload.post, nonce=nonce_of(request))
    return Status(201, claim_out(claim, wish))


@router.post(
    "/claims/{claim}/contact", response=ClaimOut, auth=Door(KEEP_CLAIM, named=True), exclude_none=True,
    summary="We are in touch",
)  # fmt: skip
def in_touch(request: HttpRequest, claim: ClaimKey) -> Any:
    """The first word with who wished was spoken."""
    held = _own(request, claim)
    return claim_out(note_contact(held.pk, by=actor_of(request), nonce=nonce_of(request)), held.wish)


@router.post(
    "/claims/{claim}/fulfil", response=ClaimOut, auth=Door(KEEP_CLAIM, named=True), exclude_none=True,
    summary="What I took on is done",
)  # fmt: skip
def fulfil(request: HttpRequest, claim: ClaimKey, payload: DeedIn) -> Any:
    """Who wished is asked then. Photos are added on the page."""
    held, by = _own(request, claim), actor_of(request)
    done = fulfil_claim(held.pk, words=payload.words, by=by, nonce=nonce_of(request))
    return claim_out(done, held.wish)


@router.post(
    "/claims/{claim}/return", response=ClaimOut, auth=Door(RETURN, named=True), exclude_none=True,
    summary="Give back what I took on",
)  # fmt: skip
def give_back(request: HttpRequest, claim: ClaimKey, payload: DeedIn) -> Any:
    """It goes to others; nobody minds."""
    held, by = _own(request, claim), actor_of(request)
    back = return_claim(held.pk, reason=payload.words, by=by, nonce=nonce_of(request))
    return claim_out(back, held.wish)


def _own(request: HttpRequest, key: int) -> Claim:
    """:raises Missing: somebody else's, or beyond the token's place."""
    actor = actor_of(request)
    found = Claim.objects.filter(pk=key, person=actor.pk).select_related("wish").first()
    if found is None or (actor.scope is not None and not actor.scope.covers(found.wish.place_id)):
        raise Missing(_("There is no such claim."), _("Look at your list of wishes."))
    return found
