"""Words put together as the reader's language does it: full-width marks between Chinese words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def told_of(name: object, what: object) -> str:
    """``Kitchen waste: 3 bins``, ``厨余垃圾：3 个桶``."""
    return _("%(name)s: %(what)s") % {"name": name, "what": what}


def listed(words: Iterable[object]) -> str:
    """``bins, lids``, ``桶、盖``."""
    return pgettext("between items", ", ").join(map(str, words))
