"""In the console: the photos of a gathering, and what material it needs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.domain.accept import accept_photo

from ..domain.material import list_material
from ..domain.photos import NO_PHOTOS, PURPOSE, add_photos, remove_session_photo
from ..domain.queries.beside import material_of, photos_of
from ..enums import PhotoConsent
from ..interfaces.entered import material_lines, number_of
from ..limits import PHOTOS_AT_ONCE
from ..models import Session
from .common import HOSTS, hosted_session


@console_view(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: Visit, pk: int) -> HttpResponse:
    """What was typed comes back with what is wrong; photos have to be chosen again, as browsers want it."""
    session, error = hosted_session(request, pk), None
    if request.method == "POST":
        try:
            said = _acted(request, session)
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, said)
            return redirect("console-gathering-beside", session.pk)
    material = material_of(session, request.actor)
    context: dict[str, Any] = {
        "session": session,
        "pairs": photos_of(session),
        "material": material,
        "listed": "\n".join(f"{each.material.name} {each.material.wanted}" for each in material),
        "consents": PhotoConsent.choices,
        "may_add": session.state not in NO_PHOTOS,
        "most": PHOTOS_AT_ONCE,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "gatherings/console/beside.html", context, status=error.status if error else 200)


def _acted(request: Visit, session: Session) -> str:
    """What was done, in words."""
    post = request.POST
    if "remove" in post:
        remove_session_photo(session.pk, number_of(post, "remove"), by=request.actor)
        return _("The photo is taken out.")
    if "material" in post:
        list_material(session.pk, material_lines(post["material"]), by=request.actor)
        return _("The list of material is changed.")
    add_photos(
        session.pk,
        _taken_in(request),
        side=post.get("side", ""),
        consent=post.get("consent", ""),
        by=request.actor,
    )
    return _("The photos are there.")


def _taken_in(request: Visit) -> list[Any]:
    """Each checked, drawn anew and without what the camera told. Sent twice, it is the same photo."""
    files = request.FILES.getlist("photos")
    if len(files) > PHOTOS_AT_ONCE:
        raise Invalid(
            _("These are more than %(most)s photos.") % {"most": PHOTOS_AT_ONCE},
            _("Send them in two parts."),
            field="photos",
        )
    nonce = request.POST.get("nonce", "")
    return [
        accept_photo(each, by=request.actor, purpose=PURPOSE, nonce=f"{nonce}/{number}" if nonce else None).pk
        for number, each in enumerate(files)
    ]
