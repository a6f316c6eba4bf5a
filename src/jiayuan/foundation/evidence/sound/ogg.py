"""Ogg with Opus, as Firefox records: the page of comments becomes an empty one, and all pages are counted anew."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from .heard import Heard, Unclean

CONTINUED, LAST = 1, 4
RATE = 48_000
NO_COMMENTS = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
_MIRRORED = bytes(int(f"{each:08b}"[::-1], 2) for each in range(256))


@dataclass(frozen=True)
class Page:
    flags: int
    position: int
    serial: int
    lengths: bytes
    body: bytes

    @property
    def ends_a_packet(self) -> bool:
        return bool(self.lengths) and self.lengths[-1] < 255


def is_it(data: bytes) -> bool:
    return data[:4] == b"OggS"


def rewrite(data: bytes) -> Heard:
    """:raises Unclean: not Opus alone, or cut short."""
    pages = list(_pages(data))
    if not pages or pages[0].body[:8] != b"OpusHead" or len({each.serial for each in pages}) != 1:
        raise Unclean
    rest = _after_comments(pages[1:])
    if not rest:
        raise Unclean
    skipped = struct.unpack("<H", pages[0].body[10:12])[0]
    comments = Page(0, 0, pages[0].serial, bytes([len(NO_COMMENTS)]), NO_COMMENTS)
    written = b"".join(_written(page, number) for number, page in enumerate([pages[0], comments, *rest]))
    ends = max((each.position for each in rest if each.position >= 0), default=0)
    return Heard(written, "audio/ogg", "ogg", max(ends - skipped, 0) * 1000 // RATE)


def _after_comments(pages: list[Page]) -> list[Page]:
    """The pages of sound: those after the packet of comments, which may run over several."""
    if not pages or pages[0].body[:8] != b"OpusTags":
        raise Unclean
    for at, page in enumerate(pages):
        if page.ends_a_packet:
            if sum(length < 255 for length in page.lengths) != 1:
                raise Unclean
            return pages[at + 1 :]
    raise Unclean


def _pages(data: bytes) -> Iterator[Page]:
    at = 0
    while data[at : at + 4] == b"OggS":
        flags, position, serial, count = struct.unpack("<xBqIxxxxxxxxB", data[at + 4 : at + 27])
        lengths = data[at + 27 : at + 27 + count]
        start = at + 27 + count
        at = start + sum(lengths)
        if len(lengths) < count or at > len(data):
            raise Unclean
        yield Page(flags, position, serial, lengths, data[start:at])


def _written(page: Page, number: int) -> bytes:
    head = struct.pack("<4sBBqII", b"OggS", 0, page.flags, page.position, page.serial, number)
    tail = bytes([len(page.lengths)]) + page.lengths + page.body
    return head + struct.pack("<I", _checksum(head + bytes(4) + tail)) + tail


def _checksum(data: bytes) -> int:
    """The CRC of Ogg: that of zlib seen in a mirror, beginning at nothing."""
    mirrored = zlib.crc32(data.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
