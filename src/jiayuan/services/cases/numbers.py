"""Case numbers that survive being read out over the phone: the key, zero-filled, and a Luhn check digit.

``number_of(42)`` is ``"0000042-2"``. No counter, so nothing to queue on.
"""


def _luhn(digits: str) -> int:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return (10 - total % 10) % 10


def number_of(key: int) -> str:
    digits = f"{key:07d}"
    return f"{digits}-{_luhn(digits)}"


def key_of(number: str) -> int | None:
    """The key behind a printed number; None if it is not one. Spaces and the hyphen may be missing."""
    digits = "".join(each for each in number if each not in " -‐－")
    if not digits.isascii() or not digits.isdigit() or not 8 <= len(digits) <= 19:
        return None
    return int(digits[:-1]) if _luhn(digits[:-1]) == int(digits[-1]) else None
