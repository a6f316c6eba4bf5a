"""WebM with Opus, as Chrome and Android record: written anew from the elements that are needed to play it."""

import struct
from collections.abc import Iterator

from .heard import Heard, Unclean

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SCALE, DURATION, MUXER, WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACK, NUMBER, KIND, CODEC, AUDIO = 0xAE, 0xD7, 0x83, 0x86, 0xE1
TIME, SIMPLE, GROUP, BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
HEAD = ((0x4286, b"\x01"), (0x42F7, b"\x01"), (0x42F2, b"\x04"), (0x42F3, b"\x08"), (0x4282, b"webm"),
        (0x4287, b"\x04"), (0x4285, b"\x02"))  # fmt: skip
OF_A_TRACK = {NUMBER, 0x73C5, KIND, CODEC, 0x63A2, 0x56AA, 0x56BB}
OF_SOUND = {0xB5, 0x78B5, 0x9F, 0x6264}
OF_A_GROUP = {BLOCK, 0x9B, 0x75A2}
LEVEL_ONE = {0x114D9B74, INFO, TRACKS, CLUSTER, 0x1C53BB6B, 0x1941A469, 0x1043A770, 0x1254C367}
"""What may stand beside a cluster, and so ends one whose length is not said."""
LONGEST = 1 << 27
MILLISECOND = 1_000_000
SOUND = 2
Part = tuple[int, int, int]
"""Name of an element, where its content begins and where it ends."""


def is_it(data: bytes) -> bool:
    return data[:4] == b"\x1aE\xdf\xa3"


def rewrite(data: bytes) -> Heard:
    """:raises Unclean: not one track of Opus, or cut short."""
    parts = [
        each for name, *span in _parts(data, 0, len(data)) if name == SEGMENT for each in _parts(data, *span)
    ]
    tracks = [_tracks(data, each) for each in parts if each[0] == TRACKS]
    if len(tracks) != 1:
        raise Unclean
    scale = next((_scale(data, each) for each in parts if each[0] == INFO), MILLISECOND)
    clusters, last = [], 0
    for each in parts:
        if each[0] == CLUSTER:
            written, until = _cluster(data, each)
            clusters.append(written)
            last = max(last, until)
    if not clusters:
        raise Unclean
    name = b"jiayuan"
    info = _element(SCALE, scale.to_bytes(4, "big")) + _element(DURATION, struct.pack(">d", float(last)))
    info += _element(MUXER, name) + _element(WRITER, name)
    body = _element(INFO, info) + tracks[0] + b"".join(clusters)
    head = b"".join(_element(each, value) for each, value in HEAD)
    return Heard(
        _element(EBML, head) + _element(SEGMENT, body), "audio/webm", "webm", last * scale // MILLISECOND
    )


def _tracks(data: bytes, part: Part) -> bytes:
    entries = [each for each in _parts(data, *part[1:]) if each[0] == TRACK]
    if len(entries) != 1:
        raise Unclean
    inner = list(_parts(data, *entries[0][1:]))
    said = {name: data[start:end] for name, start, end in inner}
    if said.get(CODEC, b"").rstrip(b"\0") != b"A_OPUS" or int.from_bytes(said.get(KIND, b""), "big") != SOUND:
        raise Unclean
    kept = _kept(data, inner, OF_A_TRACK)
    for name, start, end in inner:
        if name == AUDIO:
            kept += _element(AUDIO, _kept(data, _parts(data, start, end), OF_SOUND))
    return _element(TRACKS, _element(TRACK, kept))


def _scale(data: bytes, part: Part) -> int:
    said = {name: data[start:end] for name, start, end in _parts(data, *part[1:])}
    return int.from_bytes(said.get(SCALE, b""), "big") or MILLISECOND


def _cluster(data: bytes, part: Part) -> tuple[bytes, int]:
    """A cluster with its blocks alone, and when the last of them begins."""
    begins, last, blocks = 0, 0, []
    for name, start, end in _parts(data, *part[1:]):
        if name == TIME:
            begins = int.from_bytes(data[start:end], "big")
        elif name == SIMPLE:
            blocks.append(_element(SIMPLE, data[start:end]))
            last = max(last, _time_of(data, start))
        elif name == GROUP:
            inner = list(_parts(data, start, end))
            blocks.append(_element(GROUP, _kept(data, inner, OF_A_GROUP)))
            last = max([last, *(_time_of(data, at) for each, at, _end in inner if each == BLOCK)])
    kept = _element(TIME, begins.to_bytes(8, "big")) + b"".join(blocks)
    return _element(CLUSTER, kept), begins + last


def _time_of(data: bytes, at: int) -> int:
    _number, at = _size(data, at)
    return int.from_bytes(data[at : at + 2], "big", signed=True)


def _kept(data: bytes, parts: "Iterator[Part] | list[Part]", names: set[int]) -> bytes:
    return b"".join(_element(name, data[start:end]) for name, start, end in parts if name in names)


def _element(name: int, content: bytes) -> bytes:
    if len(content) >= LONGEST:
        raise Unclean
    return (
        name.to_bytes((name.bit_length() + 7) // 8, "big")
        + (len(content) | 0x10000000).to_bytes(4, "big")
        + content
    )


def _parts(data: bytes, at: int, end: int) -> Iterator[Part]:
    while at < end:
        name, start = _name(data, at)
        size, start = _size(data, start)
        at = start + size if size is not None else _open_end(data, name, start, end)
        if at > end:
            raise Unclean
        yield name, start, at


def _open_end(data: bytes, name: int, start: int, end: int) -> int:
    """Where an element ends whose length was not known when it was begun."""
    if name == SEGMENT:
        return end
    if name != CLUSTER:
        raise Unclean
    at = start
    while at < end:
        inner, after = _name(data, at)
        if inner in LEVEL_ONE:
            return at
        size, after = _size(data, after)
        if size is None:
            raise Unclean
        at = after + size
    return at


def _name(data: bytes, at: int) -> tuple[int, int]:
    length = 9 - data[at].bit_length()
    if length > 4:
        raise Unclean
    return int.from_bytes(data[at : at + length], "big"), at + length


def _size(data: bytes, at: int) -> tuple[int | None, int]:
    """A number of one to eight bytes, None if it says that it is not known, and where it ends."""
    length = 9 - data[at].bit_length()
    if length > 8:
        raise Unclean
    most = (1 << 7 * length) - 1
    value = int.from_bytes(data[at : at + length], "big") & most
    return (None if value == most else value), at + length
