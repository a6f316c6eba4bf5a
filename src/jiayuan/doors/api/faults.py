"""What is wrong with the shape of a request, field by field, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_OUTER = ("body", "query", "path", "payload")
_EXACT: dict[str, Any] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters fit."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters are needed."),
    "string_pattern_mismatch": gettext_lazy("This is not written as described."),
    "too_long": gettext_lazy("At most %(max_length)s entries fit."),
    "too_short": gettext_lazy("At least %(min_length)s entries are needed."),
    "greater_than": gettext_lazy("This has to be more than %(gt)s."),
    "greater_than_equal": gettext_lazy("This has to be at least %(ge)s."),
    "less_than": gettext_lazy("This has to be less than %(lt)s."),
    "less_than_equal": gettext_lazy("This has to be at most %(le)s."),
    "enum": gettext_lazy("This has to be one of: %(expected)s."),
    "literal_error": gettext_lazy("This has to be one of: %(expected)s."),
    "finite_number": gettext_lazy("This has to be a finite number."),
}
"""By the kinds of fault that pydantic knows, with the names of what it tells about them."""
_BY_BEGINNING: tuple[tuple[str, Any], ...] = (
    ("int", gettext_lazy("This has to be a whole number.")),
    ("float", gettext_lazy("This has to be a number.")),
    ("decimal", gettext_lazy("This has to be a number.")),
    ("bool", gettext_lazy("This has to be true or false.")),
    ("string", gettext_lazy("This has to be a text.")),
    ("uuid", gettext_lazy("This has to be an identifier (UUID).")),
    ("is_instance_of", gettext_lazy("This has to be an identifier (UUID).")),
    ("datetime", gettext_lazy("This has to be a date with a time, such as 2026-11-24T08:30:00+08:00.")),
    ("timezone", gettext_lazy("This has to be a date with a time, such as 2026-11-24T08:30:00+08:00.")),
    ("date", gettext_lazy("This has to be a date, such as 2026-11-24.")),
    ("time", gettext_lazy("This has to be a time, such as 08:30.")),
    ("url", gettext_lazy("This has to be a web address.")),
    ("list", gettext_lazy("This has to be a list.")),
    ("set", gettext_lazy("This has to be a list.")),
    ("tuple", gettext_lazy("This has to be a list.")),
    ("dict", gettext_lazy("This has to be an object with fields.")),
    ("model", gettext_lazy("This has to be an object with fields.")),
)


def said(kind: str, told: Mapping[str, Any]) -> str:
    """The fault in words; ``told`` are its particulars. What is not known is said in general."""
    if kind in _EXACT:
        return str(_EXACT[kind]) % _particulars(told)
    words = next((words for beginning, words in _BY_BEGINNING if kind.startswith(beginning)), None)
    return str(words) if words is not None else _("This is not as the description of the API has it.")


def _particulars(told: Mapping[str, Any]) -> dict[str, Any]:
    names = ("max_length", "min_length", "gt", "ge", "lt", "le", "expected")
    found = {name: told.get(name, "…") for name in names}
    found["expected"] = str(found["expected"]).replace("'", "").replace(" or ", ", ")
    return found


def field_of(location: Sequence[Any]) -> str:
    """``("body", "payload", "photos", 0)`` -> ``photos.0``; the whole body is ``body``."""
    return ".".join(str(part) for part in location if part not in _OUTER) or "body"


def faults_of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Each fault with its field."""
    return [
        {"field": field_of(each["loc"]), "says": said(each["type"], each.get("ctx") or {})} for each in errors
    ]
