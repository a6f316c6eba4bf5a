"""What the ledger costs: a write, and a verification.

    python benchmarks/ledger.py [--entries 100000] [--writes 2000]

Uses the database of ``DATABASE_URL`` (SQLite in a temporary folder without one), in a test database that it makes and
destroys. One process, one connection, each write in a transaction of its own.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=100_000, help="entries to verify")
    options.add_argument("--writes", type=int, default=2_000, help="writes to time")
    options.add_argument("--per-stream", type=int, default=8, help="entries of one stream")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIAYUAN_DATA"] = folder
        import django

        django.setup()
        from django.db import connection

        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            print(f"{connection.vendor}, {given.entries:,} entries, {given.per_stream} a stream")
            time_writes(given.writes)
            fill(given.entries, given.per_stream)
            time_verification()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def time_writes(writes: int) -> None:
    """The median of single writes: to one stream, to new ones, and with a nonce."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from jiayuan.foundation.ledger.domain.record import record

    def write(stream: str, nonce: str | None) -> float:
        begun = time.perf_counter()
        with transaction.atomic():
            record(
                stream,
                "case.note",
                before={"state": "filed"},
                after={"words": "已派单，明天上午到"},
                nonce=nonce,
            )
        return time.perf_counter() - begun

    write("bench/one", None)
    kinds = {
        "to one stream": lambda turn: ("bench/one", None),  # noqa: ARG005
        "to a new stream": lambda turn: (f"bench/{turn}", None),
        "with a nonce": lambda turn: ("bench/one", f"nonce-{turn}"),
    }
    for name, arguments in kinds.items():
        spent = [write(*arguments(turn)) for turn in range(writes)]
        with CaptureQueriesContext(connection) as captured:
            write(*arguments(writes))
        statements = [each for each in captured if not each["sql"].upper().startswith(("BEGIN", "COMMIT"))]
        print(
            f"  write {name:<16} {statistics.median(spent) * 1e6:7.0f} µs median, {len(statements)} statements"
        )


def fill(entries: int, per_stream: int) -> None:
    from django.db import transaction

    from jiayuan.foundation.ledger.domain.record import record
    from jiayuan.foundation.ledger.domain.seal import seal

    begun = time.perf_counter()
    with transaction.atomic():
        for turn in range(entries):
            record(
                f"case/{turn // per_stream}", "case.note", after={"words": "已派单，明天上午到", "turn": turn}
            )
    print(f"  filled in one transaction: {entries / (time.perf_counter() - begun):,.0f} entries/s")
    begun = time.perf_counter()
    sealed = seal()
    assert sealed is not None
    print(f"  sealed {sealed.entries:,} entries in {time.perf_counter() - begun:.2f} s")


def time_verification() -> None:
    from jiayuan.foundation.ledger.domain.verify import verify

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reports = [verify() for _ in range(3)]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert all(report.ok for report in reports)
    best = min(reports, key=lambda report: report.seconds)
    print(
        f"  verified {best.entries:,} entries of {best.streams:,} streams in {best.seconds:.2f} s: "
        f"{best.entries / best.seconds:,.0f} entries/s, {grown / 1024:.1f} MB more at the peak"
    )


if __name__ == "__main__":
    main()
