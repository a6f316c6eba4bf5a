"""The pledge on a phone: read, sign, keep the certificate, take it back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.slips import held_token, keep_token
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.blank_forms import form_of, nonce_of, with_a_form
from jiayuan.foundation.common.errors import Conflict, DomainError
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.home import home_of
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.pledge_sheet import draw_pledge
from ..domain.pledge_texts import current_text, text_of, text_offered
from ..domain.pledging import (
    COMMUNITY,
    counts,
    no_such_pledge,
    own_pledge,
    renew_pledge,
    sign_pledge,
    withdraw_pledge,
)
from ..models import Pledge

FORMS = {"pdf": "application/pdf", "png": "image/png"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pledge(request: Visit) -> HttpResponse:
    """The words and the form; who has signed is led to theirs."""
    if request.method == "POST":
        return _send(request)
    own = own_pledge(request.actor)
    if own is not None:
        return HttpResponseRedirect(reverse("sorting-pledge-own", args=[own.pk]))
    if not form_of(request):
        return with_a_form(request)
    home = home_of(request)
    values = {"place_path": home.path[:COMMUNITY] if home is not None else ""}
    return _draw(request, Sheet(values=values, nonce=nonce_of(request, "pledge")))


def _draw(request: Visit, sheet: Sheet) -> HttpResponse:
    text, place = current_text(), sheet.get("place_path")
    context = {
        "sheet": sheet,
        "version": text.version,
        "lines": text.said(get_language() or "zh"),
        "communities": communities(),
        "count": counts(place).get(place, 0) if len(place) == COMMUNITY else 0,
        "switch_form": "pledge-form",
        "switch_to": reverse("sorting-pledge"),
    }
    return render(request, "sorting/phone/pledge.html", context, status=sheet.status)


def _send(request: Visit) -> HttpResponse:
    sheet = filled_in(request.POST)
    if is_drawn_again(request):
        return _draw(request, sheet)
    get = sheet.get
    try:
        limit(request, "report")
        signed = sign_pledge(
            get("shown_name"), get("place_path"), get("version"), by=request.actor, nonce=sheet.nonce
        )
    except DomainError as error:
        sheet.note(error)
        return _draw(request, sheet)
    if hash_token(signed.token) == signed.pledge.token_hash:
        keep_token(request, signed.token)
    if not signed.is_new:
        messages.info(request, _("You have signed already; this is your pledge."))
    return HttpResponseRedirect(reverse("sorting-pledge-own", args=[signed.pledge.pk]))


@require_safe
@never_cache
def by_link(request: Visit, token: str) -> HttpResponse:
    """Whoever holds the link opens it: the token is kept in the session, out of the address."""
    limit(request, "track")
    found = Pledge.objects.filter(token_hash=hash_token(token)).first()
    if found is None:
        raise no_such_pledge()
    keep_token(request, token)
    response = HttpResponseRedirect(reverse("sorting-pledge-own", args=[found.pk]))
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def own(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    token = held_token(request, found.token_hash)
    place = str(found.community_id)
    language = get_language() or "zh"
    offered = text_offered(found.version) if found.withdrawn_at is None else None
    context = {
        "pledge": found,
        "lines": text_of(found.version).said(language),
        "offered": offered,
        "offered_lines": offered.said(language) if offered else (),
        "link": absolute(request, reverse("sorting-pledge-link", args=[token])) if token else "",
        "count": counts(place).get(place, 0),
    }
    return render(request, "sorting/phone/pledge_own.html", context)


@require_safe
@never_cache
def certificate(request: Visit, pk: int, form: str) -> HttpResponse:
    """Drawn for this reader and kept nowhere."""
    limit(request, "print")
    drawn = draw_pledge(
        _own(request, pk), language=get_language() or "zh-hans", by=request.actor,
        address=absolute(request, reverse("sorting-pledge")), as_picture=form == "png",
    )  # fmt: skip
    answer = HttpResponse(drawn, content_type=FORMS[form])
    answer["Content-Disposition"] = f'inline; filename="pledge.{form}"'
    return answer


@require_POST
@never_cache
def withdraw(request: Visit, pk: int) -> HttpResponse:
    withdraw_pledge(_own(request, pk).pk, by=request.actor)
    messages.success(request, _("Taken back. Your name is gone; the certificate cannot be drawn any more."))
    return HttpResponseRedirect(reverse("sorting"))


@require_POST
@never_cache
def renew(request: Visit, pk: int) -> HttpResponse:
    """Sign today's words instead of those of before. Words that changed meanwhile are read again first."""
    found = _own(request, pk)
    try:
        renew_pledge(found.pk, request.POST.get("version", ""), by=request.actor)
    except Conflict as error:
        messages.error(request, f"{error.message} {error.remedy}")
    else:
        messages.success(request, _("Signed. The certificate says the new words."))
    return HttpResponseRedirect(reverse("sorting-pledge-own", args=[found.pk]))


def _own(request: Visit, pk: int) -> Pledge:
    """:raises Missing: of somebody else, or there is none: both sound the same."""
    rows = Pledge.objects.visible_to(request.actor).select_related("community")
    found = rows.defer("community__boundary").filter(pk=pk).first()
    if found is None:
        raise no_such_pledge()
    return found
