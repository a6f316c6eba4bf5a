"""Words that people typed, made safe to keep: nothing visible is lost, nothing invisible is kept."""

import re
import unicodedata

from django.utils.translation import gettext as _

from .errors import Invalid
from .masks import drop_identity

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Compose accents, drop control characters and direction marks (they can make text read as what it is not)."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", _INVISIBLE.sub("", text)).strip()


def clean_words(text: str, *, field: str, limit: int, required: bool = True, ask: str = "") -> str:
    """Cleaned words of at most ``limit`` characters; :class:`Invalid` names the field and both lengths.

    ``ask``: what is to be written, said where nothing is; of what happened if it is not given.

    Numbers of identity cards are left out: this house keeps none, whatever field somebody types one into.
    """
    words = drop_identity(clean(text))
    if required and not words:
        raise Invalid(
            _("Nothing is written here yet."), ask or _("Say in a few words what it is about."), field=field
        )
    if len(words) > limit:
        raise Invalid(
            _("This is too long: %(length)s characters; at most %(limit)s fit.")
            % {"length": len(words), "limit": limit},
            _("Keep the most important part; more can be told later."),
            field=field,
        )
    return words
