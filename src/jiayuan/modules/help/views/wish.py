"""Wishing on the phone: one page to say it, then a number, a slip and how far it is."""

from copy import copy
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.access.slips import held_token, keep_followed, keep_token
from jiayuan.foundation.common.blank_forms import form_of, nonce_of, with_a_form
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.evidence import uploads
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.home import home_of
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.acts import Given, perform_action
from ..domain.post import post_changed, post_wish
from ..domain.queries.danger import danger_in
from ..domain.queries.near import asking_to
from ..domain.queries.opened import open_wish
from ..domain.queries.parts import parts_seen
from ..domain.queries.photos import photos_of, standing_of
from ..domain.queries.progress import history, said_of, steps_of
from ..domain.queries.relay import conversations_of
from ..domain.queries.seen import Reader, Seen, see
from ..domain.queries.thanks import thanks_of
from ..domain.relay import write_as_wisher
from ..enums import Concern, Urgency, WishAction, WishKind, WishState
from ..interfaces.picture_sheet import keep_pictures, take_in_pictures
from ..interfaces.voice_sheet import kept_note, take_in_voice
from ..interfaces.where import courtyards, known_place
from ..interfaces.wish_sheet import draft_of, guessed_kind
from ..lifecycle import actions_from
from ..limits import MOST_PICTURES
from ..models import Wish
from ..rules import SPLIT, is_the_wisher
from .common import link_of, slip_of

WISHERS = (WishAction.CONFIRM, WishAction.OBJECT, WishAction.WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Visit) -> HttpResponse:
    """The form; sent, a wish and the way to its slip. With ``?again`` it comes back with all that was entered."""
    if request.method == "POST":
        return _send(request)
    if not form_of(request):
        return with_a_form(request)
    words = request.GET.get("q", "")[:200]
    values = {"words": words, "kind": guessed_kind(words)} | _known(request)
    return _draw(request, Sheet(values=values, nonce=nonce_of(request, "wish")))


def _known(request: Visit) -> dict[str, str]:
    """What need not be asked again: where I belong and, signed in, how to reach me."""
    home, person = home_of(request), request.actor.person
    known = known_place(home.path if home is not None else "")
    if person is not None:
        known |= {"contact_name": person.name, "contact_phone": (person.phone or "").removeprefix("+86")}
    return known


def _draw(request: Visit, sheet: Sheet) -> HttpResponse:
    context = {
        "sheet": sheet,
        "note": kept_note(sheet, request),
        "kinds": WishKind,
        "urgencies": Urgency,
        "concerns": Concern,
        "most_pictures": MOST_PICTURES,
        "communities": communities(),
        "courtyards": courtyards(sheet),
        "switch_form": "wish-form",
        "switch_to": reverse("wish-ask"),
    }
    return render(request, "help/phone/ask.html", context, status=sheet.status)


def _send(request: Visit) -> HttpResponse:
    sheet = filled_in(request.POST)
    take_in_voice(sheet, request)
    take_in_pictures(sheet, request)
    if is_drawn_again(request) or sheet.faults:
        return _draw(request, sheet)
    try:
        draft = replace(draft_of(sheet), upload_token=uploads.held_token(request))
        limit(request, "report")
        sent = post_wish(draft, by=request.actor, nonce=sheet.nonce, must_be_reachable=True)
        posted = post_changed(sent, draft, by=request.actor, nonce=sheet.nonce, must_be_reachable=True)
    except DomainError as error:
        sheet.note(error)
        keep_pictures(sheet, request)
        return _draw(request, sheet)
    keep_token(request, posted.token)
    again = "" if posted.is_new else "?again=1"
    return HttpResponseRedirect(reverse("wish-done", args=[posted.wish.number]) + again)


@require_safe
@never_cache
def done(request: Visit, number: str) -> HttpResponse:
    """Thank you, the number, and what happens next; with ``?again`` that it was sent before."""
    wish = _own(request, number)
    context = {
        "wish": wish,
        "link": link_of(request, wish),
        "was_sent": "again" in request.GET,
        "danger": danger_in(wish.words),
        "hotline": settings.HOTLINE,
    }
    return render(request, "help/phone/done.html", context)


@require_safe
@never_cache
def slip(request: Visit, number: str) -> HttpResponse:
    """On paper: the number, a code, and what happens next."""
    wish = _own(request, number)
    return render(request, "help/phone/slip.html", slip_of(request, wish))


@require_safe
@never_cache
def code(request: Visit, number: str) -> HttpResponse:
    """The QR code of a slip, for those who may print it."""
    return HttpResponse(qr_drawing(link_of(request, _own(request, number))), content_type="image/svg+xml")


@require_safe
@never_cache
def track(request: Visit, token: str) -> HttpResponse:
    """Whoever holds the slip may follow the wish: the token is kept in the session, out of the address."""
    limit(request, "track")
    wish = Wish.objects.filter(token_hash=hash_token(token)).first()
    if wish is None:
        raise Missing(
            _("This slip leads to no wish."), _("Ask the community office; they find it by its number.")
        )
    keep_followed(request, token)
    response = HttpResponseRedirect(reverse("wish", args=[wish.number]))
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def page(request: Visit, number: str) -> HttpResponse:
    """For who wished in full, for everybody else the card."""
    return draw_wish(request, see(open_wish(number), request.actor))


def draw_wish(request: Visit, seen: Seen, sheet: Sheet | None = None, sent: str = "") -> HttpResponse:
    """``sheet`` is a form of action ``sent`` that comes back."""
    sheet, wish, photos = sheet or Sheet(), seen.wish, photos_of(seen)
    context: dict[str, Any] = {
        "seen": seen,
        "wish": wish,
        "reader": seen.reader.value,
        "shows_reason": seen.shows_reason,
        "steps": steps_of(wish),
        "said": said_of(wish, to_wisher=seen.reader is Reader.WISHER),
        "sheet": sheet,
        "sent": sent,
        "conversations": conversations_of(seen),
        "parts": parts_seen(seen),
        "thanks": thanks_of(seen),
        "photos": photos,
        "wall": standing_of(seen, photos),
    }
    if seen.reader is Reader.WISHER:
        offered = {each.action for each in actions_from(wish.state)}
        context |= {f"may_{action}": action in offered for action in WISHERS}
        context["may_place"] = WishAction.PLACE in offered and wish.parent_id is None and not seen.by_slip
        context |= _told(request, seen)
        return render(request, "help/phone/own.html", context, status=sheet.status)
    context["asking"] = asking_to(wish, request.actor)
    context["may_split"] = _may_split(seen, request)
    return render(request, "help/phone/card.html", context, status=sheet.status)


def _told(request: Visit, seen: Seen) -> dict[str, Any]:
    """What was said, as this reader may read it (:mod:`..domain.queries.seen`)."""
    found = copy(seen.wish)  # never saved
    found.reason = seen.told(found.reason)
    lines = [replace(each, words=seen.told(each.words)) for each in history(seen.wish, request.actor)]
    return {"wish": found, "lines": lines, "words": seen.told(seen.wish.own_words), "by_slip": seen.by_slip}


def _may_split(seen: Seen, request: Visit) -> bool:
    """Asked only where it could be yes: of helpers of an open wish that is no part."""
    wish = seen.wish
    could = seen.reader is Reader.HELPER and wish.state == WishState.OPEN and wish.parent_id is None
    return could and bool(may(request.actor, SPLIT, wish))


@require_POST
def act(request: Visit, number: str, action: str) -> HttpResponse:
    """What who wished does: yes it is done, no it is not, or it is no longer needed."""
    wish = open_wish(number)
    if action not in WISHERS:
        raise Missing(
            _("This cannot be done here."), _("Go back to the wish; what can be done is shown there.")
        )
    sheet = filled_in(request.POST)
    revision = sheet.get("revision")
    try:
        perform_action(
            wish.pk,
            WishAction(action),
            by=request.actor,
            given=Given(
                words=sheet.get("words"),
                score=whole_number(sheet.get("score")),
                thanks=sheet.get("thanks"),
                wall=bool(sheet.get("wall")),
            ),
            revision=int(revision) if revision.isdecimal() and len(revision) < 9 else None,
            nonce=sheet.nonce,
        )
    except DomainError as error:
        sheet.note(error)
        return draw_wish(request, see(open_wish(number), request.actor), sheet, action)
    # Of a part one comes back to the whole: its page says how all of it stands.
    return HttpResponseRedirect(reverse("wish", args=[(wish.parent or wish).number]))


@require_POST
def say(request: Visit, number: str, pk: int) -> HttpResponse:
    """Who wished writes to one of the helpers."""
    wish, sheet = open_wish(number), filled_in(request.POST)
    try:
        limit(request, "relay")
        write_as_wisher(pk, sheet.get("words"), by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return draw_wish(request, see(wish, request.actor), sheet, f"say{pk}")
    return HttpResponseRedirect(f"{reverse('wish', args=[wish.number])}#say{pk}")


def _own(request: Visit, number: str) -> Wish:
    """:raises Missing: it is not theirs, and its slip is not in this session."""
    wish = open_wish(number)
    if not (is_the_wisher(request.actor, wish) or held_token(request, wish.token_hash)):
        raise Missing(
            _("There is no such wish."), _("See the wishes near you, or check the number on the slip.")
        )
    return wish
