"""Personal data as others may see it: enough to recognise, not enough to use."""

MASK = "*"


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
