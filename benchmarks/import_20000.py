"""Importing 20,000 organisations and 20,000 people with 300 bad rows of twelve kinds, killed in the middle.

    python benchmarks/import_20000.py [--rows 20000] [--huge 200000]

Uses the database of ``DATABASE_URL``, which must be empty and is left filled; without it SQLite in a temporary folder.
Each run is `jiayuan import` in a process of its own, whose time and largest memory are printed; the one that is
killed with SIGKILL half way is gone on with by `jiayuan tables resume --now`. Every fault is compared with what was
spoiled, cell by cell and code by code, and what is in the lists at the end with what was good, row by row: anything
missed, invented, lost or twice ends the benchmark with an error.
"""

# ruff: noqa: S603
import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "jiayuan.doors.cli.main"]
PLACE = "140106004010"
BUILD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.access.models import RoleGrant
load_district("140106")
person = Person.objects.create_person(name="bench", username="bench")
district = Place.objects.get(pk="140106")
RoleGrant.objects.create(person=person, role="district_officer", place=district, since="2020-01-01")
"""
COUNT = """
import django, json; django.setup()
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.tables.models import Job
job = Job.objects.order_by("-pk").first()
print(json.dumps([Organisation.objects.count(), Person.objects.count(), job.state, job.written]))
"""
NAMES = """
import django, json; django.setup()
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
people = Person.objects.filter(username=None)
print(json.dumps({
    "organisations": list(Organisation.objects.values_list("name", flat=True)),
    "people": list(people.values_list("name", flat=True)),
}))
"""
HEADINGS = {
    "organisations": ["单位名称", "类型", "所属社区", "联系人", "联系电话", "地址", "成立日期"],
    "people": ["姓名", "手机号", "所属社区"],
}
FIRST_ROW = 3
"""Of the data: a title stands above the headings."""
EACH = 25
"""Bad rows of each kind: twelve kinds make 300."""


def good(sheet: str, number: int) -> list[Any]:
    phone = f"1{35 + number % 5}{10_000_000 + number:08d}"
    if sheet == "people":
        return [f"居民{number}", phone, PLACE]
    return [f"商户{number}", "驻地商家", PLACE, "李建芳", phone, f"建设南路{number % 400}号", "2024-05-01"]


def spoil(sheet: str, kind: int, row: list[Any], before: list[Any]) -> list[Any]:
    """The kinds that a value alone can show; merged cells, formulas and errors are made in the file."""
    phone = HEADINGS[sheet].index("手机号" if sheet == "people" else "联系电话")
    place, name = 2, 0
    changes: list[tuple[int, Any]] = [
        (phone, "1.38E+10"), (phone, "1380000000"), (phone, "12345678901"), (phone, "待补充"), (place, "没有这个社区"),
        (place, "999999999999"), (name, None), (name, "名" * 90),
    ]  # fmt: skip
    if kind == len(changes):  # the same key once more
        return before
    index, value = changes[kind]
    return [*row[:index], value, *row[index + 1 :]]


KINDS_OF_VALUE = 9
CODES = (
    "scientific", "length", "prefix", "letters", "unknown", "unknown", "required", "too-long", "repeated", "merged",
    "formula", "error-value",
)  # fmt: skip
"""What each kind is called in the list of errors, in the order in which they are spoiled."""


def rows_of(sheet: str, count: int) -> Iterator[tuple[str, list[Any]]]:
    """(special, row): the bad ones lie spread over the table."""
    step, before = max(count // (12 * EACH), 2), good(sheet, 0)
    for number in range(count):
        row = good(sheet, number)
        bad, offset = divmod(number, step)
        if offset != step - 1 or bad >= 12 * EACH:
            before = row
            yield "", row
        elif bad % 12 < KINDS_OF_VALUE:
            yield "", spoil(sheet, bad % 12, row, before)
        else:
            yield ("merged", "uncomputed", "error")[bad % 12 - KINDS_OF_VALUE], row


def write_xlsx(path: Path, sheet: str, count: int) -> None:
    """First a worksheet of notes, then the table below a title."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("填报说明").write_string(0, 0, "请于月底前报送")
    page = book.add_worksheet("名册")
    page.write_string(0, 0, "迎泽区名册")
    page.write_row(1, 0, HEADINGS[sheet])
    for at, (special, row) in enumerate(rows_of(sheet, count), start=2):
        page.write_row(at, 0, row)
        if special == "merged":
            page.merge_range(at - 1, 2, at, 2, PLACE)
        elif special == "uncomputed":
            page.write_formula(at, 2, "=CONCATENATE(A1)", None, "")
        elif special == "error":
            page.write_formula(at, 2, "=NA()", None, "#N/A")
    book.close()


def spoiled(sheet: str, count: int) -> set[tuple[str, str]]:
    """(cell, code) of every fault there should be."""
    phone = "BE"[sheet == "organisations"]
    columns = [phone] * 4 + ["C", "C", "A", "A", phone if sheet == "people" else "A", "C", "C", "C"]
    step = max(count // (12 * EACH), 2)
    bad = (number for number in range(count) if number % step == step - 1 and number // step < 12 * EACH)
    return {
        (f"{columns[number // step % 12]}{number + FIRST_ROW}", CODES[number // step % 12]) for number in bad
    }


def names_of_good(sheet: str, count: int) -> list[str]:
    step, word = max(count // (12 * EACH), 2), "居民" if sheet == "people" else "商户"
    return [f"{word}{each}" for each in range(count) if each % step != step - 1 or each // step >= 12 * EACH]


def write_gbk(path: Path, sheet: str, count: int) -> None:
    with path.open("w", encoding="gb18030") as file:
        file.write(",".join(HEADINGS[sheet]) + "\n")
        for number in range(count):
            file.write(",".join(good(sheet, number)) + "\n")


def run(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """`jiayuan import … --json`, with its time and the largest memory of it and its children."""
    began = time.monotonic()
    process = subprocess.Popen(
        [*COMMAND, "import", *arguments, "--as", "bench", "--json"], env=environment, stdout=subprocess.PIPE
    )
    output, _nothing = process.communicate()
    told: dict[str, Any] = json.loads(output)
    told["seconds"] = round(time.monotonic() - began, 1)
    told["megabytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return told


def check_faults(told: dict[str, Any], sheet: str, count: int) -> None:
    """All that was spoiled is named by its cell, and nothing else is."""
    found = [(each["cell"], each["code"]) for each in told["faults"]]
    wanted = spoiled(sheet, count)
    assert set(found) == wanted, (
        f"missed {sorted(wanted - set(found))[:5]}, invented {sorted(set(found) - wanted)[:5]}"
    )
    assert len(found) == len(wanted) == told["bad"], "a fault is told twice"
    print(f"  all {len(found)} faults are named by their cell, and no other")


def check_lists(environment: dict[str, str], count: int) -> None:
    """Every good row is there, once."""
    done = subprocess.run(
        [sys.executable, "-c", NAMES], env=environment, capture_output=True, text=True, check=True
    )
    for sheet, found in json.loads(done.stdout).items():
        assert sorted(found) == sorted(names_of_good(sheet, count)), f"{sheet}: rows are lost or twice"
        print(f"  {sheet}: all {len(found):,} good rows are there, each once")


def say(title: str, told: dict[str, Any]) -> None:
    kinds = Counter(each["code"] for each in told["faults"])
    print(f"\n{title}: {told['seconds']} s, at most {told['megabytes']} MB so far, {told['state']}")
    counts = ", ".join(f"{told[each]} {each}" for each in ("new", "changed", "same", "bad", "written"))
    print(f"  {told['total']} rows: {counts}")
    for code, count in kinds.most_common():
        first = next(each for each in told["faults"] if each["code"] == code)
        print(f"  {count:4} {code:14} {first['cell']:8} {first['message']} {first['remedy'][:70]}")


def kill_and_go_on(environment: dict[str, str], path: Path, sheet: str, count: int) -> None:
    process = subprocess.Popen(
        [*COMMAND, "import", sheet, str(path), "--as", "bench", "--good-rows-only"], env=environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None:
        _organisations, _people, state, written = counted(environment)
        if state == "running" and written >= count // 3:
            break
        time.sleep(0.5)
    assert process.poll() is None, "it was done before it could be killed: take more rows"
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = counted(environment)
    began = time.monotonic()
    done = subprocess.run(
        [*COMMAND, "tables", "resume", "--now"], env=environment, capture_output=True, text=True, check=True
    )
    after = counted(environment)
    print(
        f"\nKilled after {before[3]} rows; gone on with in {time.monotonic() - began:.1f} s: {done.stdout.strip()}"
    )
    print(f"  organisations, people: {before[:2]} -> {after[:2]}; written {after[3]}")


def counted(environment: dict[str, str]) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=False
    )
    counts: list[Any] = json.loads(done.stdout) if done.returncode == 0 else [0, 0, "", 0]
    return counts


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--huge", type=int, default=200_000, help="rows of the table that is only checked")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            **os.environ, "JIAYUAN_DATA": name, "DJANGO_SETTINGS_MODULE": "jiayuan.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", BUILD], env=environment, check=True)
        organisations, people, huge = (
            folder / "organisations.xlsx",
            folder / "people.xlsx",
            folder / "huge.csv",
        )
        write_xlsx(organisations, "organisations", given.rows)
        write_xlsx(people, "people", given.rows)
        write_gbk(huge, "people", given.huge)
        checked = run(environment, "organisations", str(organisations), "--dry-run")
        say("Organisations, checked only", checked)
        check_faults(checked, "organisations", given.rows)
        imported = run(environment, "people", str(people), "--good-rows-only")
        say("People, imported", imported)
        check_faults(imported, "people", given.rows)
        kill_and_go_on(environment, organisations, "organisations", given.rows)
        check_lists(environment, given.rows)
        say(
            "The same organisations again", run(environment, "organisations", str(organisations), "--dry-run")
        )
        say(
            "People into the list of organisations",
            run(environment, "organisations", str(people), "--dry-run"),
        )
        say("GBK, checked only", run(environment, "people", str(huge), "--dry-run"))


if __name__ == "__main__":
    main()
