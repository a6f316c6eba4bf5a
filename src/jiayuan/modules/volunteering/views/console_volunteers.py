"""Volunteers in the console: list, enter, one and what is done for them."""

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.forms import ReasonForm
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.people.domain.enter import enter_person
from jiayuan.foundation.people.searched import keep_words, words_of

from ..certificate_rules import ISSUE
from ..domain.paper_photos import look_at_photo
from ..domain.qualifications import verify_qualification
from ..domain.queries.certificates import explained, light_of, open_request_of
from ..domain.queries.pairings import communities_of, told_about
from ..domain.queries.volunteers import (
    VolunteerFilter,
    listed_volunteers,
    teams_of,
    visible_volunteer,
    waiting_counts,
)
from ..domain.skills import skills_in_use
from ..domain.volunteers import Profile, enter_volunteer, leave, note_guardian, reveal_volunteer, say_thanks
from ..enums import Slot, Speech
from ..interfaces.forms import EnterForm, MannerForm, ThanksForm, choices_of
from ..interfaces.hour_forms import CertificateForm
from ..models import HourEntry, Qualification, Volunteer
from ..rules import KEEPERS
from ..timeline import spoken_entries
from ..volunteer_rules import GUARDIAN, LEAVE, REVEAL, THANK, VERIFY
from .common import METHODS, done, form_page, tree, try_it

A_PAGE = 50


@console_view(*DESK_STAFF)
@require_http_methods(METHODS)
def volunteers(request: Visit) -> HttpResponse:
    """Those of my places; ``skill``, ``place``, ``waiting``, ``after``. Names looked for stand in no address."""
    if request.method == "POST":
        name = keep_words(request.session, request.POST.get("q", ""))
        return HttpResponseRedirect(f"{request.path}?{urlencode({'found': name})}" if name else request.path)
    skills = skills_in_use()
    wanted = VolunteerFilter.of(
        request.GET, skills, text=words_of(request.session, request.GET.get("found", ""))
    )
    rows = listed_volunteers(request.actor, wanted)
    context = {
        "wanted": wanted,
        "skills": skills,
        "places": communities_of(request.actor),
        "waiting": waiting_counts(request.actor),
        "page": page_of(rows, after=request.GET.get("after", ""), size=A_PAGE),
        "keeps": request.actor.reach.has_any(KEEPERS),
    }
    return render(request, "volunteering/console/volunteers.html", context)


@console_view(*KEEPERS)
@require_http_methods(METHODS)
def enter(request: Visit) -> HttpResponse:
    """Enter somebody who asked for it."""
    given = request.POST if request.method == "POST" else None
    choices = {
        "community": tree(communities_of(request.actor)),
        "skills": choices_of(skills_in_use(), empty=False),
    }
    form = EnterForm(given, choices=choices)
    if given is not None:
        made = try_it(form, lambda: _enter(request))
        if made is not None:
            return done(request, _("Entered. They find it on their phone."), "console-volunteer", made.pk)
    return form_page(
        request, form, title=_("Enter a volunteer"), back="console-volunteers", button=_("Save"),
        lead=_("For somebody who asked for it. Never a number of an identity card."),
    )  # fmt: skip


def _enter(request: Visit) -> Volunteer:
    """Account and volunteer, or neither."""
    given, path = request.POST, request.POST.get("community", "")
    profile = Profile(path, skills=given.getlist("skills"))
    with transaction.atomic():
        person = enter_person(
            phone=given.get("phone", ""), name=given.get("name", ""), home_path=path, by=request.actor
        )
        return enter_volunteer(person, profile, manner=given.get("manner", ""), by=request.actor)


@console_view(*DESK_STAFF)
@require_safe
def volunteer(request: Visit, pk: int) -> HttpResponse:
    return show_volunteer(request, visible_volunteer(request.actor, pk))


def show_volunteer(request: Visit, found: Volunteer, *, status: int = 200, **more: Any) -> HttpResponse:
    asked = open_request_of(found.person)
    speech, slots = dict(Speech.choices), dict(Slot.choices)
    context = {
        "volunteer": found,
        "languages": [speech[each] for each in found.languages if each in speech],
        "slots": [slots[each] for each in found.availability if each in slots],
        "papers": list(found.qualifications.select_related("verified_by")),
        "teams": teams_of(found),
        "thanks": list(found.thanks.all()[:5]),
        "told": spoken_entries(told_about(found.stream)),
        "minutes": divmod(HourEntry.objects.filter(person=found.person).total(), 60),
        "certificates": list(found.person.certificates.select_related("replaced_by")),
        "asked": asked,
        "asked_light": light_of(asked) if asked else "",
        "asked_because": explained(asked) if asked else "",
        "asked_form": ReasonForm(),
        "certificate_form": CertificateForm(),
        "reason_form": ReasonForm(),
        "manner_form": MannerForm(),
        "thanks_form": ThanksForm(),
        **{f"may_{name}": may(request.actor, rule, found) for name, rule in _BUTTONS.items()},
        **more,
    }
    response = render(request, "volunteering/console/volunteer.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


_BUTTONS = {
    "issue": ISSUE,
    "reveal": REVEAL,
    "guardian": GUARDIAN,
    "verify": VERIFY,
    "thank": THANK,
    "leave": LEAVE,
}


@console_view(*DESK_STAFF)
@require_POST
def reveal(request: Visit, pk: int) -> HttpResponse:
    """Numbers in full, for a reason."""
    found, form = visible_volunteer(request.actor, pk), ReasonForm(request.POST)
    reason = request.POST.get("reason", "")
    shown = try_it(form, lambda: reveal_volunteer(found, by=request.actor, reason=reason))
    return (
        show_volunteer(request, found, shown=shown)
        if shown
        else show_volunteer(request, found, status=422, reason_form=form)
    )


@console_view(*KEEPERS)
@require_POST
def guardian(request: Visit, pk: int) -> HttpResponse:
    found, form = visible_volunteer(request.actor, pk), MannerForm(request.POST)
    manner = request.POST.get("manner", "")
    if try_it(form, lambda: note_guardian(pk, manner=manner, by=request.actor)) is None:
        return show_volunteer(request, found, status=422, manner_form=form)
    return done(request, _("Noted. They can take part."), "console-volunteer", pk)


@console_view(*KEEPERS)
@require_POST
def thanks(request: Visit, pk: int) -> HttpResponse:
    found, form = visible_volunteer(request.actor, pk), ThanksForm(request.POST)
    words = request.POST.get("words", "")
    if try_it(form, lambda: say_thanks(pk, words, by=request.actor)) is None:
        return show_volunteer(request, found, status=422, thanks_form=form)
    return done(request, _("Said. It is shown where they agreed to be named."), "console-volunteer", pk)


@console_view(*KEEPERS)
@require_POST
def leave_it(request: Visit, pk: int) -> HttpResponse:
    leave(visible_volunteer(request.actor, pk).pk, by=request.actor)
    return done(request, _("Left. What was given stays on record."), "console-volunteers")


@console_view(*KEEPERS)
@require_POST
def verify(request: Visit, pk: int) -> HttpResponse:
    """I have seen this paper."""
    seen = Volunteer.objects.visible_to(request.actor)
    paper = Qualification.objects.filter(pk=pk, volunteer__in=seen).first()
    if paper is None:
        raise Missing(_("There is no such paper."), _("Open the volunteer's page again."))
    verify_qualification(pk, by=request.actor)
    return done(request, _("Verified."), "console-volunteer", paper.volunteer_id)


@console_view(*KEEPERS)
@require_safe
def paper_photo(request: Visit, pk: int) -> FileResponse:
    """The photo of a paper, for who verifies it; kept by no cache, each look recorded."""
    seen = Volunteer.objects.visible_to(request.actor)
    if not Qualification.objects.filter(pk=pk, volunteer__in=seen).exists():
        raise Missing(_("There is no such paper."), _("Open the volunteer's page again."))
    photo = look_at_photo(pk, by=request.actor)
    try:
        content = photo.file.open("rb")
    except FileNotFoundError:
        raise Missing(_("There is no such photo."), _("Ask them to send it again.")) from None
    response = FileResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="paper.jpg"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
