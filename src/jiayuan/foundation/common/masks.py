"""Personal data as others may see it: enough to recognise, not enough to use."""

import re
from collections.abc import Callable

from .personal import Found, Kind, find_personal

MASK = "*"
NOTHING_LEFT = MASK * 6
"""What stands where a number was that is never shown, not even in part."""


def mask_phone(phone: str | None) -> str:
    """``+8613812345678`` and ``13812345678`` -> ``138****5678``; short numbers keep their last two digits."""
    if not phone:
        return ""
    digits = phone.removeprefix("+86").strip()
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    return MASK * max(len(digits) - 2, 0) + digits[-2:]


def mask_name(name: str | None) -> str:
    """``李建芳`` -> ``李**``; ``Anna Berg`` -> ``A***``. The family name helps a neighbour recognise a neighbour."""
    if not name:
        return ""
    first = name[0]
    return first + MASK * (len(name) - 1 if not first.isascii() else 3)


def mask_plate(plate: str | None) -> str:
    """``晋A12345`` -> ``晋A***45``."""
    if not plate:
        return ""
    return plate[:2] + MASK * max(len(plate) - 4, 1) + plate[-2:] if len(plate) > 4 else MASK * len(plate)


def _mobile(found: Found) -> str:
    digits = re.sub(r"\D", "", found.plain)
    return f"{digits[-11:-8]}****{digits[-4:]}" if len(digits) >= 11 else NOTHING_LEFT


def _landline(found: Found) -> str:
    return "****" + re.sub(r"\D", "", found.plain)[-2:]


def _plate(found: Found) -> str:
    return mask_plate(re.sub(r"[\s·.•・-]", "", found.plain))


def _email(found: Found) -> str:
    return f"{found.plain[0]}***@***"


_HIDDEN: dict[Kind, Callable[[Found], str]] = {
    Kind.EMAIL: _email,
    Kind.IDENTITY: lambda _found: NOTHING_LEFT,
    Kind.CARD: lambda _found: NOTHING_LEFT,
    Kind.MOBILE: _mobile,
    Kind.LANDLINE: _landline,
    Kind.FOREIGN: _landline,
    Kind.PLATE: _plate,
}


def _replaced(text: str, hidden: Callable[[Found], str | None]) -> str:
    parts, at = [], 0
    for found in find_personal(text):
        said = hidden(found)
        if said is not None:
            parts += [text[at : found.start], said]
            at = found.end
    return "".join([*parts, text[at:]])


def mask_words(text: str | None) -> str:
    """Somebody's own words with phones, plates, mail addresses and card numbers masked; all else stays as it is.

    ``打138 1234 5678，车牌晋A12345`` -> ``打138****5678，车牌晋A***45``. Mask before cutting to a length: half a number
    is not recognised any more. Masking twice is masking once.
    """
    return _replaced(text, lambda found: _HIDDEN[found.kind](found)) if text else ""


def blank_words(text: str, gap: str) -> str:
    """The same with ``gap`` in place of each, for words that everybody reads."""
    return _replaced(text, lambda _found: gap)


def drop_identity(text: str) -> str:
    """Numbers of identity cards taken out for good: they are never collected, whoever writes them."""
    return _replaced(text, lambda found: NOTHING_LEFT if found.kind == Kind.IDENTITY else None)


def hides(text: str | None) -> bool:
    """Would :func:`mask_words` hide anything here?"""
    return any(True for _found in find_personal(text or ""))
