"""The words of the pledge, by version. A version that was signed is never changed: a new one is added."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jiayuan.foundation.clock.now import today

from .knowing import FACTS


@dataclass(frozen=True)
class PledgeText:
    version: int
    since: date
    zh: Sequence[str]
    en: Sequence[str]

    def said(self, language: str) -> Sequence[str]:
        return self.en if language.startswith("en") else self.zh


@cache
def pledge_texts() -> Sequence[PledgeText]:
    """In the order of their versions."""
    rows = json.loads((FACTS / "pledge.json").read_text("utf-8"))
    return [
        PledgeText(each["version"], date.fromisoformat(each["since"]), each["zh"], each["en"])
        for each in rows
    ]


def current_text() -> PledgeText:
    """What is signed today: the newest that has begun."""
    return next((each for each in reversed(pledge_texts()) if each.since <= today()), pledge_texts()[0])


def text_of(version: int) -> PledgeText:
    return next(each for each in pledge_texts() if each.version == version)
