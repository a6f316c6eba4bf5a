"""Numbers to call an organisation under: mobile or landline."""

import phonenumbers
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.people.phones import normalise_phone


def normalise_contact_phone(text: str) -> str:
    """E.164 of a mobile or landline number; empty stays empty. :raises Invalid: field ``phone``."""
    if not text.strip():
        return ""
    try:
        return normalise_phone(text)
    except Invalid as error:
        if error.code != "landline":
            raise
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            _("This landline number is not complete."),
            _("Write it with its area code, like 0351 404 1234."),
            field="phone",
            code="landline",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
