"""A look at words before everybody reads them: local lists and patterns (``facts/text_check.json``) that a district
changes without changing the program. It points out; a person decides."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).resolve().parents[1] / "facts" / "text_check.json"
WHY: dict[str, str | Promise] = {
    "person": _("This may point to a person. The card shows the need, never who it is."),
    "own_name": _(
        "This is the name of who wishes. Write “an older neighbour”, “a mother” or the like instead."
    ),
    "money": _("It is about money. Helpers give none and take none; ask back what is meant."),
    "trade": _("This reads like an offer or an advertisement."),
    "medical": _("This is for a doctor or a nurse; a helper may go along, no more."),
    "danger": _("Somebody may be in danger. Call first: 119, 110 or 120."),
    "insult": _("This may hurt somebody. Say what is needed and leave out who is to blame."),
    "minor": _("A child may be by itself. Tell the community's child worker as well."),
}
"""What is said of each kind of find."""


SHORTEST = 2
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Rule:
    """One line of the file: what is found, as words or as patterns."""

    code: str
    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]

    def hits(self, text: str) -> list[str]:
        """The passages in which it finds something."""
        lower = text.lower()
        found = [each for each in self.words if each.lower() in lower]
        return found + [match.group() for pattern in self.patterns for match in pattern.finditer(text)]


@dataclass(frozen=True)
class Warned:
    """One kind of find: why it matters, and the passages."""

    code: str
    passages: tuple[str, ...]

    @property
    def why(self) -> str | Promise:
        return WHY[self.code]


def rules_from(rows: Sequence[dict[str, Any]]) -> tuple[Rule, ...]:
    """:raises ValueError: a kind that nothing is said of; :raises re.error: a pattern that is none."""
    for row in rows:
        if row["code"] not in WHY:
            raise ValueError(f"unknown kind of find: {row['code']}")
    return tuple(
        Rule(
            row["code"],
            tuple(row.get("words", ())),
            tuple(re.compile(each, re.IGNORECASE) for each in row.get("patterns", ())),
        )
        for row in rows
    )


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    return rules_from(json.loads(FILE.read_text(encoding="utf-8")))


def look_over(text: str, rules: Sequence[Rule] | None = None) -> list[Warned]:
    """What somebody should look at before ``text`` is shown, by kind in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for rule in shipped_rules() if rules is None else rules:
        for passage in rule.hits(text):
            found.setdefault(rule.code, {})[passage] = None
    return [Warned(code, tuple(passages)) for code, passages in found.items()]


def name_in(text: str, name: str) -> list[Warned]:
    """The name of who wishes, where it stands in ``text``: whole, or without the family name if two characters are
    left. One alone is a word of every day more often than somebody's name."""
    full = "".join(name.split())
    parts = [full, full[1:]] if _HAN.fullmatch(full) else [name.strip(), *name.split()]
    hits = [each for each in parts if len(each) >= SHORTEST and each.lower() in text.lower()]
    return [Warned("own_name", (hits[0],))] if hits else []


def mark_of(text: str) -> str:
    """Stands for exactly this text: who says that it may be shown says it of these words and no others."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
