"""Noticing a photo that was handed in before, as it was or made smaller, recompressed or slightly cropped.

The 64-bit hash is cut into four bands of 16 bits, each in an indexed column. Two hashes that differ in at most
seven bits differ in at most one bit in one of the bands, so that looking up each band as it is and with each single
bit turned (17 values) finds all of them: 68 index look-ups, whatever the number of photos.
"""

from django.db.models import Q

from ..fingerprint import DIGITS, distance, is_plain
from ..models import Photo

FARTHEST = 7
"""Beyond this distance the bands could miss a photo."""
_BAND_DIGITS = DIGITS // 4
_CANDIDATES = 2000


def reused(photo: Photo, max_distance: int = 6) -> list[Photo]:
    """Other photos that show the same, nearest first, then oldest first.

    :param max_distance: in how many of 64 bits the hashes may differ, at most :data:`FARTHEST`.
    """
    if not 0 <= max_distance <= FARTHEST:
        raise ValueError(f"max_distance must lie between 0 and {FARTHEST}")
    others = Photo.objects.exclude(pk=photo.pk)
    found = {each.pk: (0, each.uploaded_at) for each in others.filter(sha256=photo.sha256)[:_CANDIDATES]}
    if not is_plain(photo.perceptual_hash):
        near = others.filter(_shares_a_band(photo.perceptual_hash)).order_by("-uploaded_at")
        for pk, fingerprint, uploaded_at in near.values_list("pk", "perceptual_hash", "uploaded_at")[
            :_CANDIDATES
        ]:
            apart = distance(photo.perceptual_hash, fingerprint)
            if apart <= max_distance:
                found.setdefault(pk, (apart, uploaded_at))
    photos = Photo.objects.in_bulk(list(found))
    return [photos[pk] for pk in sorted(found, key=found.__getitem__) if pk in photos]


def _shares_a_band(fingerprint: str) -> Q:
    either = Q()
    for band in range(4):
        digits = fingerprint[band * _BAND_DIGITS : (band + 1) * _BAND_DIGITS]
        either |= Q(**{f"band_{band + 1}__in": _within_one_bit(digits)})
    return either


def _within_one_bit(digits: str) -> list[str]:
    value = int(digits, 16)
    return [digits, *(f"{value ^ 1 << bit:0{_BAND_DIGITS}x}" for bit in range(4 * _BAND_DIGITS))]
