"""WAV: of all chunks only the format and the samples are kept."""

import struct

from .heard import Heard, Unclean

PLAIN, FLOATING, EXTENSIBLE = 1, 3, 0xFFFE


def is_it(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def rewrite(data: bytes) -> Heard:
    """:raises Unclean: no format, no samples, or compressed in a way browsers do not play."""
    chunks = _chunks(data)
    layout, samples = chunks.get(b"fmt ", b""), chunks.get(b"data", b"")
    if len(layout) < 16 or not samples:
        raise Unclean
    tag, channels, rate, per_second, block, bits = struct.unpack("<HHIIHH", layout[:16])
    if tag == EXTENSIBLE and len(layout) >= 26:
        tag = struct.unpack("<H", layout[24:26])[0]
    if tag not in (PLAIN, FLOATING) or not per_second:
        raise Unclean
    head = struct.pack("<HHIIHH", tag, channels, rate, per_second, block, bits)
    body = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(samples)) + samples
    whole = b"RIFF" + struct.pack("<I", len(body)) + body
    return Heard(whole, "audio/wav", "wav", len(samples) * 1000 // per_second)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        found.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return found
