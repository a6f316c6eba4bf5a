"""A year of one street's wishes, lived in the real product by a process that is killed a hundred times.

    python benchmarks/ladder_year.py [--wishes 3600] [--kills 100] [--days 365] [--seed 7] [--quick]

10 stations, 95 teams, 1,213 helpers; residents wish, desks sort, helpers take on, forget, give back and fulfil, what
nobody takes on climbs, the fund pays, who wished agrees, objects or says nothing: each through the functions that the
pages call, on SQLite in a temporary folder or the empty database of ``DATABASE_URL``. A child does it, answers each act
into a journal that is forced onto the disk, and is killed with SIGKILL at moments drawn by lot. At the end everything
answered must be in the ledger once and nothing else be there. Ends with an error where that does not hold.
"""

import argparse
import mmap
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
QUICK = {"wishes": 300, "kills": 10}
READING = ("seek", "decide", "tick")
"""Acts that need not write anything."""
GUESS = 0.15
"""Seconds that a wish may take, before it is known."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--wishes", type=int, default=3600)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--days", type=int, default=365, help="in which they are wished")
    options.add_argument("--helpers", type=int, default=1213)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--quick", action="store_true", help="300 wishes and 10 kills")
    given = options.parse_args()
    if given.quick:
        given.wishes, given.kills = QUICK["wishes"], QUICK["kills"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIAYUAN_DATA"] = folder
        import django

        django.setup()
        return run(given, Path(folder))


def run(given: argparse.Namespace, folder: Path) -> int:
    from _ladder_calendar import START
    from _ladder_child import Journal
    from _ladder_street import build_street
    from _ladder_world import World

    from jiayuan.foundation.clock.now import at

    begun = time.monotonic()
    with at(START):
        street = build_street(given.helpers)
    print(f"built in {time.monotonic() - begun:.0f} s", flush=True)
    _warm()
    world = World(given.seed, given.wishes, given.days, street.communities, street.homes)
    begun, life = time.monotonic(), Life(world, street, Journal(folder / "journal"))
    life.go(given.kills, given.wishes)
    return life.tell(time.monotonic() - begun)


def _warm() -> None:
    """What is loaded when it is first asked for is loaded once, and not by each child."""
    from django.urls import reverse

    reverse("console-wishes")


class Life:
    """Children one after the other, until the year is over."""

    def __init__(self, world, street, journal) -> None:  # type: ignore[no-untyped-def]
        self.world, self.street, self.journal = world, street, journal
        self.struck, self.answers = Counter[str](), Counter[str]()
        self.done, self.known, self.refused = list[tuple[str, dict]](), 0, Counter[str]()  # type: ignore[type-arg]

    def go(self, kills: int, wishes: int) -> None:
        from _ladder_child import PHASES, bear
        from django.db import connections

        lot, phase, begun = random.Random(self.world.seed), mmap.mmap(-1, 1), time.monotonic()
        while True:
            connections.close_all()
            child, pipe = bear(self.world, self.street, self.journal, phase)
            left = kills - self.struck.total()
            patience = self._patience(lot, left, begun, wishes) if left > 0 else None
            is_over = bool(select.select([pipe], [], [], patience)[0])
            if not is_over:
                os.kill(child, signal.SIGKILL)
            _pid, status = os.waitpid(child, 0)
            os.close(pipe)
            self._read()
            if is_over:
                if status:
                    raise SystemExit("the child failed")
                return
            self.struck[PHASES[phase[0]]] += os.WIFSIGNALED(status)

    def _patience(self, lot: random.Random, left: int, begun: float, wishes: int) -> float:
        """So that the kills are spread over the year, however fast it goes, and the last comes before it is over."""
        share, spent = self.world.share, time.monotonic() - begun
        rest = spent / share * (1 - share) if share > 0.02 else wishes * GUESS
        return lot.uniform(0.1, 1.5) * max(rest, 0.5) / (left + 1)

    def _read(self) -> None:
        for answer in self.journal.fresh():
            act = self.world.answered(answer)
            self.answers[act.kind] += 1
            self.known += "known" in answer and act.kind not in READING
            if answer["out"] == "done":
                self.done.append((act.kind, act.about | answer))
            else:
                self.refused[f"{act.kind}: {answer['code']}"] += 1

    def tell(self, seconds: float) -> int:
        from _ladder_books import faults
        from _ladder_told import told

        print(
            f"{self.world.answers:,} acts answered in {seconds:.0f} s; refused {dict(self.refused.most_common())}"
        )
        print(f"killed {self.struck.total()} times: {dict(self.struck.most_common())}")
        print(f"done before the death and not answered, found done by the next: {self.known}")
        for line in told():
            print(line)
        found = list(faults(self.done))
        print(
            "\n".join(found) if found else "nothing answered is lost, nothing happened twice, the books agree"
        )
        return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
