"""Certificates in the console: issued, replaced, revoked."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.forms import ReasonForm
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.certificate_requests import answer_request
from ..domain.certificates import issue_certificate, revoke_certificate
from ..domain.queries.certificates import requests_kept_by
from ..domain.queries.volunteers import visible_volunteer
from ..interfaces.forms import day_of
from ..interfaces.hour_forms import CertificateForm
from ..models import Certificate
from ..rules import KEEPERS
from .common import done, try_it
from .console_volunteers import show_volunteer


@console_view(*KEEPERS)
@require_POST
def issue(request: Visit, pk: int) -> HttpResponse:
    """Issue one; with ``instead_of`` it replaces another of the same volunteer."""
    volunteer, form = visible_volunteer(request.actor, pk), CertificateForm(request.POST)
    given, wanted = request.POST, request.POST.get("instead_of", "")
    old = volunteer.person.certificates.filter(number=wanted).first() if wanted else None
    if wanted and old is None:
        raise Missing(_("There is no such certificate."), _("Look at the volunteer's page."))
    made = try_it(
        form,
        lambda: issue_certificate(
            volunteer, since=day_of(given, "since"), until=day_of(given, "until"), by=request.actor, instead_of=old,
            nonce=given.get("nonce"),
        ),
    )  # fmt: skip
    if made is None:
        return show_volunteer(request, volunteer, status=422, certificate_form=form)
    return done(request, _("Issued. It can be printed now."), "console-volunteer", pk)


@console_view(*KEEPERS)
@require_POST
def answer(request: Visit, pk: int) -> HttpResponse:
    """A request: ``outcome`` is ``issue``, or anything else refuses it with a reason."""
    rows = requests_kept_by(request.actor).select_related("person__volunteer")
    asked = rows.filter(pk=pk).first()
    if asked is None:
        raise Missing(_("There is no such request."), _("Look at the volunteer's page."))
    grant, form = request.POST.get("outcome") == "issue", ReasonForm(request.POST)
    reason, volunteer = request.POST.get("reason", ""), asked.person.volunteer
    if try_it(form, lambda: answer_request(pk, grant=grant, reason=reason, by=request.actor)) is None:
        found = visible_volunteer(request.actor, volunteer.pk)
        return show_volunteer(request, found, status=422, asked_form=form)
    said = _("Issued. The volunteer is told.") if grant else _("Not issued. The volunteer is told why.")
    return done(request, said, "console-volunteer", volunteer.pk)


@console_view(*KEEPERS)
@require_POST
def revoke(request: Visit, pk: int) -> HttpResponse:
    found = (
        Certificate.objects.visible_to(request.actor)
        .select_related("person__volunteer")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Missing(_("There is no such certificate."), _("Look at the volunteer's page."))
    revoke_certificate(pk, reason=request.POST.get("reason", ""), by=request.actor)
    return done(
        request, _("Revoked. Whoever scans it sees that."), "console-volunteer", found.person.volunteer.pk
    )
