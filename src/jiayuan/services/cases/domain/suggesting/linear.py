"""The model itself: one weight a piece and category, kept as plain numbers that any machine may load.

It is read without unpickling anything, and answers with nothing but a sum: no training library is needed to ask it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .features import Piece, pieces_of, plain, words_of

MOST_REASONS = 2
LEAST_REASON = 0.02
"""What a word must add to a category's score to be named as a reason."""


@dataclass(frozen=True)
class Guess:
    """``confidence`` is how often such a guess was right when it was measured, 0 to 1. ``because`` are words of the
    text that spoke for it."""

    code: str
    confidence: float
    because: Sequence[str]


@dataclass(frozen=True)
class LinearModel:
    """``weights`` has a row for each of ``buckets`` (ascending) and a column for each of ``codes``."""

    codes: Sequence[str]
    buckets: Any
    rarity: Any
    weights: Any
    bias: Any
    sharpness: float
    """How far apart scores lie, so that the shares they give agree with what was measured."""

    def guess(self, text: str, limit: int = 3) -> list[Guess]:
        """The likeliest categories, best first; none for a text of which nothing is known."""
        written = plain(text)
        known, rows = self._known(pieces_of(written))
        if not known:
            return []
        parts = self._parts(rows)
        shares = self.shares(self.bias + parts.sum(axis=0))
        best = np.argsort(-shares)[:limit]
        return [
            Guess(self.codes[each], float(shares[each]), _reasons(written, known, parts, each))
            for each in best
        ]

    def shares(self, scores: Any) -> Any:
        """Scores of one text, or of many in rows, as shares of one."""
        sharp = scores * self.sharpness
        grown = np.exp(sharp - sharp.max(axis=-1, keepdims=True))
        return grown / grown.sum(axis=-1, keepdims=True)

    def _known(self, pieces: Sequence[Piece]) -> tuple[list[Piece], list[int]]:
        """Each piece that the model has a row for, once, and its row."""
        found: dict[int, Piece] = {}
        for each in pieces:
            found.setdefault(each.bucket, each)
        wanted = np.array(sorted(found), dtype=np.int32)
        at = np.minimum(np.searchsorted(self.buckets, wanted), max(len(self.buckets) - 1, 0))
        hits = self.buckets[at] == wanted
        return [found[int(each)] for each in wanted[hits]], at[hits].tolist()

    def _parts(self, rows: Sequence[int]) -> Any:
        """What each piece adds to each category."""
        size = self.rarity[rows].astype(np.float32)
        return self.weights[rows].astype(np.float32) * (size / np.sqrt((size**2).sum()))[:, None]

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        np.savez_compressed(
            out,
            codes=np.array(self.codes, dtype="U12"),
            buckets=self.buckets.astype(np.int32),
            rarity=self.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
            sharpness=np.array([self.sharpness], dtype=np.float32),
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "LinearModel":
        """:raises ValueError: it is no such model; objects in it are never made."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            codes = [str(each) for each in kept["codes"]]
            return cls(
                codes, kept["buckets"], kept["rarity"], kept["weights"], kept["bias"],
                float(kept["sharpness"][0]),
            )  # fmt: skip


def _reasons(written: str, known: Sequence[Piece], parts: Any, code: int) -> list[str]:
    """The words whose characters spoke most for this category rather than for the others."""
    says = np.zeros(len(written))
    for piece, part in zip(known, parts, strict=True):
        says[piece.start : piece.end] += (part[code] - part.mean()) / (piece.end - piece.start)
    spoken = {written[start:end]: float(says[start:end].sum()) for start, end in words_of(written)}
    strong = sorted((each for each in spoken if len(each) > 1), key=lambda each: -spoken[each])
    return [each for each in strong if spoken[each] > LEAST_REASON][:MOST_REASONS]
