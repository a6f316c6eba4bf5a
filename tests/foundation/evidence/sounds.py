"""Recordings for tests, made byte by byte, with something in them that must not be kept."""

import io
import struct
import wave

from jiayuan.foundation.evidence.sound.ogg import Page, _written
from jiayuan.foundation.evidence.sound.webm import (
    AUDIO,
    CLUSTER,
    CODEC,
    EBML,
    INFO,
    KIND,
    NUMBER,
    SEGMENT,
    SIMPLE,
    TIME,
    TRACK,
    TRACKS,
    _element,
)

MARK = "新建路12号3单元".encode()
"""What a recorder might write beside the sound."""
UNKNOWN_SIZE = b"\x01" + b"\xff" * 7


def wav(seconds: float = 1.0) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as kept:
        kept.setnchannels(1)
        kept.setsampwidth(2)
        kept.setframerate(8000)
        kept.writeframes(bytes(int(seconds * 16_000)))
    plain = out.getvalue()
    note = b"LIST" + struct.pack("<I", len(MARK) + len(MARK) % 2) + MARK + bytes(len(MARK) % 2)
    return plain[:12] + note + plain[12:]


def mp3(frames: int = 40) -> bytes:
    """Frames of 128 kilobits at 44,100: 417 bytes and 26 ms each."""
    head = struct.pack(">I", 0xFFFB9000)
    noted = head + b"Info" + MARK + bytes(417 - 8 - len(MARK))
    tag = b"ID3\x04\x00\x00\x00\x00\x00" + bytes([len(MARK)]) + MARK
    return tag + noted + (head + bytes(413)) * frames + b"TAG" + MARK.ljust(125, b"\0")


def ogg(seconds: int = 2) -> bytes:
    opus = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", len(MARK)) + MARK + struct.pack("<I", 0)
    pages = [Page(2, 0, 7, bytes([len(opus)]), opus), Page(0, 0, 7, bytes([len(tags)]), tags)]
    pages += [
        Page(4 if each == seconds else 0, each * 48_000, 7, bytes([90, 90]), bytes(180))
        for each in range(1, seconds + 1)
    ]
    return b"".join(_written(page, number) for number, page in enumerate(pages))


def webm(seconds: int = 2, codec: bytes = b"A_OPUS", tracks: int = 1) -> bytes:
    """As a browser writes it while it records: the lengths of the segment and the clusters are not known."""
    sound = _element(AUDIO, _element(0x9F, b"\x01"))
    track = _element(TRACK, _element(NUMBER, b"\x01") + _element(KIND, b"\x02") + _element(CODEC, codec)
                     + _element(0x536E, MARK) + sound)  # fmt: skip
    blocks = b"".join(_element(SIMPLE, b"\x81\x00\x00\x80" + bytes(60)) for _each in range(5))
    clusters = b"".join(
        CLUSTER.to_bytes(4, "big") + UNKNOWN_SIZE + _element(TIME, (1000 * each).to_bytes(4, "big")) + blocks
        for each in range(seconds + 1)
    )
    inside = _element(INFO, _element(0x7BA9, MARK)) + _element(TRACKS, track * tracks) + clusters
    inside += _element(0x1254C367, MARK)
    return _element(EBML, _element(0x4282, b"webm")) + SEGMENT.to_bytes(4, "big") + UNKNOWN_SIZE + inside


def box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I", len(inside) + 8) + name + inside


def mp4(seconds: int = 2, handler: bytes = b"soun", codec: bytes = b"mp4a", tracks: int = 1) -> bytes:
    made = struct.pack(">III", 0, 3_800_000_000, 3_800_000_000)
    mdhd = box(b"mdhd", made, struct.pack(">II", 1000, seconds * 1000), bytes(4))
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), MARK + b"\0")
    dref = box(b"dref", bytes(4), struct.pack(">I", 1), box(b"url ", b"\0\0\0\x01"))
    stsd = box(b"stsd", bytes(4), struct.pack(">I", 1), box(codec, bytes(28)))
    stbl = box(b"stbl", stsd, box(b"stco", bytes(8)))
    mdia = box(b"mdia", mdhd, hdlr, box(b"minf", box(b"smhd", bytes(8)), box(b"dinf", dref), stbl))
    trak = box(b"trak", box(b"tkhd", made, bytes(72)), mdia)
    moov = box(b"moov", box(b"mvhd", made, bytes(88)), trak * tracks, box(b"udta", box(b"\xa9xyz", MARK)))
    return box(b"ftyp", b"M4A \0\0\0\0M4A ") + moov + box(b"mdat", bytes(400)) + box(b"uuid", MARK)
