"""Appointments on the phone: what no bin takes is fetched from the door."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.slips import held_token, keep_token
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.blank_forms import form_of, nonce_of, with_a_form
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.evidence.uploads import held_token as upload_token
from jiayuan.foundation.places.home import home_of
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.interfaces.sheet import (
    Sheet,
    filled_in,
    let_go_of_lost,
    take_in_photos,
    whole_number,
)
from jiayuan.services.cases.interfaces.visits import limit

from ..appointment_enums import AppointmentState
from ..domain.appointment_drafts import PURPOSE, AppointmentDraft, check_draft
from ..domain.appointments import (
    amend_appointment,
    book_appointment,
    cancel_appointment,
    move_appointment,
    no_such_appointment,
)
from ..domain.queries.appointments import free_hours, own_appointment, own_appointments
from ..domain.queries.near import estate_of
from ..models import Appointment


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def book(request: Visit) -> HttpResponse:
    """``estate``: of another than the one I belong to. Sent, the appointment."""
    estate = estate_of(home_of(request), request.GET.get("estate", ""))
    if estate is None:
        return HttpResponseRedirect(reverse("waste-bins"))
    if request.method == "POST":
        return _send(request, estate)
    if not form_of(request):
        return with_a_form(request)
    return _draw(request, estate, Sheet(values=_known(request), nonce=nonce_of(request, "pickup")))


def _known(request: Visit) -> dict[str, str]:
    person = request.actor.person
    if person is None:
        return {"pieces": "1"}
    phone = (person.phone or "").removeprefix("+86")
    return {"pieces": "1", "contact_name": person.name, "contact_phone": phone}


def _draw(request: Visit, estate: Place, sheet: Sheet) -> HttpResponse:
    address = f"{reverse('waste-pickup')}?estate={estate.path}"
    context = {
        "estate": estate,
        "hours": free_hours(estate),
        "own": own_appointments(request.actor),
        "sheet": sheet,
        "asks_again": bool(sheet.faults_of("again") or sheet.get("again")),
        "address": address,
        "switch_form": "pickup-form",
        "switch_to": address,
    }
    return render(request, "waste/phone/pickup.html", context, status=sheet.status)


def _draft(request: Visit, sheet: Sheet) -> AppointmentDraft:
    get = sheet.get
    return AppointmentDraft(
        get("hours"), get("items"), get("pieces"), get("address"), get("contact_name"), get("contact_phone"),
        sheet.photo_ids, upload_token(request), again=sheet.get("again") == "yes",
    )  # fmt: skip


def _send(request: Visit, estate: Place) -> HttpResponse:
    sheet = filled_in(request.POST)
    take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
    if is_drawn_again(request):
        return _draw(request, estate, sheet)
    try:
        limit(request, "report")
        draft = _draft(request, sheet)
        if sheet.faults:
            check_draft(draft)
        else:
            booked = book_appointment(estate.path, draft, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
        return _draw(request, estate, sheet)
    if hash_token(booked.token) == booked.appointment.token_hash:
        keep_token(request, booked.token)
    return HttpResponseRedirect(reverse("waste-appointment", args=[booked.appointment.pk]))


@require_safe
@never_cache
def by_link(request: Visit, token: str) -> HttpResponse:
    """Whoever holds the link opens it: the token is kept in the session, out of the address."""
    limit(request, "track")
    found = Appointment.objects.filter(token_hash=hash_token(token)).first()
    if found is None:
        raise no_such_appointment()
    keep_token(request, token)
    response = HttpResponseRedirect(reverse("waste-appointment", args=[found.pk]))
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appointment(request: Visit, pk: int) -> HttpResponse:
    """How it stands; sent, it is changed."""
    found = own_appointment(request.actor, pk)
    if request.method == "POST":
        return _amend(request, found)
    return _show(request, found, Sheet(values=_kept(found)))


def _kept(found: Appointment) -> dict[str, str]:
    return {
        "hours": str(found.hours_id), "items": found.items, "pieces": str(found.pieces), "address": found.address,
        "contact_name": found.contact_name, "contact_phone": found.contact_phone.removeprefix("+86"),
    }  # fmt: skip


def _show(request: Visit, found: Appointment, sheet: Sheet) -> HttpResponse:
    token = held_token(request, found.token_hash)
    is_open = found.state == AppointmentState.BOOKED and not found.hours.has_begun
    waits = found.state == AppointmentState.UNSEATED
    context = {
        "appointment": found,
        "estate": found.estate,
        "is_open": is_open,
        "hours": free_hours(found.estate, but_also=found.hours_id) if is_open else [],
        "others": free_hours(found.estate, waste=found.hours.waste) if waits else [],
        "waits": waits,
        "link": absolute(request, reverse("waste-appointment-link", args=[token])) if token else "",
        "sheet": sheet,
    }
    return render(request, "waste/phone/appointment.html", context, status=sheet.status)


def _amend(request: Visit, found: Appointment) -> HttpResponse:
    sheet = filled_in(request.POST)
    take_in_photos(sheet, request, request.actor, purpose=PURPOSE)
    try:
        draft, revision = _draft(request, sheet), whole_number(sheet.get("revision"))
        if sheet.faults:
            check_draft(draft)
        else:
            amend_appointment(found.pk, draft, by=request.actor, revision=revision)
    except DomainError as error:
        sheet.note(error)
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor, purpose=PURPOSE)
        return _show(request, own_appointment(request.actor, found.pk), sheet)
    messages.success(request, _("Changed."))
    return HttpResponseRedirect(reverse("waste-appointment", args=[found.pk]))


@require_POST
@never_cache
def cancel(request: Visit, pk: int) -> HttpResponse:
    """A refusal brings the page back: its hours may have begun, or it was fetched meanwhile."""
    found = own_appointment(request.actor, pk)
    sheet = Sheet(values=_kept(found))
    try:
        cancel_appointment(found.pk, by=request.actor)
    except DomainError as error:
        sheet.note(error)
        return _show(request, own_appointment(request.actor, pk), sheet)
    messages.success(request, _("Cancelled. Its place is free for somebody else."))
    return HttpResponseRedirect(reverse("waste-appointment", args=[pk]))


@require_POST
@never_cache
def move(request: Visit, pk: int) -> HttpResponse:
    """Its hours were withdrawn, and these are chosen. A refusal brings the page back with the hours that are left."""
    sheet, found = filled_in(request.POST), own_appointment(request.actor, pk)
    try:
        move_appointment(found.pk, sheet.get("hours"), by=request.actor)
    except DomainError as error:
        sheet.note(error)
        return _show(request, own_appointment(request.actor, pk), sheet)
    messages.success(request, _("The other hours are yours."))
    return HttpResponseRedirect(reverse("waste-appointment", args=[pk]))
