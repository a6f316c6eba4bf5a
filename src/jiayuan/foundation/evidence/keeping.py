"""How long a browser may keep a photo that it was shown."""

from enum import Enum

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

from jiayuan.foundation.common.registers import registers

from .models import Photo


class Keeping(Enum):
    """``DAY``: it stays what it is. ``MOMENT``: shown to everybody until somebody takes it back, so it is asked for
    again. ``NEVER``: it leaves nothing behind on a phone that others use too."""

    DAY = "private, max-age=86400, immutable"
    MOMENT = "public, max-age=20, must-revalidate"
    NEVER = "private, no-store"


def answer_with(request: HttpRequest, photo: Photo, content: FileResponse, size: str) -> HttpResponseBase:
    """``content`` with what its purpose says about keeping it; to who has it already, that it still holds."""
    keeping = keeping_of(photo)
    content["Cache-Control"] = keeping.value
    if keeping is not Keeping.MOMENT:
        return content
    mark = f'"{photo.sha256[:32]}-{size}"'
    if mark not in parse_etags(request.headers.get("If-None-Match", "")):
        content["ETag"] = mark
        return content
    content.close()
    return HttpResponse(status=304, headers={"Cache-Control": keeping.value, "ETag": mark})


def keeping_of(photo: Photo) -> Keeping:
    """What its purpose registered; at most what that asks."""
    asked = registers.photo_keeping.get(photo.purpose)
    return Keeping(asked(photo)) if asked is not None else Keeping.DAY
