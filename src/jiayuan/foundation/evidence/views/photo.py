"""Sending a photo, looking at it, taking it back."""

from uuid import UUID

from allauth.core import ratelimit
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.common.errors import DomainError, Invalid, TooMany
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.visit import Visit

from ..domain.accept import accept_photo
from ..domain.see import may_see_photo
from ..domain.tidy import remove_photo
from ..keeping import answer_with
from ..models import Photo
from ..uploads import held_token, upload_token

SIZES = {"full": "file", "thumb": "thumbnail"}
_DEFAULT_PURPOSE = "case"
_HOUR = 3600


@require_POST
def upload(request: Visit) -> HttpResponse:
    """Take in ``photo`` for ``purpose`` (``case``); ``nonce`` makes a second try harmless.

    Answers JSON ``{id, thumb, full}``, or for htmx the photo with a hidden ``photo_ids`` field to put into a form.
    """
    try:
        photo = _accept(request)
    except DomainError as error:
        return _refuse(request, error)
    thumb, full = (reverse("photo", args=[photo.pk, size]) for size in ("thumb", "full"))
    if request.htmx:
        return render(
            request, "evidence/photo.html", {"photo": photo, "thumb": thumb, "full": full}, status=201
        )
    return JsonResponse({"id": str(photo.pk), "thumb": thumb, "full": full}, status=201)


def _accept(request: Visit) -> Photo:
    token = upload_token(request)
    if not ratelimit.consume(request, action="photo", key=token):
        raise TooMany(
            _("Too many photos were sent within an hour."), _("Wait a while, then go on."), retry_after=_HOUR
        )
    sent = request.FILES.get("photo")
    if sent is None:
        raise Invalid(_("No photo has arrived."), _("Choose a photo and send it again."), field="photo")
    purpose = request.POST.get("purpose", _DEFAULT_PURPOSE)
    if purpose not in registers.photo_guards.names():
        raise Invalid(
            _("Nobody asked for a photo of this kind."), _("Start again from the page you came from.")
        )
    # Time and place are kept only where the page says so and the sender can see it.
    keep_position = request.POST.get("keep_position") == "1"
    nonce = request.POST.get("nonce") or None
    return accept_photo(
        sent, by=request.actor, purpose=purpose, upload_token=token, keep_position=keep_position, nonce=nonce
    )


def _refuse(request: Visit, error: DomainError) -> HttpResponse:
    response: HttpResponse
    if request.htmx:
        response = render(request, "evidence/refusal.html", {"error": error}, status=error.status)
    else:
        response = JsonResponse(dict(error.as_problem()), status=error.status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


@require_http_methods(["DELETE", "POST"])
def remove(request: Visit, photo_id: UUID) -> HttpResponse:
    """Take back one's own photo, as long as nothing uses it."""
    try:
        remove_photo(photo_id, by=request.actor, upload_token=held_token(request))
    except DomainError as error:
        return _refuse(request, error)
    return HttpResponse(status=200 if request.htmx else 204)


@require_safe
def show(request: Visit, photo_id: UUID, size: str) -> HttpResponseBase:
    """The file. Who may not see it is told that there is none."""
    photo = Photo.objects.filter(pk=photo_id).first() if size in SIZES else None
    if photo is None or not may_see_photo(photo, request.actor, held_token(request)):
        raise Http404
    try:
        content = getattr(photo, SIZES[size]).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="photo.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    return answer_with(request, photo, response, size)
