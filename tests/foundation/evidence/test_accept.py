"""What comes out of a photo that was taken in."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.evidence.domain import accept as room
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.queries import history

from .conftest import HEIC, RED, camera_notes, encode, file_of, scene

pytestmark = pytest.mark.django_db
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><SecretPlace/></x:xmpmeta>'
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def accepted(data: bytes, by: Actor, **kwargs: Any) -> Photo:
    return accept_photo(file_of(data), by=by, purpose="test", **kwargs)


def pixels(photo: Photo) -> Image.Image:
    return Image.open(photo.file.path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_of_a_phone_become_one_kind(sender: Actor, kind: str) -> None:
    photo = accepted(encode(scene(size=(3000, 2000)), kind), sender)
    stored = Path(photo.file.path).read_bytes()
    assert stored[:3] == b"\xff\xd8\xff"
    assert (photo.width, photo.height) == pixels(photo).size == (2048, 1365)
    assert Image.open(photo.thumbnail.path).size == (480, 320)
    assert photo.bytes == len(stored)
    assert photo.sha256 == sha256(stored).hexdigest()
    assert len(photo.perceptual_hash) == 16
    assert photo.perceptual_hash == photo.band_1 + photo.band_2 + photo.band_3 + photo.band_4
    assert photo.uploaded_by == sender.person
    assert str(photo) == str(photo.pk)


def test_heic_becomes_jpeg(sender: Actor) -> None:
    photo = accepted(HEIC, sender, keep_position=True)
    assert pixels(photo).format == "JPEG"
    red, green, blue = pixels(photo).getpixel((5, 5))
    assert (red > 150, green < 80, blue < 80) == (True, True, True)
    assert photo.taken_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert (photo.taken_latitude, photo.taken_longitude) == (pytest.approx(37.86), pytest.approx(112.57))


def test_small_photos_stay_as_they_are(sender: Actor) -> None:
    photo = accepted(encode(scene(size=(300, 200))), sender)
    assert (photo.width, photo.height) == (300, 200)
    assert Image.open(photo.thumbnail.path).size == (300, 200)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_the_camera_told_is_left(sender: Actor, kind: str) -> None:
    options: dict[str, Any] = {"exif": camera_notes(), "icc_profile": b"SecretProfile"}
    options |= {"xmp": XMP} if kind != "PNG" else {}
    options |= {"comment": b"SecretComment"} if kind == "JPEG" else {}
    sent = encode(scene(), kind, **options)
    assert b"SecretMaker" in sent
    photo = accepted(sent, sender, keep_position=True)
    for path in (photo.file.path, photo.thumbnail.path):
        stored = Path(path).read_bytes()
        assert b"Secret" not in stored
        assert b"Exif" not in stored
        assert b"xmp" not in stored
        assert b"ICC_PROFILE" not in stored
        again = Image.open(path)
        assert dict(again.getexif()) == {}
        assert set(again.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_nothing_appended_is_left(sender: Actor) -> None:
    """A phone's moving picture: a film behind the JPEG."""
    photo = accepted(encode(scene()) + b"\x00\x00\x00\x18ftypmp42SecretFilm" * 50, sender)
    assert b"SecretFilm" not in Path(photo.file.path).read_bytes()


def test_names_of_files_tell_nothing(sender: Actor) -> None:
    first, second = (
        accept_photo(file_of(encode(scene()), "../../李奶奶家.jpg"), by=sender, purpose="test") for _ in "12"
    )
    assert first.file.name != second.file.name
    assert Path(first.file.name).name.removesuffix(".jpg").isalnum()
    assert first.file.name.startswith("photos/")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_brought_upright(sender: Actor, orientation: int) -> None:
    upright = Image.new("RGB", (80, 40), "white")
    upright.paste(RED, (0, 0, 20, 20))  # red top left
    turned = {
        1: upright, 2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180), 4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE), 6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE), 8: upright.transpose(Image.Transpose.ROTATE_270),
    }[orientation]  # fmt: skip
    photo = accepted(encode(turned, exif=camera_notes(orientation=orientation)), sender)
    assert (photo.width, photo.height) == (80, 40)
    assert pixels(photo).getpixel((8, 8))[1] < 90
    assert pixels(photo).getpixel((70, 30))[1] > 240


def test_a_meaningless_orientation_is_passed_over(sender: Actor) -> None:
    assert accepted(encode(scene(), exif=camera_notes(orientation=77)), sender).width == 1200


CORNERS: dict[str, tuple[Image.Image, dict[str, Any], tuple[int, int, int]]] = {
    "transparent": (Image.new("RGBA", (40, 40), (200, 30, 30, 0)), {}, (255, 255, 255)),
    "half transparent": (Image.new("RGBA", (40, 40), (0, 0, 0, 128)), {}, (127, 127, 127)),
    "grey with alpha": (Image.new("LA", (40, 40), (0, 0)), {}, (255, 255, 255)),
    "palette": (Image.new("RGB", (40, 40), RED).convert("P", palette=Image.Palette.ADAPTIVE), {}, RED),
    "palette with hole": (Image.new("P", (40, 40), 0), {"transparency": 0}, (255, 255, 255)),
    "one bit": (Image.new("1", (40, 40), 1), {}, (255, 255, 255)),
    "sixteen bits": (Image.new("I;16", (40, 40), 30000), {}, (117, 117, 117)),
    "grey": (Image.new("L", (40, 40), 90), {}, (90, 90, 90)),
}


@pytest.mark.parametrize("case", CORNERS)
def test_every_mode_is_flattened(sender: Actor, case: str) -> None:
    picture, options, expected = CORNERS[case]
    photo = accepted(encode(picture, "PNG", **options), sender)
    assert pixels(photo).mode == "RGB"
    assert pixels(photo).getpixel((20, 20)) == pytest.approx(expected, abs=3)


def test_print_colours_are_turned_into_light(sender: Actor) -> None:
    photo = accepted(encode(Image.new("CMYK", (40, 40), (0, 255, 255, 0))), sender)
    assert pixels(photo).getpixel((20, 20)) == pytest.approx((255, 0, 0), abs=12)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_moving_pictures_the_first_is_taken(sender: Actor, kind: str) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, (0, 0, 255))]
    photo = accepted(encode(frames[0], kind, save_all=True, append_images=frames[1:]), sender)
    assert pixels(photo).getpixel((20, 20)) == pytest.approx(RED, abs=8)


def test_time_and_place_are_kept_aside_where_asked(sender: Actor) -> None:
    with at(NOW):
        asked = accepted(encode(scene(), exif=camera_notes()), sender, keep_position=True)
        not_asked = accepted(encode(scene(), exif=camera_notes()), sender)
    assert asked.taken_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert (asked.taken_latitude, asked.taken_longitude) == (pytest.approx(37.86), pytest.approx(112.57))
    assert (not_asked.taken_at, not_asked.taken_latitude, not_asked.taken_longitude) == (None, None, None)
    assert asked.uploaded_at == NOW


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ({"taken": "2026:11:20 08:30:00", "offset": "+00:00"}, datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
        ({"taken": "2026:11:20 08:30:00", "offset": "soon"}, datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ({"taken": "0000:00:00 00:00:00"}, None),
        ({"taken": "1980:01:01 00:00:00"}, None),
        ({"taken": "2031:01:01 00:00:00"}, None),
        ({"taken": "昨天"}, None),
    ],
)
def test_impossible_times_are_passed_over(
    sender: Actor, notes: dict[str, str], expected: datetime | None
) -> None:
    with at(NOW):
        assert (
            accepted(encode(scene(), exif=camera_notes(**notes)), sender, keep_position=True).taken_at
            == expected
        )


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ({"hemispheres": "SW"}, (-37.86, -112.57)),
        ({"latitude": (0.0, 0.0, 0.0), "longitude": (0.0, 0.0, 0.0)}, None),
        ({"latitude": (97.0, 0.0, 0.0)}, None),
        ({"latitude": (37.0, 75.0, 0.0)}, None),
        ({"latitude": (37.0, 0.0)}, None),
        ({"longitude": (IFDRational(1, 0), 0.0, 0.0)}, None),
        ({"longitude": (112.0, 34.0, IFDRational(0, 0))}, None),
    ],
)
def test_impossible_places_are_passed_over(sender: Actor, notes: dict[str, Any], expected: Any) -> None:
    photo = accepted(encode(scene(), exif=camera_notes(**notes)), sender, keep_position=True)
    place = (photo.taken_latitude, photo.taken_longitude)
    assert place == (pytest.approx(expected) if expected else (None, None))


@pytest.mark.parametrize(
    "broken",
    [
        b"Exif\x00\x00garbage",
        b"Exif\x00\x00MM\x00*\xff\xff\xff\xff",
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff",
    ],
)
def test_broken_notes_do_not_spoil_a_photo(sender: Actor, broken: bytes) -> None:
    photo = accepted(encode(scene(), exif=broken), sender, keep_position=True)
    assert (photo.width, photo.taken_at) == (1200, None)


def test_notes_that_cannot_be_read_do_not_spoil_a_photo(
    sender: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Image.Image) -> None:
        raise SyntaxError("not a TIFF file")

    data = encode(scene(), exif=camera_notes(orientation=6))
    monkeypatch.setattr(Image.Image, "getexif", fail)
    photo = accepted(data, sender, keep_position=True)
    assert (photo.width, photo.taken_at) == (1200, None)


def test_a_photo_without_notes_has_none(sender: Actor) -> None:
    assert accepted(encode(scene()), sender, keep_position=True).taken_at is None


def test_the_ledger_knows_what_was_stored(sender: Actor) -> None:
    with at(NOW):
        photo = accepted(encode(scene(), exif=camera_notes()), sender, keep_position=True)
    told = history(f"photo/{photo.pk}").get()
    assert (told.action, told.actor) == ("photo.accepted", sender.person)
    assert told.payload["after"] == {
        "purpose": "test", "sha256": photo.sha256, "taken_at": "2026-11-20T08:30:00+08:00",
    }  # fmt: skip


def test_a_visitors_photo_hangs_on_the_sessions_token() -> None:
    photo = accepted(encode(scene()), Actor(), upload_token="raw")
    assert (photo.uploaded_by, photo.upload_token) == (None, hash_token("raw"))


@pytest.mark.parametrize("nonce", ["tap", "x" * 100])
def test_a_photo_sent_twice_is_one_photo(sender: Actor, nonce: str) -> None:
    data = encode(scene())
    assert accepted(data, sender, nonce=nonce) == accepted(data, sender, nonce=nonce)
    assert Photo.objects.count() == 1


def test_a_visitor_may_send_twice_too() -> None:
    first = accepted(encode(scene()), Actor(), upload_token="raw", nonce="tap")
    assert accepted(encode(scene()), Actor(), upload_token="raw", nonce="tap") == first


@pytest.mark.parametrize("token", ["", "another"])
def test_a_guessed_nonce_opens_nothing(sender: Actor, token: str) -> None:
    accepted(encode(scene()), sender, nonce="tap")
    with pytest.raises(Conflict) as refusal:
        accepted(encode(scene()), Actor(), upload_token=token, nonce="tap")
    assert refusal.value.remedy


def files(photo_root: Path) -> list[Path]:
    return [each for each in photo_root.rglob("*") if each.is_file()]


def test_two_tries_at_once_leave_one_photo(
    sender: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = accepted(encode(scene()), sender, nonce="tap")
    look = room._sent_before
    answers = iter([None])
    monkeypatch.setattr(room, "_sent_before", lambda *args: next(answers, "look") and look(*args))
    assert accepted(encode(scene()), sender, nonce="tap") == first
    assert len(files(Path(settings.MEDIA_ROOT))) == 2


def test_no_file_stays_without_its_row(sender: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(room, "record", fail)
    with pytest.raises(IntegrityError), transaction.atomic():
        accepted(encode(scene()), sender)
    assert not Photo.objects.exists()
    assert files(Path(settings.MEDIA_ROOT)) == []


def test_a_full_disk_leaves_nothing(sender: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Photo, "save", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space"):
        accepted(encode(scene()), sender)
    assert files(Path(settings.MEDIA_ROOT)) == []


def test_accepting_costs_few_statements(sender: Actor, django_assert_max_num_queries: Any) -> None:
    data = encode(scene())
    with django_assert_max_num_queries(9):  # with the savepoint around photo and ledger entry
        accepted(data, sender, nonce="tap")


def test_old_photos_are_not_from_the_future(sender: Actor) -> None:
    with at(NOW):
        soon = camera_notes(taken=(NOW + timedelta(hours=30)).strftime("%Y:%m:%d %H:%M:%S"))
        assert accepted(encode(scene(), exif=soon), sender, keep_position=True).taken_at is not None
