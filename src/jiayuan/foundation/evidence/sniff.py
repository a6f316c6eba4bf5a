"""What a file is by its content, whatever its name says."""

import io
import re
import zipfile

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.errors import Invalid

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_PROGRAM = gettext_lazy("a program")
_DRAWING = gettext_lazy("a web page or a drawing")
_ARCHIVE = gettext_lazy("an archive or an office document")
_VIDEO = gettext_lazy("a video or sound")
_PDF = gettext_lazy("a PDF document")

STRANGERS: tuple[tuple[bytes, Promise], ...] = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"#!", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"dex\n", _PROGRAM),
    (b"GIF8", gettext_lazy("an animation (GIF)")),
    (b"%PDF", _PDF),
    (b"PK\x03\x04", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0", _ARCHIVE),
    (b"ID3", _VIDEO),
    (b"OggS", _VIDEO),
    (b"\x1aE\xdf\xa3", _VIDEO),
)
_MARKUP = re.compile(rb"<(?:script|svg|html|\?php|!doctype html|iframe)[\s/>]", re.IGNORECASE)
_HEAD = 1024
_EDGE = 64 * 1024
"""Markup that a browser could mistake a photo for lies at its beginning or end. In between ``<Svg`` comes up by
chance: searched throughout, it refused one good photo in a hundred of five megabytes."""


def recognise(data: bytes) -> str:
    """``JPEG``, ``PNG``, ``WEBP`` or ``HEIF``.

    :raises Invalid: anything else, and a photo that is something else as well.
    """
    kind = _photo_kind(data)
    if kind is None:
        raise _refusal(_stranger(data))
    if b"%PDF-" in data[:_HEAD]:
        raise _refusal(_PDF)
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise _refusal(_ARCHIVE)
    if _MARKUP.search(data[:_EDGE]) or _MARKUP.search(data[-_EDGE:]):
        raise _refusal(_DRAWING)
    return kind


def _photo_kind(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return "HEIF"
    return None


def _stranger(data: bytes) -> Promise | None:
    for signature, words in STRANGERS:
        if data.startswith(signature):
            return words
    if data[4:8] == b"ftyp" and data[8:12] not in (b"avif", b"avis"):
        return _VIDEO
    if data[:4] == b"RIFF":
        return _VIDEO
    if _MARKUP.search(data[:_HEAD]) or data.lstrip()[:5].lower() == b"<?xml":
        return _DRAWING
    return None


def _refusal(words: Promise | None) -> Invalid:
    message = (
        _("The file is %(kind)s, not a photo.") % {"kind": words}
        if words
        else _("The file is not a photo that can be read here.")
    )
    return Invalid(message, _("Send a photo as a phone takes it: JPEG, PNG, WebP or HEIC."), field="photo")
