"""Weights as they are typed: tenths of a kilogram, more than nothing, and no more than the vehicle holds."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

_LONGEST = 8
TENTH = Decimal("0.1")


def read_kg(text: str, most: int) -> Decimal:
    """``"320"``, ``"320.5"``. :raises Invalid: no number, nothing or less, or more than the vehicle holds."""
    typed = text.strip().replace(",", ".").replace("，", ".")
    try:
        found = Decimal(typed).quantize(TENTH) if len(typed) <= _LONGEST else None
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
