"""The lines of the pledge as they were typed: the same promises in both languages, few and short enough for the sheet,
and each in the letters of its own language."""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Faults, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.documents.glyphs import GlyphsMissing, missing_in

from ..limits import PROMISE, PROMISES, WORDING_REACH

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def both_languages(zh: str, en: str) -> tuple[str, str]:
    """:raises Invalid: each field that will not do."""
    faults = Faults()
    chinese = faults.take(lambda: _lines(zh, "zh"))
    english = faults.take(lambda: _lines(en, "en"))
    faults.settle()
    if len(chinese) != len(english):
        raise Invalid(
            _("There are %(zh)s lines in Chinese and %(en)s in English.") % {"zh": len(chinese), "en": len(english)},
            _("Write the same promises in both languages, a line each."), field="en",
        )  # fmt: skip
    return "\n".join(chinese), "\n".join(english)


def _lines(typed: str, field: str) -> Sequence[str]:
    text = clean_words(typed, field=field, limit=WORDING_REACH)
    lines = [line for each in text.splitlines() if (line := " ".join(each.split()))]
    if len(lines) > PROMISES:
        raise Invalid(
            _("%(count)s lines do not fit the certificate.") % {"count": len(lines)},
            _("At most %(count)s fit: bring some together.") % {"count": PROMISES}, field=field,
        )  # fmt: skip
    for number, line in enumerate(lines, start=1):
        _check_line(number, line, field)
    if missing := missing_in(text):
        error = GlyphsMissing(missing)
        error.field = field
        raise error
    return lines


def _check_line(number: int, line: str, field: str) -> None:
    if len(line) > PROMISE[field]:
        raise Invalid(
            _("Line %(number)s has %(length)s characters.") % {"number": number, "length": len(line)},
            _("At most %(limit)s fit: say it shorter.") % {"limit": PROMISE[field]}, field=field,
        )  # fmt: skip
    if field == "zh" and not _CHINESE.search(line):
        raise Invalid(
            _("Line %(number)s is not in Chinese.") % {"number": number},
            _("Write the Chinese words here, and the English ones in the box for English."), field=field,
        )  # fmt: skip
    if field == "en" and not _is_mostly_latin(line):
        raise Invalid(
            _("Line %(number)s is not in English.") % {"number": number},
            _("Write the English words here, and the Chinese ones in the box for Chinese."), field=field,
        )  # fmt: skip


def _is_mostly_latin(line: str) -> bool:
    """A Chinese name may stand in it."""
    letters = [each for each in line if each.isalpha()]
    latin = [each for each in letters if unicodedata.name(each, "").startswith("LATIN ")]
    return len(latin) * 2 > len(letters)
