"""MP4 with one track of sound, as iPhones record: what is not needed to play it becomes empty space of the same size,
so that everything else stays where the tables say it is."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .heard import Heard, Unclean

HOLDING = {
    *(b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts", b"mvex", b"moof", b"traf"),
}
KEPT = {
    *(
        b"ftyp",
        b"mdat",
        b"mvhd",
        b"tkhd",
        b"elst",
        b"mdhd",
        b"hdlr",
        b"smhd",
        b"dref",
        b"stsd",
        b"stts",
        b"stsc",
    ),
    *(
        b"stsz",
        b"stz2",
        b"stco",
        b"co64",
        b"sgpd",
        b"sbgp",
        b"mehd",
        b"trex",
        b"mfhd",
        b"tfhd",
        b"tfdt",
        b"trun",
    ),
}
TIMED = {b"mvhd", b"tkhd", b"mdhd"}
"""Say when they were made, right after their version."""
CODECS = {b"mp4a", b"Opus"}
HERE = b"\0\0\0\1"
"""What one reference says, and the flags of one whose sound is in this very file; more it need not say."""
UNKNOWN = {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}


@dataclass(frozen=True)
class Box:
    name: bytes
    at: int
    start: int
    end: int


def is_it(data: bytes) -> bool:
    return data[4:8] == b"ftyp"


def rewrite(data: bytes) -> Heard:
    """:raises Unclean: a film, more than one track, another kind of sound, or cut short."""
    out = bytearray(data)
    found: list[Box] = []
    _clean(out, 0, len(out), found)
    by_name = {each.name: each for each in found}
    tracks = sum(each.name == b"trak" for each in found)
    if tracks != 1 or b"mdat" not in by_name or b"mdhd" not in by_name or b"stsd" not in by_name:
        raise Unclean
    _check_codec(out, by_name[b"stsd"])
    return Heard(bytes(out), "audio/mp4", "m4a", _lasts(out, found))


def _clean(out: bytearray, at: int, end: int, found: list[Box]) -> None:
    for box in list(_boxes(out, at, end)):
        if box.name in HOLDING:
            found.append(box)
            _clean(out, box.start, box.end, found)
        elif box.name in KEPT:
            found.append(box)
            _blank(out, box)
        else:
            out[box.at + 4 : box.at + 8] = b"free"
            out[box.start : box.end] = bytes(box.end - box.start)


def _blank(out: bytearray, box: Box) -> None:
    """When it was made and by whom, where a box that is needed says so.

    :raises Unclean: it is no sound, or lies in another file.
    """
    start = box.start
    if box.name in TIMED:
        width = 16 if out[start] else 8
        out[start + 4 : start + 4 + width] = bytes(width)
    elif box.name == b"hdlr":
        if out[start + 8 : start + 12] != b"soun":
            raise Unclean
        out[start + 24 : box.end] = bytes(box.end - start - 24)
    elif box.name == b"dref":
        if out[start + 4 : start + 8] != HERE or out[start + 16 : start + 20] != HERE:
            raise Unclean
        out[start + 20 : box.end] = bytes(box.end - start - 20)


def _boxes(out: bytearray, at: int, end: int) -> Iterator[Box]:
    while at < end:
        size, name, start = int.from_bytes(out[at : at + 4], "big"), bytes(out[at + 4 : at + 8]), at + 8
        if size == 1:
            size, start = int.from_bytes(out[at + 8 : at + 16], "big"), at + 16
        after = end if size == 0 else at + size
        if after > end or after < start or len(name) < 4:
            raise Unclean
        yield Box(name, at, start, after)
        at = after


def _check_codec(out: bytearray, box: Box) -> None:
    entries = list(_boxes(out, box.start + 8, box.end))
    if len(entries) != 1 or entries[0].name not in CODECS:
        raise Unclean


def _lasts(out: bytearray, found: list[Box]) -> int:
    """Milliseconds, as the track says, or the sum of its pieces: whichever is more."""
    head = next(each for each in found if each.name == b"mdhd")
    form, at = (">IQ", head.start + 20) if out[head.start] else (">II", head.start + 12)
    scale, length = struct.unpack_from(form, out, at)
    if not scale:
        raise Unclean
    said = 0 if length in UNKNOWN else int(length)
    return max(said, _sum_of_pieces(out, found)) * 1000 // int(scale)


def _sum_of_pieces(out: bytearray, found: list[Box]) -> int:
    """Of a recording that was written while it ran."""
    usual, total = 0, 0
    for box in found:
        if box.name == b"trex":
            usual = int.from_bytes(out[box.start + 12 : box.start + 16], "big")
        elif box.name == b"tfhd":
            usual = _usual_here(out, box) or usual
        elif box.name == b"trun":
            total += _run(out, box, usual)
    return total


def _usual_here(out: bytearray, box: Box) -> int:
    flags, at = int.from_bytes(out[box.start + 1 : box.start + 4], "big"), box.start + 8
    at += 8 * bool(flags & 0x1) + 4 * bool(flags & 0x2)
    return int.from_bytes(out[at : at + 4], "big") if flags & 0x8 else 0


def _run(out: bytearray, box: Box, usual: int) -> int:
    flags = int.from_bytes(out[box.start + 1 : box.start + 4], "big")
    count = int.from_bytes(out[box.start + 4 : box.start + 8], "big")
    if not flags & 0x100:
        return count * usual
    at = box.start + 8 + 4 * bool(flags & 0x1) + 4 * bool(flags & 0x4)
    width = 4 * sum(bool(flags & each) for each in (0x100, 0x200, 0x400, 0x800))
    if at + width * count > box.end:
        raise Unclean
    return sum(int.from_bytes(out[each : each + 4], "big") for each in range(at, at + width * count, width))
