"""The permissions, as they are declared."""

from collections.abc import Sequence

from django.utils import translation

from jiayuan.foundation.access.permissions import Check, permissions

from .markdown import CODES, table

INTRODUCTION = """\
# Permissions

Written by `jiayuan docs access`. Every question "may this person do this here?" is one of these names; each is made
of conditions that are asked from left to right, and the first that fails says why, and what to do instead. What is
not declared is refused.
"""


def access_page(language: str = "en") -> str:
    with translation.override(CODES[language]):
        rows = [(f"`{name}`", _conditions(checks)) for name, checks in sorted(permissions().items())]
        return f"{INTRODUCTION}\n" + table(
            ("permission", "conditions, and what is said when they fail"), rows
        )


def _conditions(checks: Sequence[Check]) -> str:
    return " <br> ".join(f"`{each.name}`: {each.because} {each.remedy}".strip() for each in checks)
