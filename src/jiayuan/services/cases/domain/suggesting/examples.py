"""What a model learns from: the catalogue's own words, and cases under the category that the desk decided on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...enums import State
from ...models import Case, CategoryVersion
from ..queries.catalogue import current_versions
from .features import plain

MOST_OF_A_CATEGORY = 400
"""Different texts, the newest first: more of the same teaches little and costs much."""
MOST_CASES = 200_000


class Example(NamedTuple):
    """A text as the model reads it, and where it belongs."""

    text: str
    code: str
    is_case: bool


def read_examples() -> tuple[list[Example], int]:
    """Different texts with their categories, and how many cases they were read from. A case whose category nobody
    confirmed teaches nothing, nor does one whose reporter was forgotten."""
    versions = current_versions()
    found = dict.fromkeys(_of_catalogue(versions))
    known, counts, cases = {each.category_id for each in versions}, Counter[str](), 0
    for words, code in _filed():
        if code not in known:
            continue
        cases += 1
        example = Example(plain(words), code, is_case=True)
        if example.text and counts[code] < MOST_OF_A_CATEGORY and example not in found:
            found[example] = None
            counts[code] += 1
    return list(found), cases


def _filed() -> Iterator[tuple[str, str]]:
    rows = Case.objects.whole().filter(forgotten_at=None).exclude(state__in=[State.REPORTED, State.REJECTED])
    newest = rows.order_by("-pk").values_list("words", "version__category_id")[:MOST_CASES]
    yield from newest.iterator(chunk_size=5000)


def _of_catalogue(versions: Sequence[CategoryVersion]) -> Iterator[Example]:
    """Names, what people call it (each alone and all together), and the questions: enough for a district that has
    no cases yet."""
    for each in versions:
        called = each.plain_words.split()
        ours = " ".join(word for word in called if not word.isascii())
        theirs = " ".join(word for word in called if word.isascii())
        asked = [str(question.get("zh", "")) for question in each.questions]
        for text in (each.name, each.name_en, *called, ours, theirs, f"{each.name} {ours}", *asked):
            if plain(text):
                yield Example(plain(text), each.category_id, is_case=False)
