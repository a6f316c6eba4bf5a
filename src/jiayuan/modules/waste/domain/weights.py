"""Weights as they are typed: tenths of a kilogram, more than nothing, and no more than the vehicle holds."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

_LONGEST = 8
TENTH = Decimal("0.1")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,，]\d*)?")
_THOUSANDS = re.compile(r"[,，]\d{3}$")


def read_kg(text: str, most: int) -> Decimal:
    """``"320"``, ``"320.5"``, ``"320,5"``. :raises Invalid: no number, nothing or less, or more than the vehicle holds.

    ``"1,200"`` may be one kilogram or a thousand, and ``"1e3"`` nobody means: neither is guessed.
    """
    typed = text.strip()
    is_plain = len(typed) <= _LONGEST and _PLAIN.fullmatch(typed) and not _THOUSANDS.search(typed)
    typed = typed.replace(",", ".").replace("，", ".")
    try:
        found = Decimal(typed).quantize(TENTH) if is_plain else None
    except InvalidOperation:  # no number, none that ends, or one with more digits than can be kept
        found = None
    if found is None or not found.is_finite():
        raise Invalid(_("This is no weight."), _("Write kilograms, such as 320 or 320.5."), field="kg")
    if found <= 0:
        raise Invalid(
            _("%(kg)s kg cannot be: what was emptied weighs more than nothing.") % {"kg": typed},
            _("Read the scale again. If nothing was taken, say so instead of a weight."),
            field="kg",
        )
    if found > most:
        raise Invalid(
            _("%(kg)s kg cannot be: this vehicle holds %(most)s kg.") % {"kg": typed, "most": most},
            _("Read the scale again; perhaps a digit is too many."),
            field="kg",
        )
    return found
