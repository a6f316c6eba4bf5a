"""Numbers to call an organisation under: mobile or landline."""

import phonenumbers
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.people.phones import normalise_phone


def _landline(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def normalise_contact_phone(text: str) -> str:
    """E.164 of a mobile or landline number; empty stays empty. :raises Invalid: field ``phone``."""
    if not text.strip():
        return ""
    try:
        return normalise_phone(text)
    except Invalid as error:
        already_spelt = error.code == "length" and text.startswith("+86") and _landline(text) is not None
        if error.code != "landline" and not already_spelt:
            raise
    number = _landline(text)
    if number is None:
        raise Invalid(
            _("This landline number is not complete."),
            _("Write it with its area code, like 0351 404 1234."),
            field="phone",
            code="landline",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
