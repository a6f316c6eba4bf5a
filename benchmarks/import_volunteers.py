"""Importing 20,000 volunteers with bad rows of seven kinds, duplicate numbers among them, killed and gone on with.

    python benchmarks/import_volunteers.py [--rows 20000]

Uses the database of ``DATABASE_URL``, which must be empty and is left filled; without it SQLite in a temporary folder.
First the table is checked, then imported by a process that is killed with SIGKILL after a third, then gone on with by
`jiayuan tables resume --now`, then checked once more: by then every good row is the same. Every fault is compared
with what was spoiled, cell by cell and code by code, and the volunteers at the end with the good rows, one by one.
"""

# ruff: noqa: S603
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from import_20000 import BUILD, PLACE, ROOT, kill_and_go_on, run, say

VOLUNTEERS = """
import django, json; django.setup()
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.modules.volunteering.models import Volunteer
rows = Volunteer.objects.active().filter(consent__isnull=False)
report = verify()
print(json.dumps([list(rows.values_list("person__name", flat=True)), report.ok, report.entries]))
"""
HEADINGS = ["手机号", "姓名", "所属社区", "特长", "同意方式"]
SKILLS = ("法律", "理发", "法律,理发", "")
FIRST_ROW = 2
KINDS: tuple[tuple[str, str, Any], ...] = (
    ("A", "repeated", None), ("A", "length", "1380000000"), ("A", "letters", "待补充"),
    ("C", "unknown", "没有这个社区"), ("D", "skill", "隐身术"), ("E", "unknown", "心照不宣"), ("B", "required", ""),
)  # fmt: skip
"""(column, code, what stands there instead); the number of the row before stands in the first kind."""
EACH = 40


def phone(number: int) -> str:
    return f"1{35 + number % 5}{20_000_000 + number:08d}"


def good(number: int) -> list[str]:
    return [phone(number), f"志愿者{number}", PLACE, SKILLS[number % len(SKILLS)], "书面签字"]


def kind_of(number: int, count: int) -> int | None:
    """Which kind of bad row this is; None for a good one. They lie spread over the table."""
    step = max(count // (len(KINDS) * EACH), 2)
    bad, offset = divmod(number, step)
    return bad % len(KINDS) if offset == step - 1 and bad < len(KINDS) * EACH else None


def row_of(number: int, count: int) -> list[str]:
    row, kind = good(number), kind_of(number, count)
    if kind is None:
        return row
    column, _code, value = KINDS[kind]
    row["ABCDE".index(column)] = phone(number - 1) if value is None else value
    return row


def write(path: Path, count: int) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("志愿者名册")
    for at, row in enumerate([HEADINGS, *(row_of(number, count) for number in range(count))]):
        page.write_row(at, 0, row)
    book.close()


def check(told: dict[str, Any], count: int) -> None:
    """All that was spoiled is named by its cell, and nothing else is."""
    kinds = ((number, kind_of(number, count)) for number in range(count))
    wanted = {
        (f"{KINDS[kind][0]}{number + FIRST_ROW}", KINDS[kind][1])
        for number, kind in kinds
        if kind is not None
    }
    found = {(each["cell"], each["code"]) for each in told["faults"]}
    assert found == wanted, f"missed {sorted(wanted - found)[:5]}, invented {sorted(found - wanted)[:5]}"
    print(f"  all {len(found)} faults are named by their cell, and no other")


def check_volunteers(environment: dict[str, str], count: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", VOLUNTEERS], env=environment, capture_output=True, text=True, check=True
    )
    names, is_whole, entries = json.loads(done.stdout)
    wanted = [f"志愿者{number}" for number in range(count) if kind_of(number, count) is None]
    assert sorted(names) == sorted(wanted), "volunteers are lost or twice"
    assert is_whole, "the ledger does not verify"
    print(
        f"  all {len(names):,} good rows are volunteers, each once; the ledger's {entries:,} entries verify"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        table = Path(name) / "volunteers.xlsx"
        environment = {
            **os.environ, "JIAYUAN_DATA": name, "DJANGO_SETTINGS_MODULE": "jiayuan.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", BUILD], env=environment, check=True)
        write(table, given.rows)
        checked = run(environment, "volunteers", str(table), "--dry-run")
        say("Volunteers, checked only", checked)
        check(checked, given.rows)
        began = time.monotonic()
        kill_and_go_on(environment, table, "volunteers", given.rows)
        print(f"  imported in {time.monotonic() - began:.1f} s together")
        check_volunteers(environment, given.rows)
        again = run(environment, "volunteers", str(table), "--dry-run")
        say("The same once more", again)
        assert (again["new"], again["same"]) == (0, given.rows - again["bad"]), (
            "a second import would change something"
        )


if __name__ == "__main__":
    main()
