"""The photos of a case as they are stored; those that are not there, or are not what was taken in, are named."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from jiayuan.foundation.evidence.images import shrink, write_jpeg

from ...models import Case, CasePhoto
from ..queries.changes import AFTER, BEFORE
from .content import Reader, said_at

STORED, MISSING, CHANGED = "stored", "missing", "changed"
PRINTED_SIDE = 1000
"""Pixels of the longer side on paper: half a page wide at 300 dots to the inch."""


@dataclass(frozen=True)
class Picture:
    """``content`` is the stored file, empty where it is missing."""

    name: str
    role: str
    part: str
    round: int
    uploaded_at: str
    sha256: str
    state: str
    content: bytes

    def as_dict(self) -> dict[str, Any]:
        about = ("name", "role", "round", "uploaded_at", "sha256", "state")
        return {name: getattr(self, name) for name in about}

    def printed(self) -> bytes:
        """As it is put on paper; nothing where it cannot be shown."""
        if self.state != STORED:
            return b""
        try:
            with Image.open(io.BytesIO(self.content)) as image:
                return write_jpeg(shrink(image.convert("RGB"), PRINTED_SIDE))
        except (OSError, ValueError):
            return b""


def pictures_of(case: Case, reader: Reader, *, folder: str = "photos") -> list[Picture]:
    """In the order in which they came; for the reporter those that their page shows, not a neighbour's nor what answers
    a supervision order."""
    photos = [each for each in case.photos.all() if not reader.is_reporter or each.role in (*BEFORE, *AFTER)]
    return [_picture(each, number, folder) for number, each in enumerate(photos, 1)]


def _picture(attached: CasePhoto, number: int, folder: str) -> Picture:
    photo = attached.photo
    try:
        with photo.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, ValueError):
        content = b""
    state = MISSING
    if content:
        state = STORED if hashlib.sha256(content).hexdigest() == photo.sha256 else CHANGED
    return Picture(
        name=f"{folder}/{number:02d}-{attached.role}.jpg",
        role=attached.get_role_display(),
        part="after" if attached.role in AFTER else "before",
        round=attached.round,
        uploaded_at=said_at(photo.uploaded_at),
        sha256=photo.sha256,
        state=state,
        content=content,
    )
