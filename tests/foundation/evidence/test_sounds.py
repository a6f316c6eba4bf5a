"""Voice notes: told by content, and kept without anything that the recorder wrote beside the sound."""

import io
import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.evidence.domain.accept_sound import (
    MOST_BYTES,
    accept_sound,
    discard_sound,
    remove_orphan_sounds,
)
from jiayuan.foundation.evidence.models import Sound
from jiayuan.foundation.evidence.sound.clean import clean
from jiayuan.foundation.evidence.uploads import KEY
from jiayuan.foundation.ledger.domain.queries import history
from tests.factories import PersonFactory

from . import sounds

MADE: list[tuple[Callable[[], bytes], str, int]] = [
    (sounds.wav, "audio/wav", 1000),
    (sounds.mp3, "audio/mpeg", 1044),
    (sounds.ogg, "audio/ogg", 1993),
    (sounds.webm, "audio/webm", 2000),
    (sounds.mp4, "audio/mp4", 2000),
]


@pytest.mark.parametrize(("make", "mime", "lasts"), MADE)
def test_what_the_recorder_wrote_beside_the_sound_goes(
    make: Callable[[], bytes], mime: str, lasts: int
) -> None:
    raw = make()
    assert sounds.MARK in raw
    heard = clean(raw)
    assert (heard.mime, heard.milliseconds) == (mime, lasts)
    assert sounds.MARK not in heard.data
    assert clean(heard.data) == heard


def test_the_samples_stay_as_they_were() -> None:
    with wave.open(io.BytesIO(clean(sounds.wav()).data)) as kept:
        assert (kept.getframerate(), kept.getnframes()) == (8000, 8000)


def test_when_it_was_recorded_goes_from_an_iphone_s_note() -> None:
    when = (3_800_000_000).to_bytes(4, "big")
    assert when in sounds.mp4()
    heard = clean(sounds.mp4())
    assert when not in heard.data
    assert len(heard.data) == len(sounds.mp4())


REFUSED: list[bytes] = [
    *(b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"\xff\xd8\xff" + bytes(200), b"%PDF-1.7", b"<html>", b"ID3" + bytes(60)),
    *(sounds.ogg()[:-20], sounds.webm()[:-3], sounds.mp4()[:-3], b"OggS" + bytes(90), b"\x1aE\xdf\xa3" + b"\xff" * 40),
    *(sounds.webm(codec=b"V_VP8"), sounds.webm(tracks=2), sounds.mp4(handler=b"vide"), sounds.mp4(tracks=2)),
    *(sounds.mp4(codec=b"samr"), sounds.mp3(frames=1), sounds.ogg().replace(b"OpusHead", b"\x01vorbis ")),
]  # fmt: skip


@pytest.mark.parametrize("data", REFUSED)
def test_what_is_none_or_cannot_be_cleaned_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        clean(data)
    assert refused.value.field == "voice"
    assert refused.value.remedy


@pytest.mark.parametrize("make", [sounds.wav, sounds.ogg, sounds.webm, sounds.mp4])
def test_a_speech_is_refused(make: Callable[[int], bytes]) -> None:
    clean(make(60))
    with pytest.raises(Invalid) as refused:
        clean(make(120 if make is sounds.wav else 94))
    assert "90" in refused.value.message


def sent(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.exe", sounds.webm() if data is None else data, "text/html")


@pytest.fixture
def note(db: None) -> Sound:
    return accept_sound(sent(), by=Actor(), purpose="test", upload_token="mine")


def test_it_is_kept_and_recorded(note: Sound) -> None:
    assert (note.mime, note.seconds) == ("audio/webm", 2)
    assert Path(note.file.path).read_bytes() == clean(sounds.webm()).data
    assert history(f"sound/{note.pk}").get().action == "sound.accepted"


@pytest.mark.parametrize("data", [b"", bytes(MOST_BYTES + 1)])
def test_nothing_and_too_much_are_refused(db: None, data: bytes) -> None:
    with pytest.raises(Invalid):
        accept_sound(sent(data), by=Actor(), purpose="test")
    assert not Sound.objects.exists()


def test_who_sent_it_hears_it_whole_and_in_parts_and_nobody_else_does(note: Sound, client: Client) -> None:
    address = f"/sounds/{note.pk}/"
    assert client.get(address).status_code == 404
    session = client.session
    session[KEY] = "mine"
    session.save()
    whole: Any = client.get(address)
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/webm")
    assert whole["Cache-Control"] == "private, no-store"
    part: Any = client.get(address, HTTP_RANGE="bytes=4-7")
    assert (part.status_code, part.content) == (206, whole.content[4:8])
    assert part["Content-Range"] == f"bytes 4-7/{len(whole.content)}"
    assert client.get(address, HTTP_RANGE="bytes=999999-").status_code == 416
    Path(note.file.path).unlink()
    assert client.get(address).status_code == 404


def test_one_that_nothing_uses_goes_after_two_days(
    note: Sound, django_capture_on_commit_callbacks: Any
) -> None:
    fresh = accept_sound(sent(), by=Actor(person=PersonFactory()), purpose="test")
    Sound.objects.filter(pk=note.pk).update(uploaded_at=now() - timedelta(days=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_orphan_sounds() == 1
    assert Sound.objects.get() == fresh
    assert not Path(note.file.path).exists()
    assert history(f"sound/{note.pk}").last().action == "sound.expired"


def test_one_that_has_served_goes_at_once(note: Sound, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        discard_sound(note)
    assert not Path(note.file.path).exists()
