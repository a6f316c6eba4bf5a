"""Every bad photo is refused with words and a way out, and leaves nothing behind."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.evidence import images
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo

from .conftest import HEIC, encode, file_of, scene

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int) -> bytes:
    """A few hundred bytes that unpack to as many pixels as they claim."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 1000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Main.class", "x")
    return out.getvalue()


def with_comment(comment: bytes) -> bytes:
    return encode(scene(size=(60, 40)), comment=comment)


JPEG = encode(scene(size=(300, 200)))
PNG = encode(scene(size=(300, 200)), "PNG")
WEBP = encode(scene(size=(300, 200)), "WEBP")
NO_PHOTO = "not a photo"
DAMAGED = "damaged"
MANY = "million pixels"
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "program for Windows": (b"MZ\x90\x00" + b"\x00" * 200, "a program"),
    "program for Linux": (b"\x7fELF" + b"\x00" * 200, "a program"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "a program"),
    "GIF": (encode(Image.new("P", (20, 20)), "GIF"), "an animation"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a web page or a drawing"),
    "SVG with prolog": (b'  <?xml version="1.0"?><svg/>', "a web page or a drawing"),
    "web page": (b"<!DOCTYPE html><script>alert(1)</script>", "a web page or a drawing"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "a PDF document"),
    "Word file": (zipped(), "an archive"),
    "old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "an archive"),
    "film": (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100, "a video"),
    "sound": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a video"),
    "AVIF": (b"\x00\x00\x00\x18ftypavif" + b"\x00" * 100, NO_PHOTO),
    "TIFF": (encode(scene(size=(20, 20)), "TIFF"), NO_PHOTO),
    "BMP": (encode(scene(size=(20, 20)), "BMP"), NO_PHOTO),
    "noise": (bytes(range(256)) * 4, NO_PHOTO),
    "one byte": (b"\xff", NO_PHOTO),
    "JPEG that is a PDF": (with_comment(b"%PDF-1.4 1 0 obj"), "a PDF document"),
    "JPEG that is a zip": (JPEG + zipped(), "an archive"),
    "JPEG that is a web page": (with_comment(b"<html><script>alert(1)</script>"), "a web page"),
    "PNG that is PHP": (PNG + b"<?php system($_GET['c']);", "a web page"),
    "JPEG's beginning alone": (JPEG[:3], DAMAGED),
    "half a JPEG": (JPEG[: len(JPEG) // 2], DAMAGED),
    "half a PNG": (PNG[: len(PNG) // 2], DAMAGED),
    "half a WebP": (WEBP[: len(WEBP) // 2], DAMAGED),
    "half a HEIC": (HEIC[: len(HEIC) // 2], DAMAGED),
    "HEIC's beginning alone": (HEIC[:32], DAMAGED),
    "PNG's beginning alone": (PNG[:8], DAMAGED),
    "PNG with a broken row": (PNG[:60] + b"\x00" * 60 + PNG[120:], DAMAGED),
    "PNG without size": (png_claiming(0, 0), DAMAGED),
    "bomb of 64 million pixels": (png_claiming(8000, 8000), MANY),
    "bomb of 120 million pixels": (png_claiming(12_000, 10_000), MANY),
    "bomb of 4 thousand million pixels": (png_claiming(65_000, 65_000), MANY),
    "bomb of one line": (png_claiming(2_000_000_000, 1), MANY),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_bad_photos_are_refused_in_words(sender: Actor, settings: Any, case: str, language: str) -> None:
    data, words = BAD[case]
    with translation.override(language), pytest.raises(Invalid) as refusal:
        accept_photo(file_of(data), by=sender, purpose="test")
    assert refusal.value.field == "photo"
    assert refusal.value.remedy
    assert language != "en" or words in str(refusal.value)
    assert not Photo.objects.exists()
    assert not any(each.is_file() for each in Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.mark.parametrize(
    ("size", "told"), [(40 * MEGABYTE, "40 MB"), (20 * MEGABYTE + 1, "20.0 MB"), (31_457_281, "30.0 MB")]
)
def test_a_heavy_photo_is_told_its_weight_and_the_limit(sender: Actor, size: int, told: str) -> None:
    with translation.override("en"), pytest.raises(Invalid) as refusal:
        accept_photo(file_of(b"\xff\xd8\xff" + b"\x00" * (size - 3)), by=sender, purpose="test")
    assert told in str(refusal.value)
    assert "the limit is 20 MB" in str(refusal.value)


def test_a_weight_that_is_not_declared_counts_too(sender: Actor, settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 1000
    with translation.override("en"), pytest.raises(Invalid, match="limit"):
        accept_photo(io.BytesIO(JPEG), by=sender, purpose="test")


def test_a_bomb_is_refused_before_it_is_read(sender: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "read_pixels", lambda _: pytest.fail("the pixels were read"))
    with pytest.raises(Invalid):
        accept_photo(file_of(png_claiming(65_000, 65_000)), by=sender, purpose="test")


DISGUISES: list[Callable[[], Any]] = [
    lambda: file_of(b"MZ\x90\x00" + b"\x00" * 200, "夏天.jpg", "image/jpeg"),
    lambda: file_of(zipped(), "a.png", "image/png"),
]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_names_and_declared_types_mean_nothing(sender: Actor, disguise: Callable[[], Any]) -> None:
    with pytest.raises(Invalid):
        accept_photo(disguise(), by=sender, purpose="test")
    assert (
        accept_photo(file_of(JPEG, "setup.exe", "application/x-msdownload"), by=sender, purpose="test").width
        == 300
    )
