"""A photo handed in twice is noticed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.domain.reuse import _within_one_bit, reused
from jiayuan.foundation.evidence.fingerprint import difference_hash, distance, is_plain
from jiayuan.foundation.evidence.models import Photo
from tests.factories import PhotoFactory

from .conftest import encode, file_of, scene

VARIANTS: dict[str, Callable[[Image.Image], bytes]] = {
    "as it was": encode,
    "half the size": lambda it: encode(it.resize((it.width // 2, it.height // 2))),
    "a quarter of the size": lambda it: encode(it.resize((it.width // 4, it.height // 4))),
    "poor quality": lambda it: encode(it, quality=20),
    "another kind": lambda it: encode(it, "WEBP", quality=60),
    "a little brighter": lambda it: encode(ImageEnhance.Brightness(it).enhance(1.15)),
    "cropped by two in a hundred": lambda it: encode(it.crop((12, 9, it.width - 12, it.height - 9))),
}
SEEDS = range(20)


def taken_in(data: bytes, by: Actor) -> Photo:
    return accept_photo(file_of(data), by=by, purpose="test")


@pytest.mark.django_db
@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_of_a_photo_are_noticed(sender: Actor, variant: str) -> None:
    first = taken_in(encode(scene(3)), sender)
    taken_in(encode(scene(4)), sender)
    assert reused(taken_in(VARIANTS[variant](scene(3)), sender)) == [first]


def test_variants_lie_near_and_strangers_far() -> None:
    """Over twenty scenes: nearly all variants within six bits, all strangers beyond."""
    originals = [difference_hash(scene(seed, (600, 450))) for seed in SEEDS]
    for variant in VARIANTS.values():
        apart = [
            distance(originals[seed], difference_hash(read(variant(scene(seed, (600, 450))))))
            for seed in SEEDS
        ]
        assert sum(each <= 6 for each in apart) >= len(SEEDS) - 1, apart
    strangers = [distance(one, other) for one in originals for other in originals if one != other]
    assert min(strangers) > 7


def read(data: bytes) -> Image.Image:
    import io

    return Image.open(io.BytesIO(data))


@pytest.mark.django_db
def test_the_nearest_and_oldest_comes_first() -> None:
    now = timezone.now()
    late = PhotoFactory(perceptual_hash="00ff00ff00ff00fe", uploaded_at=now)
    early = PhotoFactory(perceptual_hash="00ff00ff00ff00fd", uploaded_at=now - timedelta(days=9))
    same = PhotoFactory(perceptual_hash="00ff00ff00ff00ff", uploaded_at=now)
    PhotoFactory(perceptual_hash="ff00ff00ff00ff00")
    assert reused(PhotoFactory(perceptual_hash="00ff00ff00ff00ff")) == [same, early, late]


@pytest.mark.django_db
def test_the_same_bytes_are_the_same_photo_however_plain() -> None:
    first = PhotoFactory(perceptual_hash="0" * 16, sha256="a" * 64)
    PhotoFactory(perceptual_hash="0" * 16)
    assert reused(PhotoFactory(perceptual_hash="0" * 16, sha256="a" * 64)) == [first]


@pytest.mark.django_db
@pytest.mark.parametrize(("max_distance", "found"), [(0, 0), (1, 0), (2, 1), (7, 1)])
def test_the_distance_is_kept(max_distance: int, found: int) -> None:
    PhotoFactory(perceptual_hash="00ff00ff00ff00fc")
    assert len(reused(PhotoFactory(perceptual_hash="00ff00ff00ff00ff"), max_distance)) == found


@pytest.mark.django_db
@pytest.mark.parametrize("distance_asked", [-1, 8])
def test_a_distance_the_bands_cannot_promise_is_refused(distance_asked: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 7"):
        reused(PhotoFactory(), distance_asked)


@settings(max_examples=300)
@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=7))
def test_seven_bits_never_escape_the_bands(value: int, turned: set[int]) -> None:
    one = f"{value:016x}"
    other = f"{value ^ sum(1 << bit for bit in turned):016x}"
    assert distance(one, other) == len(turned)
    assert any(
        other[start : start + 4] in _within_one_bit(one[start : start + 4]) for start in range(0, 16, 4)
    )


@pytest.mark.parametrize(("fingerprint", "plain"), [("0" * 16, True), ("f" * 16, True), ("00ff" * 4, False)])
def test_plain_photos_are_known(fingerprint: str, plain: bool) -> None:
    assert is_plain(fingerprint) is plain


def test_a_wall_is_plain() -> None:
    assert is_plain(difference_hash(Image.new("RGB", (300, 200), "grey")))


@pytest.mark.django_db
def test_looking_up_uses_the_indexes(django_assert_max_num_queries: Any) -> None:
    Photo.objects.bulk_create(PhotoFactory.build_batch(3000))
    photo = PhotoFactory()
    with django_assert_max_num_queries(3):
        reused(photo)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # for three thousand rows it rightly reads them all
            cursor.execute("SET LOCAL enable_seqscan = off")
    from jiayuan.foundation.evidence.domain.reuse import _shares_a_band

    plan = Photo.objects.filter(_shares_a_band(photo.perceptual_hash)).explain()
    assert all(f"evidence_photo_band_{band}" in plan for band in (1, 2, 3, 4)), plan
