"""Photos made on the spot, of every kind that may arrive."""

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import registers
from tests.factories import PersonFactory

HEIC = Path(__file__).with_name("sample.heic").read_bytes()
"""64 by 64 pixels of our own drawing, with the notes of a phone's camera."""
RED = (200, 30, 30)


def scene(seed: int = 1, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """Something with light, shade and edges, another for every seed."""
    chance = random.Random(seed)
    rough = Image.frombytes("RGB", (6, 5), chance.randbytes(90))
    picture = rough.resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(6):
        left, top = chance.randrange(size[0]), chance.randrange(size[1])
        pen.rectangle((left, top, left + size[0] // 8, top + size[1] // 8), fill=tuple(chance.randbytes(3)))
    return picture


def encode(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def file_of(data: bytes, name: str = "IMG_0001.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)


def camera_notes(
    *,
    taken: str = "2026:11:20 08:30:00",
    offset: str = "",
    latitude: Any = (37.0, 51.0, 36.0),
    longitude: Any = (112.0, 34.0, 12.0),
    hemispheres: str = "NE",
    orientation: int = 1,
) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretMaker"
    exif[ExifTags.Base.Orientation] = orientation
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[1], place[2], place[3], place[4] = hemispheres[0], latitude, hemispheres[1], longitude
    return exif


@pytest.fixture
def sender(db: None) -> Actor:
    return Actor(person=PersonFactory())


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any, Any], bool]], Any]:
    """``guard(test)``: the guard of the purpose ``test``; nobody until it is called."""
    monkeypatch.setattr(registers.photo_guards, "_entries", {"test": lambda _actor, _photo: False})
    return lambda test: registers.photo_guards.add("test", test)
