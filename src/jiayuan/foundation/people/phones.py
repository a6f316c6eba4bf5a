"""Phone numbers as people write them, made into the one spelling that is stored: E.164 (``+8613812345678``)."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jiayuan.foundation.common.errors import Invalid

MOBILE_DIGITS = 11
_MOBILE = re.compile(r"1[3-9]\d{9}")
_BETWEEN = re.compile(r"[\s\-‐-―−.·()（）/]+")
_LANDLINE_KINDS = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.TOLL_FREE)
_LANDLINE = re.compile(r"0\d{9,11}|[2-8]\d{6,7}|[48]00\d{7}")
WRITE_IT = _("Write it like 138 1234 5678.")


def _plain(text: str) -> str:
    """Half-width, without what people put between digits and without invisible marks; a leading 00 becomes +."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Cc") or each in "\t\n")
    text = _BETWEEN.sub("", text)
    return "+" + text[2:] if text.startswith("00") else text


def _refuse(code: str, message: object, remedy: object = WRITE_IT) -> Invalid:
    return Invalid(message, remedy, field="phone", code=code)


def normalise_phone(text: str) -> str:
    """The number in E.164.

    Spaces, hyphens, brackets, full-width digits, ``+86`` and ``0086`` are all understood. A number without a country
    is a mainland mobile number.

    :raises Invalid: with ``field="phone"`` and a ``code``: ``empty``, ``letters``, ``length``, ``prefix``,
        ``landline`` or ``foreign``.
    """
    plain = _plain(text or "")
    if not plain:
        raise _refuse("empty", _("Please give a mobile number."))
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise _refuse("letters", _("A phone number is made of digits only."))
    if plain.startswith("+86"):
        return _mainland(digits.removeprefix("86"))
    if digits.startswith("86") and _MOBILE.fullmatch(digits[2:]):
        return f"+{digits}"
    return _foreign(plain) if plain.startswith("+") else _mainland(digits)


def _mainland(digits: str) -> str:
    if _MOBILE.fullmatch(digits):
        return f"+86{digits}"
    if _LANDLINE.fullmatch(digits):
        raise _landline()
    if len(digits) != MOBILE_DIGITS:
        message = ngettext(
            "A mobile number has 11 digits; this one has %(count)d.",
            "A mobile number has 11 digits; this one has %(count)d.",
            len(digits),
        )
        raise _refuse("length", message % {"count": len(digits)})
    raise _refuse(
        "prefix", _("A mobile number begins with 13 to 19."), _("Please look at the number once more.")
    )


def _landline() -> Invalid:
    return _refuse(
        "landline",
        _("This is a landline: no message can be sent to it."),
        _("Give a mobile number, perhaps a relative's, or ask your community worker to do it for you."),
    )


def _foreign(plain: str) -> str:
    try:
        number = phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise _refuse(
            "foreign",
            _("This is no phone number of the country it begins with."),
            _("Write + and the country first, like +852 5123 4567."),
        )
    if phonenumbers.number_type(number) in _LANDLINE_KINDS:
        raise _landline()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def written_phone(phone: str) -> str:
    """As people write it: ``+8613812345678`` -> ``138 1234 5678``; numbers of other countries with theirs."""
    if phone.startswith("+86") and _MOBILE.fullmatch(phone[3:]):
        return f"{phone[3:6]} {phone[6:10]} {phone[10:]}"
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
