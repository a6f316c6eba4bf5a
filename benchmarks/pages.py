"""How fast the pages are on which most work is done, beside a bare page of the same server in the same run.

    python benchmarks/pages.py [--cases 10000 1000000] [--databases sqlite postgres] [--seconds 2] [--rounds 4]

Case list, case detail, inbox, the sending of a report and the hint beside its form (was this reported already?), each
through the real server (`jiayuan serve`: granian, every middleware, signed in with second factor, sessions and cache as
configured), at each number of cases on each database. The bare page is twenty rows of the same table from the same
database without anything around them (``_bare.py``). The pages take turns in short rounds, so that whatever else the
machine does falls on all alike. Then 32 writers at once.

Filled databases are kept in ``--cache`` (and, on PostgreSQL, as databases ``jiayuan_bench_N`` of the server of
``DATABASE_URL`` or ``JIAYUAN_TEST_POSTGRES``, else 127.0.0.1), so that measuring again is quick; ``--fresh`` fills
anew.
With ``REDIS_URL`` the cache is Redis; without it the database, as on a single machine.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from _load import Measured, get, load
from _stage import Stage

CONNECTIONS = 4
WRITERS = 32
CACHE = Path(tempfile.gettempdir()) / "jiayuan-bench"
PAGES = ("bare", "list", "detail", "inbox", "report", "hint")
WANTED_SHARE, WANTED_GROWTH = 0.5, 1.2
Found = dict[str, Measured]


@dataclass
class Plan:
    """What is asked of a stage, page by page."""

    stage: Stage

    def requests(self, page: str) -> Callable[[int], Iterator[bytes]]:
        return {
            "bare": lambda _number: _again([get("/")]),
            "list": lambda number: _again([get("/console/cases/", self.cookie(number))]),
            "inbox": lambda number: _again([get("/console/", self.cookie(number))]),
            "detail": lambda number: _again(
                [get(f"/console/cases/{each}/", self.cookie(number)) for each in self.stage.numbers[number]]
            ),
            "report": lambda number: self.stage.reports(f"{page}-{number}"),
            "hint": lambda _number: self.stage.hints(),
        }[page]

    def cookie(self, number: int) -> str:
        return self.stage.cookies[number]

    def measure(self, page: str, seconds: float) -> Measured:
        port = self.stage.bare_port if page == "bare" else self.stage.port
        wanted = 302 if page == "report" else 200
        return load(port, self.requests(page), wanted=wanted, connections=CONNECTIONS, seconds=seconds)


def _again(requests: list[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests


def main() -> int:
    given = _given()
    rates: dict[tuple[str, str], dict[int, float]] = {}
    failures = 0
    for database in given.databases:
        for many in given.cases:
            stage = Stage(database, many, given.cache, fresh=given.fresh)
            if not stage.can_be:
                print(f"\n{database}: not there, left out")
                continue
            with stage:
                found = _pages(stage, given.seconds, given.rounds)
                failures += _say(database, many, found)
                for page in PAGES:
                    rates.setdefault((database, page), {})[many] = found[page].rate / (
                        found["bare"].rate or 1
                    )
                failures += _writers(stage, given.each)
    _say_growth(rates)
    return 1 if failures else 0


def _given() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--cases", type=int, nargs="+", default=[10_000, 1_000_000], help="ten thousands")
    options.add_argument(
        "--databases", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"]
    )
    options.add_argument("--seconds", type=float, default=2.0, help="of one round of one page")
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--each", type=int, default=20, help="reports that each of the 32 writers sends")
    options.add_argument("--cache", type=Path, default=CACHE, help="where filled databases stay")
    options.add_argument("--fresh", action="store_true", help="fill anew")
    return options.parse_args()


def _pages(stage: Stage, seconds: float, rounds: int) -> Found:
    plan = Plan(stage)
    found = {page: Measured() for page in PAGES}
    for page in PAGES:  # the first requests wake the workers
        plan.measure(page, min(seconds, 1.0))
    for _round in range(rounds):
        for page in PAGES:
            found[page].add(plan.measure(page, seconds))
    return found


def _say(database: str, many: int, found: Found) -> int:
    bare, failed = found["bare"].rate, 0
    print(f"\n{database}, {many:,} cases, {CONNECTIONS} connections, one worker of four threads")
    print(
        f"  {'page':<8}{'requests/s':>12}{'of the bare page':>18}{'median ms':>11}{'p99 ms':>9}"
        f"{'requests':>10}{'failed':>8}"
    )
    for page, measured in found.items():
        share = measured.rate / bare if bare else 0.0
        print(
            f"  {page:<8}{measured.rate:>12.1f}{share:>18.2f}{measured.percentile(0.5):>11.1f}"
            f"{measured.percentile(0.99):>9.1f}{len(measured.times):>10,}{len(measured.failures):>8}"
        )
        failed += len(measured.failures)
        for each in measured.failures[:2]:
            print(f"    {each}")
    return failed


def _writers(stage: Stage, each: int) -> int:
    """All at once, each with an address of its own, and then counted in the database."""
    before = stage.count()
    begun = time.perf_counter()
    measured = load(
        stage.port,
        lambda number: stage.reports(f"writer-{number}"),
        wanted=302,
        connections=WRITERS,
        each=each,
    )
    there = stage.count() - before
    print(
        f"  {WRITERS} writers, {each} reports each: {len(measured.times)} taken in, {there} in the database, "
        f"{len(measured.failures)} failed, {len(measured.times) / (time.perf_counter() - begun):.1f} a second, "
        f"p99 {measured.percentile(0.99):.0f} ms"
    )
    for failure in measured.failures[:2]:
        print(f"    {failure}")
    return len(measured.failures) + abs(there - WRITERS * each)


def _say_growth(rates: dict[tuple[str, str], dict[int, float]]) -> None:
    """Time against the bare page of the same run, so that a busier machine does not pass for growth."""
    print(f"\nWanted: {WANTED_SHARE} of the bare page or more; growth {WANTED_GROWTH} or less.")
    for (database, page), by_size in rates.items():
        if page != "bare" and len(by_size) > 1:
            small, large = min(by_size), max(by_size)
            growth = by_size[small] / by_size[large] if by_size[large] else float("inf")
            print(f"  {database} {page:<8} {small:,} -> {large:,}: time x {growth:.2f}")


if __name__ == "__main__":
    sys.exit(main())
