"""Hours on the phone: what I gave, what is wrong with it, certificates, and verifying one."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import DomainError, Invalid, Missing
from jiayuan.foundation.common.masks import mask_name
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.gatherings.domain.presence import moment_at
from jiayuan.services.gatherings.models import Presence

from ..domain.certificates import draw_certificate, find_certificate
from ..domain.corrections import ask_correction
from ..domain.queries.certificates import requests_of
from ..domain.queries.hours import entries_of, forgotten_beside, led_to_mark, training_of, waiting_of
from ..domain.vouching import vouch_out
from ..interfaces.hour_forms import CorrectionForm
from ..models import Certificate, HourEntry
from .common import METHODS, done, form_page, try_it

A_PAGE = 30
LONGEST_NUMBER = 9
"""Digits, of whichever script: a Chinese keyboard may write ９０."""


@signed_in
@require_safe
@never_cache
def hours(request: Visit) -> HttpResponse:
    """All of mine, the newest first, and their sum."""
    return _show(request)


def _show(request: Visit, error: DomainError | None = None, about: int | None = None) -> HttpResponse:
    """``error``: what was wrong with the word ``about`` a presence, which comes back as it was typed."""
    person = request.actor.person
    rows = entries_of(person)
    context = {
        "page": page_of(rows, after=request.GET.get("after", ""), size=A_PAGE),
        "total": divmod(HourEntry.objects.filter(person=person).total(), 60),
        "training": divmod(training_of(person), 60),
        "waiting": waiting_of(person),
        "led": led_to_mark(person),
        "forgotten": [(each, mask_name(each.sign_up.display_name)) for each in forgotten_beside(person)],
        "certificates": list(Certificate.objects.filter(person=person).select_related("replaced_by")),
        "requests": requests_of(person),
        "error": error,
        "about": about,
        "typed": request.POST,
    }
    return render(request, "volunteering/phone/hours.html", context, status=error.status if error else 200)


@signed_in
@require_http_methods(METHODS)
def correct(request: Visit, pk: int) -> HttpResponse:
    """Say that an entry is wrong."""
    entry = HourEntry.objects.filter(person_id=request.actor.pk, pk=pk).first()
    if entry is None:
        raise Missing(_("There is no such entry of hours."), _("Look at your hours again."))
    given = request.POST if request.method == "POST" else None
    form = CorrectionForm(given, initial={"minutes": entry.minutes})
    if given is not None:
        text = given.get("minutes", "").strip()
        minutes = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else -1
        made = try_it(
            form, lambda: ask_correction(pk, minutes=minutes, words=given.get("words", ""), by=request.actor)
        )
        if made is not None:
            return done(
                request, _("Sent. Somebody of the community decides, and you see it here."), "my-hours"
            )
    return form_page(
        request, form, phone=True, back="my-hours", title=_("Something is wrong"), button=_("Send"),
        lead=_("%(day)s · %(words)s · %(minutes)s minutes")
        % {"day": local(entry.starts_at).date(), "words": entry.words, "minutes": entry.minutes},
    )  # fmt: skip


@signed_in
@require_POST
def vouch(request: Visit, pk: int) -> HttpResponse:
    """Say when somebody left who forgot to check out: ``time`` as 18:50, on the day on which it was on then."""
    presence = Presence.objects.select_related("sign_up__session").filter(pk=pk).first()
    if presence is None:
        raise Missing(_("Nothing was entered for this person."), _("Ask whoever led the gathering."))
    try:
        vouched = vouch_out(pk, _moment(presence, request.POST.get("time", "")), by=request.actor)
    except Invalid as error:
        return _show(request, error, pk)
    said = _("Entered. Thank you.") if vouched.out_at else _("Thank you. One more who was there is needed.")
    return done(request, said, "my-hours")


def _moment(presence: Presence, text: str) -> datetime:
    try:
        clock = datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 (a time of day)
    except ValueError as error:
        raise Invalid(_("This is no time."), _("Write it like 18:50."), field="time") from error
    return moment_at(presence.sign_up.session, clock)


def _address(request: Visit, certificate: Certificate) -> str:
    path = reverse("verify", args=[certificate.number, certificate.check_code])
    return (
        f"{settings.PUBLIC_URL.rstrip('/')}{path}"
        if settings.PUBLIC_URL
        else request.build_absolute_uri(path)
    )


@signed_in
@require_safe
def certificate(request: Visit, pk: int) -> HttpResponse:
    """The PDF, for its holder and the office."""
    found = Certificate.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such certificate."), _("Look at your hours again."))
    drawn = draw_certificate(found, address=_address(request, found), by=request.actor)
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@never_cache
def verify(request: Visit, number: str, check: str) -> HttpResponse:
    """For whoever scanned the code: is it ours, is it valid, and no more than needed."""
    found = find_certificate(number, check)
    context = {
        "number": number[:40],
        "certificate": found,
        "name": mask_name(found.content["name"]) if found else "",
        "time": divmod(found.minutes, 60) if found else None,
    }
    return render(request, "volunteering/phone/verify.html", context, status=200 if found else 404)
