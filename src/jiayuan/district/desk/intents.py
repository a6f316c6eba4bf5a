"""From plain words to an action: by rules (the intents that modules announce) and by search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.plainwords import LONGEST, likeness, normalise
from jiayuan.foundation.common.registers import Intent, Suggestion, registers
from jiayuan.foundation.common.text import clean
from jiayuan.services.cases.models import Case
from jiayuan.services.cases.numbers import key_of

FAINTEST = 0.3
"""Suggestions below this are noise."""
OTHERS = 4


@dataclass(frozen=True)
class Answer:
    """``words`` is what was asked, cut to ``LONGEST``; ``best`` is None when nothing is near enough."""

    words: str
    best: Suggestion | None = None
    others: Sequence[Suggestion] = ()
    unknown_number: str = ""
    """A well-formed case number that opens nothing for this actor."""


def answer(actor: Actor, text: str) -> Answer:
    """What to offer for ``text``. The number of queries does not depend on it beyond the searches announced."""
    words = clean(text[: LONGEST * 4])[:LONGEST]
    query = normalise(words)
    if not query:
        return Answer(words)
    key = key_of(words)
    if key is not None:
        return _by_number(actor, words, key)
    searched = chain.from_iterable(search(actor, query) for search in registers.searches)
    found = _distinct(chain(searched, _intended(query, words)))
    return Answer(words, found[0] if found else None, found[1 : OTHERS + 1])


def _by_number(actor: Actor, number: str, key: int) -> Answer:
    seen = Case.objects.filter(pk=key)
    case = (seen.visible_to(actor) | seen.public()).only("pk").first()
    if case is None:
        return Answer(number, unknown_number=number)
    label = _("Matter %(number)s") % {"number": case.number}
    url = reverse("case", args=[case.number])
    return Answer(number, Suggestion(label, _("See how far it has come"), "file-text", url, 1.0))


def _intended(query: str, words: str) -> Iterable[Suggestion]:
    for intent in registers.intents:
        score = likeness(query, intent.words) * intent.weight
        url = intent.url(words) if score >= FAINTEST else ""
        if url:
            yield _spoken(intent, url, score)


def _spoken(intent: Intent, url: str, score: float) -> Suggestion:
    return Suggestion(str(intent.label), str(intent.hint), intent.icon, url, score)


def _distinct(found: Iterable[Suggestion]) -> list[Suggestion]:
    """The likeliest first, one for each address and label; of equals the more particular, which came first."""
    kept: dict[tuple[str, str], Suggestion] = {}
    for each in sorted(found, key=lambda one: -one.score):
        if each.score >= FAINTEST:
            kept.setdefault((each.url.partition("?")[0], each.label), each)
    return list(kept.values())
