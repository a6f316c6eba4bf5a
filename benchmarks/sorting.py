"""How well the sorting engine answers, and how fast, on queries written apart from its lists.

    python benchmarks/sorting.py [--wrong] [FILE]

FILE holds lines of query, expected category and kind, between tabs; without it the development set of the tests is
asked. ``recyclable/residual`` takes either; ``-`` means that nothing may be answered. ``--wrong`` lists what
went wrong.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

if TYPE_CHECKING:
    from jiayuan.engines.sorting import Answer

OWN = ROOT / "tests" / "modules" / "sorting" / "development.tsv"


class Asked(NamedTuple):
    query: str
    expected: list[str | None]
    kind: str
    answer: Answer
    ms: float

    @property
    def is_first(self) -> bool:
        return self.answer.category in self.expected

    @property
    def is_among_two(self) -> bool:
        return self.is_first or any(each in self.expected for each in self.answer.alternatives[:1])


def ask_all(file: Path) -> tuple[list[Asked], float]:
    """Every line, and the seconds that the engine took to load."""
    began = time.perf_counter()
    from jiayuan.modules.sorting.domain.knowing import sorter

    engine = sorter()
    loaded = time.perf_counter() - began
    asked = []
    for line in file.read_text("utf-8").splitlines()[1:]:
        query, expected, kind = line.split("\t")
        start = time.perf_counter()
        answer = engine.answer(query)
        ms = (time.perf_counter() - start) * 1000
        asked.append(
            Asked(query, [None if each == "-" else each for each in expected.split("/")], kind, answer, ms)
        )
    return asked, loaded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--wrong", action="store_true")
    chosen = parser.parse_args()
    asked, loaded = ask_all(chosen.file)
    kinds = defaultdict(list)
    for each in asked:
        kinds[each.kind].append(each)
    print(f"{'kind':12}{'queries':>8}{'top-1':>8}{'top-2':>8}{'silent':>8}")
    for kind, rows in [*kinds.items(), ("all", asked)]:
        print(
            f"{kind:12}{len(rows):8}{share(rows, 'is_first'):8.1%}{share(rows, 'is_among_two'):8.1%}"
            f"{sum(each.answer.category is None for each in rows) / len(rows):8.1%}"
        )
    hazards = [each for each in asked if each.expected == ["hazardous"]]
    taken = [each for each in hazards if each.answer.category not in ("hazardous", None)]
    found = share(hazards, "is_first") if hazards else 0
    print(f"hazardous: {found:.1%} found, {len(taken)} of {len(hazards)} answered as something else")
    times = sorted(each.ms for each in asked)
    print(
        f"ms a query: median {statistics.median(times):.2f}, p95 {times[int(len(times) * 0.95)]:.2f}, "
        f"most {times[-1]:.2f}; loaded in {loaded * 1000:.0f} ms"
    )
    if chosen.wrong:
        for each in asked:
            if not each.is_first:
                said = each.answer
                print(
                    f"{each.kind}\t{each.query}\t{each.expected}\t{said.category} {said.confidence} {said.name}"
                )


def share(rows: list[Asked], what: str) -> float:
    return sum(getattr(each, what) for each in rows) / len(rows)


if __name__ == "__main__":
    main()
