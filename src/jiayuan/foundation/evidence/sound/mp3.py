"""MP3: only the frames are kept; tags before, between and after them go, and so does the note of the encoder."""

from .heard import Heard, Unclean

RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second by version (3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5)."""
KILOBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    0: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
LAYER_THREE = 1
NOTES = (b"Xing", b"Info", b"VBRI")
LEAST = 3
"""Frames in a row: fewer is chance."""


def is_it(data: bytes) -> bool:
    return data[:3] == b"ID3" or _length(data, 0) > 0


def rewrite(data: bytes) -> Heard:
    """:raises Unclean: there are no frames."""
    at, frames, milliseconds = _after_tags(data), [], 0.0
    while (length := _length(data, at)) and at + length <= len(data):
        frame = data[at : at + length]
        if not any(note in frame[:64] for note in NOTES):
            frames.append(frame)
            milliseconds += _lasts(frame)
        at = _after_tags(data, at + length)
    if len(frames) < LEAST:
        raise Unclean
    return Heard(b"".join(frames), "audio/mpeg", "mp3", int(milliseconds))


def _after_tags(data: bytes, at: int = 0) -> int:
    """Where the tags (ID3v2) that begin at ``at`` end."""
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _fields(data: bytes, at: int) -> tuple[int, int, int, int] | None:
    """Version, kilobits, rate and padding of the frame that begins at ``at``; None if none does."""
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer, bits, rate = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if len(data) < at + 4 or head >> 21 != 0x7FF or layer != LAYER_THREE:
        return None
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    return version, KILOBITS[version][bits], RATES[version][rate], head >> 9 & 1


def _length(data: bytes, at: int) -> int:
    """Bytes of the frame that begins at ``at``; 0 if none does."""
    fields = _fields(data, at)
    if fields is None:
        return 0
    version, kilobits, rate, padding = fields
    return _samples(version) // 8 * kilobits * 1000 // rate + padding


def _lasts(frame: bytes) -> float:
    fields = _fields(frame, 0)
    return _samples(fields[0]) * 1000 / fields[2] if fields is not None else 0.0


def _samples(version: int) -> int:
    return 1152 if version == 3 else 576
