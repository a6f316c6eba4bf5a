"""A photo's look in 64 bits.

The difference hash: the photo in grey, nine by eight, and for each of the 64 neighbours in a row whether it grows
brighter. Described by Neal Krawetz, "Kind of Like That" (hackerfactor.com, 2013). It bears another size, another
quality and a little cropping; it does not bear turning or mirroring.
"""

from PIL import Image

BITS = 64
DIGITS = BITS // 4
_ACROSS, _DOWN = 9, 8
_PLAIN = 4


def difference_hash(image: Image.Image) -> str:
    """Sixteen hex digits."""
    grey = image.convert("L").resize((_ACROSS, _DOWN), Image.Resampling.BOX)
    pixels = grey.tobytes()
    bits = 0
    for row in range(_DOWN):
        for column in range(_ACROSS - 1):
            here = row * _ACROSS + column
            bits = bits << 1 | (pixels[here + 1] > pixels[here])
    return f"{bits:0{DIGITS}x}"


def distance(one: str, other: str) -> int:
    """In how many of the 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_plain(fingerprint: str) -> bool:
    """Has the photo too little in it to be told from others? A wall, the night, a thumb on the lens."""
    ones = int(fingerprint, 16).bit_count()
    return ones <= _PLAIN or ones >= BITS - _PLAIN
