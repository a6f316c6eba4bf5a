"""Becoming a volunteer on the phone, and what one shows of oneself."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.domain.queries import communities

from ..domain.branches import end_report, report_member
from ..domain.qualifications import add_qualification
from ..domain.queries.volunteers import live_report_of, volunteer_of
from ..domain.skills import skills_in_use
from ..domain.volunteers import Profile, edit_profile, leave, register_volunteer
from ..interfaces.forms import choices_of, day_of, number_of
from ..interfaces.phone_forms import BranchForm, PaperForm, ProfileForm
from ..interfaces.sent_photos import paper_photo
from ..models import Qualification, Volunteer
from .common import METHODS, done, form_page, try_it
from .phone import _own

_PLAIN = ("emergency_name", "emergency_phone", "insurance", "born", "guardian_name", "guardian_phone")
_SEVERAL = ("skills", "languages", "availability")


def profile_of(given: QueryDict) -> Profile:
    several: dict[str, Any] = {name: given.getlist(name) for name in _SEVERAL}
    return Profile(given.get("community", ""), **several, **{name: given.get(name, "") for name in _PLAIN})


def _home(request: Visit) -> str:
    place = request.actor.person.home_place_id or ""
    return str(place)[:12]


def _initial(request: Visit, found: Volunteer | None) -> dict[str, Any]:
    if found is None:
        return {"community": _home(request)}
    return {
        **{name: getattr(found, name) for name in (*_PLAIN, "languages", "availability")},
        "community": found.community_id,
        "skills": [each.pk for each in found.skills.all()],
    }


def _communities() -> list[Any]:
    """Street by street."""
    return [
        ("", ""),
        *((str(street), [(each.path, str(each)) for each in inside]) for street, inside in communities()),
    ]


@signed_in
@require_http_methods(METHODS)
def profile(request: Visit) -> HttpResponse:
    """Become a volunteer, or change what one offers."""
    found = volunteer_of(request.actor)
    active = found if found is not None and found.ended_on is None else None
    given = request.POST if request.method == "POST" else None
    choices = {"community": _communities(), "skills": choices_of(skills_in_use(), empty=False)}
    form = ProfileForm(given, choices=choices, initial=_initial(request, found))
    if given is not None:
        wanted = profile_of(given)
        saved = try_it(form, lambda: _save(request, active, wanted))
        if saved is not None:
            return done(request, _("Saved. Thank you."), "volunteering")
    return form_page(
        request, form, phone=True, back="volunteering",
        title=_("My profile") if active else _("Become a volunteer"),
        button=_("Save") if active else _("I want to help"),
        lead=_("Only your community is needed; everything else helps to ask the right person."),
    )  # fmt: skip


def _save(request: Visit, active: Volunteer | None, wanted: Profile) -> Volunteer:
    if active is None:
        return register_volunteer(wanted, by=request.actor)
    return edit_profile(active.pk, wanted, by=request.actor)


@signed_in
@require_POST
def leave_it(request: Visit) -> HttpResponse:
    leave(_own(request).pk, by=request.actor)
    return done(request, _("You have left. Come back whenever you like."), "volunteering")


@signed_in
@require_http_methods(METHODS)
def paper(request: Visit) -> HttpResponse:
    """Show a paper: the community verifies it."""
    found = _own(request)
    given = request.POST if request.method == "POST" else None
    nonce = request.POST.get("nonce", "")[:40] or str(uuid4())
    form, kept = PaperForm(given), None
    if given is not None:
        try:
            kept = paper_photo(request, request.actor, nonce)
        except DomainError as error:
            form.blame(error)
        else:
            if try_it(form, lambda: _show_paper(request, found, kept)) is not None:
                return done(request, _("Noted. Show the paper at your community office."), "volunteering")
    context = {"form": form, "nonce": nonce, "kept": kept}
    status = 422 if form.is_bound else 200
    return render(request, "volunteering/phone/paper.html", context, status=status)


def _show_paper(request: Visit, found: Volunteer, photo: Photo | None) -> Qualification:
    given = request.POST
    days = {name: day_of(given, name) for name in ("issued_on", "expires_on")}
    return add_qualification(
        found.pk, kind=given.get("kind", ""), number=given.get("number", ""), evidence=photo,
        by=request.actor, **days,
    )  # fmt: skip


@signed_in
@require_http_methods(METHODS)
def branch(request: Visit) -> HttpResponse:
    """Report to the community where I live, as a member of a party branch."""
    given = request.POST if request.method == "POST" else None
    branches = (
        Organisation.objects.current().filter(kind=OrganisationKind.PARTY_BRANCH).order_by("name", "pk")
    )
    choices = {
        "branch": choices_of(branches), "community": _communities(),
        "skills": choices_of(skills_in_use(), empty=False),
    }  # fmt: skip
    initial = {"community": _home(request), "branch": request.GET.get("branch", "")[:9]}
    form = BranchForm(given, choices=choices, initial=initial)
    if given is not None:
        fields: dict[str, Any] = {
            "branch_id": number_of(given.get("branch", "")),
            "community_path": given.get("community", ""),
        }
        made = try_it(
            form,
            lambda: report_member(
                request.actor.person, skills=given.getlist("skills"), by=request.actor, **fields
            ),
        )
        if made is not None:
            return done(
                request, _("You have reported. The community knows that you are there."), "volunteering"
            )
    return form_page(
        request, form, phone=True, back="volunteering", title=_("Report to my community"),
        button=pgettext("to the community", "Report"),
        lead=_(
            "Members of a party branch report to the community where they live, and help there."
            " Community and branch see that you reported, and since when."
        ),
    )  # fmt: skip


@signed_in
@require_POST
def branch_end(request: Visit) -> HttpResponse:
    report = live_report_of(request.actor.person)
    if report is not None:
        end_report(report.pk, by=request.actor)
    return done(request, _("Ended."), "volunteering")
