"""Pixels: opening with care, bringing upright, flattening, making smaller, writing without a trace."""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pi_heif
from django.utils.translation import gettext as _
from PIL import Image

from jiayuan.foundation.common.errors import Invalid

pi_heif.register_heif_opener()

MAX_PIXELS = 50_000_000  # as the message below says
FULL_SIDE = 2048
THUMBNAIL_SIDE = 480
QUALITY = 85
_WHITE = (255, 255, 255)
_DEEP = ("I", "F")
_decoding = Lock()
"""A photo at the pixel limit takes 400 MB while it is read: a process reads one at a time."""
_DAMAGE = (
    *(OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, RuntimeError),
    *(MemoryError, EOFError, struct.error, zlib.error),
)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to bring a photo upright, by its EXIF orientation."""
_ORIENTATION = 0x0112


@contextmanager
def _damage_told() -> Iterator[None]:
    """Decoders answer broken files with whatever went wrong inside them."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except _DAMAGE as error:
        raise Invalid(
            _("The photo is damaged or did not arrive completely."),
            _("Send it again, or take a new one."),
            field="photo",
        ) from error


def _too_large() -> Invalid:
    return Invalid(
        _("The photo has more than 50 million pixels."),
        _("Choose a smaller size in the camera's settings, or send a screenshot of the photo."),
        field="photo",
    )


def open_header(data: bytes, kind: str) -> Image.Image:
    """The photo before any pixel of it is read.

    :raises Invalid: not readable, or so many pixels that reading them would harm.
    """
    with _damage_told():
        image = Image.open(io.BytesIO(data), formats=[kind])
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()
    return image


def read_pixels(image: Image.Image) -> Image.Image:
    """The first frame, upright, in RGB on white, at most :data:`FULL_SIDE` on its longer side, nothing attached."""
    with _decoding, _damage_told():
        image.draft(None, (FULL_SIDE, FULL_SIDE))  # JPEG can be read at a fraction of its size
        image.load()
        smaller = _flatten(image)
        smaller.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        turn = _turn(image)
        return smaller if turn is None else smaller.transpose(turn)


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGE:  # a photo whose notes are broken is still a photo
        return None


def _flatten(image: Image.Image) -> Image.Image:
    """Any mode as RGB: sixteen bits to eight, transparency on white."""
    if image.mode.startswith(_DEEP):
        image = image.convert("F").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, _WHITE)
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def shrink(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def write_jpeg(image: Image.Image) -> bytes:
    """JPEG without EXIF, XMP, comment or colour profile."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()
