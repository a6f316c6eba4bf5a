"""Listening to a voice note."""

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from jiayuan.foundation.common.visit import Visit

from ..domain.accept_sound import may_hear
from ..models import Sound
from ..uploads import held_token

_PART = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


@require_safe
def play(request: Visit, sound_id: UUID) -> HttpResponse:
    """The recording, or the part of it that the player asks for. Who may not hear it is told that there is none."""
    sound = Sound.objects.filter(pk=sound_id).first()
    if sound is None or not may_hear(sound, request.actor, held_token(request)):
        raise Http404
    try:
        with sound.file.open("rb") as kept:
            data = kept.read()
    except FileNotFoundError:
        raise Http404 from None
    response = _part_of(data, request.headers.get("Range", "")) or HttpResponse(data)
    response["Content-Type"] = sound.mime
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _part_of(data: bytes, asked: str) -> HttpResponse | None:
    """Some browsers play nothing unless they may ask for parts."""
    match = _PART.fullmatch(asked)
    if match is None:
        return None
    start, end = int(match[1]), min(int(match[2] or len(data) - 1), len(data) - 1)
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
    response = HttpResponse(data[start : end + 1], status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
    return response
