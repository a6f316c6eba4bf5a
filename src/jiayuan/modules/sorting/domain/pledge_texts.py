"""The words of the pledge, by version. The first ship with the house, the later ones the district wrote.

Words that were in force are never changed: a new version is added.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jiayuan.foundation.clock.now import today

from ..models import PledgeWording
from .knowing import FACTS


@dataclass(frozen=True)
class PledgeText:
    """``ask_again``: who signed earlier words is offered these."""

    version: int
    since: date
    zh: Sequence[str]
    en: Sequence[str]
    ask_again: bool = False

    def said(self, language: str) -> Sequence[str]:
        return self.en if language.startswith("en") else self.zh


@cache
def first_text() -> PledgeText:
    """What is signed until the district writes other words."""
    row = json.loads((FACTS / "pledge.json").read_text("utf-8"))
    return PledgeText(row["version"], date.fromisoformat(row["since"]), tuple(row["zh"]), tuple(row["en"]))


def pledge_texts() -> Sequence[PledgeText]:
    """In the order of their versions, those of days to come too. One query."""
    return [first_text(), *(text_in(each) for each in PledgeWording.objects.settled())]


def current_text(texts: Sequence[PledgeText] | None = None) -> PledgeText:
    """What is signed today: the newest that has begun. One query, none where ``texts`` are given."""
    known = pledge_texts() if texts is None else texts
    return next((each for each in reversed(known) if each.since <= today()), known[0])


def text_of(version: int) -> PledgeText:
    """One query; none for the first."""
    if version == first_text().version:
        return first_text()
    return text_in(PledgeWording.objects.get(version=version))


def text_offered(signed: int) -> PledgeText | None:
    """What somebody who signed version ``signed`` is asked to sign: today's words, if these or others since ask for
    it. One query."""
    texts = pledge_texts()
    current = current_text(texts)
    asked = any(each.ask_again for each in texts if signed < each.version <= current.version)
    return current if asked else None


def text_in(wording: PledgeWording) -> PledgeText:
    """Of a draft too, as version 0."""
    return PledgeText(
        wording.version or 0, wording.since or date.max,
        tuple(wording.zh.splitlines()), tuple(wording.en.splitlines()), wording.ask_again,
    )  # fmt: skip
