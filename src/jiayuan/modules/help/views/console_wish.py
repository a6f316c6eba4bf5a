"""A wish at the desk: what was typed, what happened, who is at it, and what can be done next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import Verdict, may
from jiayuan.foundation.common.abilities import skill_names
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.domain.queries.catalogue import current_versions, grouped
from jiayuan.services.cases.domain.suggesting.suggest import propose
from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain.acts import PERMISSIONS, perform_action
from ..domain.checking import Warned, look_over, mark_of
from ..domain.claim_absence import look_after_absence
from ..domain.claims import return_claim
from ..domain.contact import reveal_contact
from ..domain.fund_payments import is_payable
from ..domain.queries.desk import claims_of, desk_wish
from ..domain.queries.parts import parts_of
from ..domain.queries.photos import desk_standing, photos_at_the_desk
from ..domain.queries.progress import history, said_of, steps_of
from ..domain.steps import find_step
from ..enums import Concern, Tier, Urgency, WishAction, WishState
from ..interfaces.desk_sheet import (
    CARD,
    card_text,
    card_values,
    given_of,
    name_of_wisher,
    sent_in,
    unseen_warnings,
)
from ..lifecycle import BY_ACTION, actions_from
from ..limits import MOST_SEATS, PUBLIC_WORDS, REASON, TITLE
from ..models import Claim, Wish, WishContact, WishPhoto
from ..photo_enums import Faces
from ..place_rules import PLACE
from ..rules import NOTE_YES, RETURN, SPLIT, WALL_LOOK

SAID_AT_THE_DESK: dict[WishAction, str | Promise] = {
    WishAction.CONFIRM: gettext_lazy("Who wished says on the phone: it is done"),
    WishAction.OBJECT: gettext_lazy("Who wished says on the phone: not done yet"),
    WishAction.WITHDRAW: gettext_lazy("Who wished no longer needs it"),
    WishAction.MOVE: gettext_lazy("This is for an office: make it a report"),
}
"""Where the desk passes on what who wished said, or decides, it says so."""
ASKED: dict[WishAction, str | Promise] = {
    WishAction.DECLINE: gettext_lazy("Why not? Who wished reads it"),
    WishAction.MOVE: gettext_lazy("Why is it a report? Who wished reads it"),
    WishAction.OBJECT: gettext_lazy("What is still missing?"),
    WishAction.GIVE_UP: gettext_lazy("What was tried? Who wished reads it"),
    WishAction.CONFIRM: gettext_lazy("Anything else that the community should know?"),
    WishAction.WITHDRAW: gettext_lazy("Would they like to say why?"),
}
ICONS = {
    WishAction.OPEN: "check", WishAction.DECLINE: "circle-minus", WishAction.MOVE: "clipboard-list",
    WishAction.AMEND: "pencil", WishAction.CLIMB: "arrow-up", WishAction.CONFIRM: "phone",
    WishAction.OBJECT: "rotate-ccw", WishAction.WITHDRAW: "x", WishAction.GIVE_UP: "circle-minus",
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """One form of the page, or the reason why it is not offered to this reader."""

    action: WishAction
    needs_words: bool
    verdict: Verdict

    @property
    def label(self) -> str | Promise:
        return SAID_AT_THE_DESK.get(self.action, self.action.label)

    @property
    def icon(self) -> str:
        return ICONS[self.action]

    @property
    def asks(self) -> str | Promise:
        """The question above the words; empty where none are asked for."""
        return ASKED.get(self.action, "")

    @property
    def is_card(self) -> bool:
        return self.action in CARD


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def page(request: Visit, number: str) -> HttpResponse:
    return draw(request, desk_wish(number, request.actor))


def draw(
    request: Visit,
    wish: Wish,
    *,
    sheet: Sheet | None = None,
    sent: str = "",
    contact: WishContact | None = None,
    warned: Sequence[Warned] = (),
) -> HttpResponse:
    """``sheet`` is the form ``sent`` (an action, ``contact`` or a claim's) that comes back with what was typed."""
    sheet = sheet or Sheet()
    offers = [
        Offer(each.action, each.needs_words, may(request.actor, PERMISSIONS[each.action], wish))
        for each in actions_from(wish.state)
        # Taking it up words the card; splitting it and changing its place have pages of their own.
        if (wish.state, each.action) != (WishState.POSTED, WishAction.AMEND)
        and each.action not in (WishAction.SPLIT, WishAction.PLACE)
    ]
    photos = photos_at_the_desk(wish)
    context: dict[str, Any] = {
        "wish": wish,
        "shows_reason": True,
        "steps": steps_of(wish),
        "said": said_of(wish, to_wisher=False),
        "lines": list(reversed(history(wish, request.actor))),
        "claims": [(each, f"claim{each.pk}") for each in claims_of(wish)],
        "may_return": bool(may(request.actor, RETURN, Claim(wish=wish))),
        "parts": parts_of(wish),
        "may_split": wish.state == WishState.OPEN and bool(may(request.actor, SPLIT, wish)),
        "fund_may_pay": wish.tier == Tier.FUND and is_payable(wish),
        "may_place": _may_place(request, wish),
        "contact": getattr(wish.parent or wish, "contact", None),
        "shown_contact": contact,
        "offers": [each for each in offers if each.verdict],
        "withheld": [each for each in offers if not each.verdict],
        "sheet": sheet,
        "sent": sent,
        "is_lost": bool(sent) and sheet.status == 409 and sent not in {str(each.action) for each in offers},
        "look_out": look_over(wish.words) if wish.state == WishState.POSTED else [],
        "warned": warned,
    }
    context |= _for_photos(request, wish, photos)
    context |= _for_forms(wish, sheet, sent, {each.action for each in offers if each.verdict})
    return render(request, "help/console/wish.html", context, status=sheet.status)


def _may_place(request: Visit, wish: Wish) -> bool:
    return wish.state in BY_ACTION[WishAction.PLACE].sources and bool(may(request.actor, PLACE, wish))


def _for_photos(request: Visit, wish: Wish, photos: Sequence[WishPhoto]) -> dict[str, Any]:
    """What was done in pictures, and what this desk may say of them; nothing where there are none."""
    if not photos:
        return {}
    return {
        "photos": [(each, f"photo{each.pk}") for each in photos],
        "wall": desk_standing(photos),
        "faces": Faces.choices,
        "may_look": bool(may(request.actor, WALL_LOOK, wish)),
        "may_note_yes": bool(may(request.actor, NOTE_YES, wish)),
    }


def _for_forms(wish: Wish, sheet: Sheet, sent: str, drawn: set[WishAction]) -> dict[str, Any]:
    """What the forms that are drawn choose from."""
    found: dict[str, Any] = {}
    if drawn & set(CARD):
        card = sheet if sent in CARD else Sheet(values=card_values(wish), nonce=sheet.nonce)
        found |= {
            "card": card,
            "chosen": card.get("skills").split(","),
            "skills": sorted(skill_names().items()),
            "seen": mark_of(card_text(card)),
            "concerns": Concern.choices,
            "urgencies": Urgency.choices,
            "limits": {"title": TITLE, "public_words": PUBLIC_WORDS, "words": REASON, "seats": MOST_SEATS},
        }
    if WishAction.MOVE in drawn:
        versions = current_versions()
        found |= {"proposals": propose(wish.words, versions), "groups": grouped(versions)}
    if WishAction.CLIMB in drawn:
        found["next_step"] = find_step(wish)
    return found


@console_view(*DESK_STAFF)
@require_POST
@never_cache
def act(request: Visit, number: str, action: str) -> HttpResponse:
    """A refusal, or something found in the words of the card, brings the page back with what was typed."""
    wish = desk_wish(number, request.actor)
    if action not in WishAction.values:
        raise Missing(
            _("This cannot be done here."), _("Go back to the wish; what can be done is shown there.")
        )
    sheet, wanted = sent_in(request.POST), WishAction(action)
    if sheet.get("use"):
        sheet.values["category_code"] = sheet.get("use")
        return draw(request, wish, sheet=sheet, sent=action)
    if wanted in CARD and (warned := unseen_warnings(sheet, name_of_wisher(wish))):
        return draw(request, wish, sheet=sheet, sent=action, warned=warned)
    try:
        perform_action(
            wish.pk, wanted, by=request.actor, given=given_of(sheet, wanted),
            revision=whole_number(sheet.get("revision")) or 0, nonce=sheet.nonce,
        )  # fmt: skip
    except DomainError as error:
        sheet.note(error)
        return draw(request, desk_wish(number, request.actor), sheet=sheet, sent=action)
    return _done(request, wish, str(wanted.label))


@console_view(*DESK_STAFF)
@require_POST
@never_cache
def give_back(request: Visit, number: str, pk: int) -> HttpResponse:
    """For a helper who cannot after all, and called."""
    return _on_claim(
        request, number, pk, "claim",
        lambda sheet: return_claim(pk, reason=sheet.get("reason"), by=request.actor, nonce=sheet.nonce),
        said=_("Given back for the helper; others are asked."),
    )  # fmt: skip


@console_view(*DESK_STAFF)
@require_POST
@never_cache
def looked(request: Visit, number: str, pk: int) -> HttpResponse:
    """The community called whom a helper did not meet."""
    return _on_claim(
        request, number, pk, "looked",
        lambda sheet: look_after_absence(pk, words=sheet.get("words"), by=request.actor, nonce=sheet.nonce),
        said=_("Noted."),
    )  # fmt: skip


def _on_claim(
    request: Visit, number: str, pk: int, form: str, act: Callable[[Sheet], object], *, said: str
) -> HttpResponse:
    """What is done with a claim of this wish. A refusal brings the page back with the ``form`` that was sent."""
    wish, sheet = desk_wish(number, request.actor), sent_in(request.POST)
    try:
        if not Claim.objects.filter(pk=pk, wish=wish).exists():
            raise Missing(_("There is no such claim."), _("Look at the wish again."))
        act(sheet)
    except DomainError as error:
        sheet.note(error)
        return draw(request, desk_wish(number, request.actor), sheet=sheet, sent=f"{form}{pk}")
    return _done(request, wish, said)


@console_view(*DESK_STAFF)
@require_POST
@never_cache
def contact(request: Visit, number: str) -> HttpResponse:
    """How to reach who wished, in clear, once, with the reason recorded."""
    wish, sheet = desk_wish(number, request.actor), sent_in(request.POST)
    try:
        found = reveal_contact(wish, by=request.actor, reason=sheet.get("reason"))
    except DomainError as error:
        sheet.note(error)
        return draw(request, wish, sheet=sheet, sent="contact")
    return draw(request, wish, contact=found)


def _done(request: Visit, wish: Wish, what: str) -> HttpResponseRedirect:
    messages.success(request, _("%(number)s: %(done)s") % {"number": wish.number, "done": what})
    return HttpResponseRedirect(reverse("console-wish", args=[wish.number]))
