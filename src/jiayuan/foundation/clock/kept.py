"""Pieces of pages that are drawn again and again from the same values: drawn once and kept in this process.

What a piece shows follows from its template, the language, the day and the values handed to it, and from nothing else:
the template sees no other variable, no request and no database row. So a kept piece is never out of date and never
somebody else's, and there is nothing to empty when something changes: other values are another piece.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from django.template import Context, engines
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .now import today

MOST = 8_192
"""Pieces kept at most, of one or two kilobytes each; those not asked for longest go first."""


def kept(template: str, **values: Any) -> SafeString:
    """``template`` drawn with ``values`` alone, each a plain value that can be hashed (text, number, moment, tuple).

    Nothing that is unlike for every reader or request may be among them: it would never be found again.
    """
    spoken = ((name, str(value) if isinstance(value, Promise) else value) for name, value in values.items())
    return _drawn(
        template, get_language(), today(), tuple((name, type(value), value) for name, value in spoken)
    )


@lru_cache(maxsize=MOST)
def _drawn(
    template: str,
    language: str | None,  # noqa: ARG001 (part of what a piece follows from)
    day: date,  # noqa: ARG001 (likewise: "today 17:00")
    values: tuple[tuple[str, type, Any], ...],
) -> SafeString:
    """The types stand beside the values, because safe text and unsafe text are equal."""
    found: Any = engines["django"].get_template(template)
    return mark_safe(found.template.render(Context({name: value for name, _type, value in values})))  # noqa: S308
