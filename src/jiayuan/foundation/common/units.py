"""Amounts with their unit, as the reader's language writes it: 12 kg, 12 公斤."""

from django.utils.translation import gettext as _


def in_kilograms(given: object) -> str:
    """``given`` as it is to be read, with its unit: ``12 kg``."""
    return _("%(kg)s kg") % {"kg": given}


def in_kilometres(given: object) -> str:
    """``12 km``"""
    return _("%(km)s km") % {"km": given}
