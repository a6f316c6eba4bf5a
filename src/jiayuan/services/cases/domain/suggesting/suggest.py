"""Which category words are usually filed under. It proposes; it never decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core import signing

from ...models import CategoryModel, CategoryVersion
from .linear import LinearModel

SURE = 0.5
"""From this confidence on a category is proposed; below it people are asked to say more."""
LIKELY = 0.8
FAINT = 0.01
"""Further ones less likely than this are not shown."""
SHOWN = 3
SALT = "cases.suggested"
_kept: dict[str, LinearModel] = {}
"""The model of this process, by its digest."""


@dataclass(frozen=True)
class Proposal:
    """A category with how likely it is. ``per_cent`` as measured; ``because``: words that spoke for it."""

    version: CategoryVersion
    confidence: float
    because: Sequence[str]

    @property
    def code(self) -> str:
        return self.version.category_id

    @property
    def per_cent(self) -> int:
        """Never 100: it proposes, and may be wrong."""
        return min(max(round(self.confidence * 100), 1), 99)

    @property
    def is_likely(self) -> bool:
        return self.confidence >= LIKELY


@dataclass(frozen=True)
class Proposals:
    """``model`` None: none has been trained yet, and nothing can be said."""

    model: int | None = None
    shown: Sequence[Proposal] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        return bool(self.shown) and self.shown[0].confidence >= SURE

    @property
    def best(self) -> Proposal | None:
        return self.shown[0] if self.is_sure else None

    @property
    def signed(self) -> str:
        """What was shown, to be sent along with the form and counted when something is chosen."""
        if self.model is None or not self.is_sure:
            return ""
        shown = [each.code for each in self.shown]
        return signing.dumps([self.model, shown, self.shown[0].per_cent], salt=SALT)


def propose(words: str, versions: Sequence[CategoryVersion]) -> Proposals:
    """The likeliest of ``versions`` for these words, at most three. One query, and one more after a training."""
    found = _current()
    if found is None:
        return Proposals()
    pk, model = found
    by_code = {each.category_id: each for each in versions}
    shown = [
        Proposal(by_code[guess.code], guess.confidence, guess.because)
        for guess in model.guess(words, SHOWN)
        if guess.code in by_code and guess.confidence >= FAINT
    ]
    return Proposals(pk, shown)


def _current() -> tuple[int, LinearModel] | None:
    newest = CategoryModel.objects.values_list("pk", "digest").first()
    if newest is None:
        return None
    pk, digest = newest
    model = _kept.get(digest)
    if model is None:
        pk, digest, data = CategoryModel.objects.values_list("pk", "digest", "data")[0]
        model = LinearModel.from_bytes(bytes(data))
        _kept.clear()
        _kept[digest] = model
    return pk, model
