"""Weights as they are typed: tenths of a kilogram, more than nothing, and no more than the vehicle holds. One that is
far from what was expected is asked for once more."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.source import entered_at
from jiayuan.foundation.common.units import in_kilograms

_LONGEST = 8
TENTH = Decimal("0.1")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,，]\d*)?")
_THOUSANDS = re.compile(r"[,，]\d{3}$")
TIMES, LEAST_KG = 4, 100
"""Far is four times as much or as little, and 100 kg away at the least. ``frontend/js/driver.js`` has the same."""


def read_kg(text: str, most: int, *, of_ticket: bool = False) -> Decimal:
    """``"320"``, ``"320.5"``, ``"320,5"``. :raises Invalid: no number, nothing or less, or more than the vehicle holds.

    ``"1,200"`` may be one kilogram or a thousand, and ``"1e3"`` nobody means: neither is guessed. ``of_ticket``: it is
    copied from a ticket of a site, not read from a scale.
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
        raise _not_a_load(typed, of_ticket)
    if found > most:
        raise Invalid(
            _("%(kg)s kg cannot be: this vehicle holds %(most)s kg.") % {"kg": typed, "most": most},
            _("Look at the ticket again; perhaps a digit is too many.")
            if of_ticket
            else _("Read the scale again; perhaps a digit is too many."),
            field="kg",
        )
    return found


def is_far(kg: Decimal, expected: Decimal) -> bool:
    low, high = sorted((kg, expected))
    return high >= TIMES * low and high - low >= LEAST_KG


def ask_again(typed: str, sure: str, question: str) -> None:
    """``sure``: what was typed the time before; the same again is meant. What a phone kept is not asked here any more:
    its page has asked itself, and whoever typed it has gone on.

    :raises Invalid: it was not asked yet.
    """
    if sure.strip() == typed.strip() or entered_at() is not None:
        return
    raise Invalid(
        question,
        _("If that is what the scale says, send it once more. If not, correct it."),
        field="kg",
        code="far",
    )


def ask_if_far(kg: Decimal, expected: Decimal, typed: str, sure: str) -> None:
    """:raises Invalid: see :func:`ask_again`."""
    if is_far(kg, expected):
        said = {"kg": in_kilograms(kg), "expected": in_kilograms(expected)}
        ask_again(typed, sure, _("%(kg)s is far from the %(expected)s that were expected here.") % said)


def _not_a_load(typed: str, of_ticket: bool) -> Invalid:
    if of_ticket:
        return Invalid(
            _("%(kg)s kg cannot be on a ticket: a load weighs more than nothing.") % {"kg": typed},
            _("Look at the ticket again, and copy the net weight from it."),
            field="kg",
        )
    return Invalid(
        _("%(kg)s kg cannot be: what was emptied weighs more than nothing.") % {"kg": typed},
        _("Read the scale again. If nothing was taken, say so instead of a weight."),
        field="kg",
    )
