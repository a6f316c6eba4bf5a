"""What is held about me: see it, take it along, have it erased. And where I am signed in."""

import json

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.visit import Visit

from ..domain.erase import erase_person
from ..domain.export import export_person
from ..domain.sessions import end_other_sessions, end_session, sessions_of
from ..interfaces.forms import WordForm
from ..rules import ERASE
from .ways import key_of, page


@signed_in
def my_data(request: Visit) -> HttpResponse:
    """Which parts of the house hold something about me."""
    person = request.actor.person
    return page(
        request,
        "my_data",
        person=person,
        parts=[holder.label for holder in registers.personal_data],
        erasing=may(request.actor, ERASE, person),
    )


@signed_in
@require_POST
def export_my_data(request: Visit) -> HttpResponse:
    """All of it as one JSON file."""
    held = export_person(request.actor.person, by=request.actor)
    text = json.dumps(held, ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jiayuan-{today().isoformat()}.json"'
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_me(request: Visit) -> HttpResponse:
    """Asked twice: the page says what happens, and the word has to be typed."""
    word = pgettext("typed to confirm", "erase")
    erasing = may(request.actor, ERASE, request.actor.person)
    if request.method != "POST":
        return page(request, "erase_me", word=word, erasing=erasing, form=WordForm())
    try:
        if request.POST.get("word", "").strip().lower() != word:
            raise Invalid(
                _("The word was not typed as shown."), _("Type it exactly, or leave this page."), field="word"
            )
        erase_person(request.actor.person, by=request.actor)
    except DomainError as error:
        return page(
            request, "erase_me", error, word=word, erasing=erasing, form=WordForm(request.POST).blame(error)
        )
    logout(request)
    return redirect("erased")


def erased(request: Visit) -> HttpResponse:
    """The last page: it is done."""
    return page(request, "erased")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_sessions(request: Visit) -> HttpResponse:
    """Where I am signed in; sign out at one place or everywhere else."""
    person, this = request.actor.person, request.session.session_key
    if request.method == "POST":
        if request.POST.get("end") == "others":
            count = end_other_sessions(person, this=this, by=request.actor)
            said = ngettext("Signed out on %(count)d device.", "Signed out on %(count)d devices.", count)
            messages.success(request, said % {"count": count})
        else:
            end_session(person, key_of(request.POST.get("end", "")), by=request.actor)
            messages.success(request, _("Signed out on that device."))
        return redirect("me-sessions")
    return page(request, "my_sessions", sessions=sessions_of(person, this=this))
