"""Fitting a model to examples, and measuring it on those that it did not see. Imported only where a model is trained:
the training library takes seconds and memory that no page has to pay for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from .examples import Example
from .features import BUCKETS, pieces_of
from .linear import LinearModel

STRENGTH = 0.3
MOST_PIECES = 60_000
"""Rows of a model; the rarest pieces go first."""
FOLDS = 5
"""One of so many distinct texts is held out to measure."""
ENOUGH = 100
"""Distinct texts of cases without which the catalogue's own words are measured instead."""
SHARPEST, BLUNTEST, STEPS = 12.0, 0.5, 47
BINS = 10


@dataclass(frozen=True)
class Measured:
    """On ``texts`` held out: how many were right at once, how many among the first three; for each category how many
    there were, right, and taken for which other; and by tenths of confidence how many were said and right."""

    texts: int
    of_cases: bool
    first: int
    three: int
    by_category: Mapping[str, Mapping[str, Any]]
    bins: Sequence[tuple[int, int]]


def fit(examples: Sequence[Example]) -> tuple[LinearModel, Measured]:
    """A model of all ``examples``, with what one of four fifths of them measured on the rest."""
    counted = sum(each.is_case for each in examples) >= ENOUGH
    held = [_is_held(each) and (each.is_case or not counted) for each in examples]
    matrix = _matrix(examples)
    codes = [each.code for each in examples]
    shown = np.flatnonzero(~np.array(held))
    trial = _train(matrix[shown], [codes[each] for each in shown], 1.0)
    hidden = np.flatnonzero(np.array(held))
    scores, truth = _scores(trial, matrix[hidden]), [codes[each] for each in hidden]
    sharpness = _sharpness(trial, scores, truth)
    trial = LinearModel(trial.codes, trial.buckets, trial.rarity, trial.weights, trial.bias, sharpness)
    return _train(matrix, codes, sharpness), _measure(trial, scores, truth, of_cases=counted)


def _is_held(example: Example) -> bool:
    """By the text itself: the same words are never on both sides."""
    return crc32(example.text.encode()) % FOLDS == 0


def _matrix(examples: Sequence[Example]) -> Any:
    columns: list[int] = []
    ends = [0]
    for each in examples:
        columns += sorted({piece.bucket for piece in pieces_of(each.text)})
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, columns, ends), shape=(len(examples), BUCKETS))


def _train(matrix: Any, codes: Sequence[str], sharpness: float) -> LinearModel:
    often = np.asarray(matrix.sum(axis=0)).ravel()
    used = np.flatnonzero(often)
    if len(used) > MOST_PIECES:
        used = np.sort(used[np.argsort(-often[used], kind="stable")[:MOST_PIECES]])
    rarity = (np.log((1 + matrix.shape[0]) / (1 + often[used])) + 1).astype(np.float32)
    machine = LinearSVC(C=STRENGTH, random_state=1).fit(_scaled(matrix[:, used], rarity), codes)
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:  # of two categories only the second is told
        weights, bias = np.hstack([-weights, weights]), np.array([-bias[0], bias[0]])
    return LinearModel([str(each) for each in machine.classes_], used, rarity, weights, bias, sharpness)


def _scaled(matrix: Any, rarity: Any) -> Any:
    """Rows of length one, rare pieces counting for more."""
    rows = matrix @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.maximum(length, 1e-9)) @ rows).tocsr()


def _scores(model: LinearModel, matrix: Any) -> Any:
    return _scaled(matrix[:, model.buckets], model.rarity) @ model.weights + model.bias


def _sharpness(model: LinearModel, scores: Any, truth: Sequence[str]) -> float:
    """That under which what was true was held likeliest (temperature scaling)."""
    at = {code: number for number, code in enumerate(model.codes)}
    rows = [number for number, code in enumerate(truth) if code in at]
    columns = [at[truth[number]] for number in rows]
    tried = np.geomspace(BLUNTEST, SHARPEST, STEPS)

    def loss(sharpness: float) -> float:
        sharp = scores[rows] * sharpness
        top = sharp.max(axis=1)
        total = top + np.log(np.exp(sharp - top[:, None]).sum(axis=1))
        return float((total - sharp[range(len(rows)), columns]).mean())

    return float(min(tried, key=loss)) if rows else 3.0


def _measure(model: LinearModel, scores: Any, truth: Sequence[str], *, of_cases: bool) -> Measured:
    names = np.array(model.codes)
    order = names[np.argsort(-scores, axis=1)[:, :3]]
    sure = model.shares(scores).max(axis=1) if len(truth) else np.zeros(0)
    by_category: dict[str, dict[str, Any]] = {}
    bins = [[0, 0] for _each in range(BINS)]
    first = three = 0
    for code, said, share in zip(truth, order, sure, strict=True):
        entry = by_category.setdefault(code, {"texts": 0, "first": 0, "three": 0, "taken": Counter()})
        is_first, is_three = code == said[0], code in said
        first, three = first + is_first, three + is_three
        entry["texts"] += 1
        entry["first"] += int(is_first)
        entry["three"] += int(is_three)
        if not is_first:
            entry["taken"][str(said[0])] += 1
        tenth = bins[min(int(share * BINS), BINS - 1)]
        tenth[0] += 1
        tenth[1] += int(is_first)
    return Measured(len(truth), of_cases, first, three, by_category, [(said, right) for said, right in bins])
