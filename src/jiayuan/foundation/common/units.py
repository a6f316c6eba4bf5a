"""Amounts with their unit, as the reader's language writes it: 12 kg, 12 公斤. No line ends between the two."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_UNBROKEN = str.maketrans(" ", "\u00a0")


def in_kilograms(given: object) -> str:
    """``given`` as it is to be read, with its unit: ``12 kg``."""
    return _unbroken(_("%(kg)s kg") % {"kg": in_groups(given)})


def in_kilometres(given: object) -> str:
    """``12 km``"""
    return _unbroken(_("%(km)s km") % {"km": in_groups(given)})


def in_litres(given: object) -> str:
    """``9,000 L``, ``9000 升``"""
    return _unbroken(_("%(litres)s L") % {"litres": in_groups(given)})


def in_percent(given: object) -> str:
    """``53.4 %``, ``53.4%``: of a hundred."""
    return _unbroken(_("%(number)s %%") % {"number": in_groups(given)})


def in_groups(given: object) -> object:
    """A number with its thousands as the language sets them apart; what is words already stays as it is."""
    if isinstance(given, int | float | Decimal):
        return number_format(given, force_grouping=True)
    return given


def _unbroken(words: str) -> str:
    return words.translate(_UNBROKEN)
