"""The whole suite: on SQLite, then on PostgreSQL with Redis where there is one; one coverage over both.

    python scripts/test.py [pytest's own arguments]

Looks for PostgreSQL (JIAYUAN_TEST_POSTGRES, else 127.0.0.1:5432), Redis (127.0.0.1:6379) and Chromium
(JIAYUAN_CHROMIUM, else /usr/bin/chromium), runs what can be run, and says at the end what was skipped and why. With
CI=true whatever had to be skipped is a failure. Tests that drive a browser, those marked ``once`` (whole tables over
every page, processes with a database of their own) run once, with the production database; those that can ask no
database anything (not marked ``database`` by tests/conftest.py) run once too, with SQLite. Coverage is measured there:
it costs two fifths of the time, and a browser's waiting for a measured server is the most expensive of all.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / ".tests"
REDIS = ("127.0.0.1", 6379)
DATABASE = "jiayuan_test"
NO_TESTS = 5
COVERAGE = ("--cov", "--cov-branch", "--cov-report=", "--cov-fail-under=0")
Cases = list[tuple[str, str]]


@dataclass
class Pass:
    """One run of pytest."""

    name: str
    marks: str
    env: dict[str, str]
    measures: bool = True
    """Does this pass measure coverage?"""
    seconds: float = 0.0
    code: int = 0
    passed: int = 0
    failures: Cases = field(default_factory=list)
    skips: Cases = field(default_factory=list)

    @property
    def coverage_file(self) -> Path:
        return RESULTS / f"coverage.{self.name}"

    def run(self, arguments: list[str]) -> None:
        print(f"\n=== {self.name}: {self.marks or 'every test'} ===", flush=True)
        report = RESULTS / f"{self.name}.xml"
        command = [
            sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider",
            *(COVERAGE if self.measures else ()), f"--junitxml={report}", "-m", self.marks, *arguments,
        ]  # fmt: skip
        env = {**os.environ, **self.env, "COVERAGE_FILE": str(self.coverage_file)}
        begun = time.monotonic()
        self.code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        self.seconds = time.monotonic() - begun
        self._read(report)

    def _read(self, report: Path) -> None:
        if not report.exists():
            return
        for case in ET.parse(report).iter("testcase"):  # noqa: S314 written by our own pytest
            name = f"{case.get('classname')}::{case.get('name')}"
            verdict = next((each for each in case if each.tag in ("failure", "error", "skipped")), None)
            if verdict is None:
                self.passed += 1
            elif verdict.tag == "skipped":
                self.skips.append((name, verdict.get("message", "")))
            else:
                self.failures.append((name, verdict.get("message", "").split("\n")[0]))

    @property
    def ok(self) -> bool:
        return self.code in (0, NO_TESTS) and not self.failures


def find_postgres() -> str | None:
    """The address of a PostgreSQL that lets us make databases, or None."""
    import psycopg

    given = os.environ.get("JIAYUAN_TEST_POSTGRES")
    for address in (
        [given]
        if given
        else [f"postgres://{user}@127.0.0.1:5432" for user in ("postgres", getpass.getuser())]
    ):
        server = re.sub(r"(postgres(?:ql)?://[^/]+).*", r"\1", address)
        try:
            with psycopg.connect(f"{server}/postgres", connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return f"{server}/{DATABASE}"
    return None


def answers(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=1):
            return True
    except OSError:
        return False


def find_chromium() -> Path | None:
    path = Path(os.environ.get("JIAYUAN_CHROMIUM", "/usr/bin/chromium"))
    return path if path.exists() else None


def count(marks: str, arguments: list[str]) -> int:
    """How many tests carry these marks."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        marks,
        *arguments,
    ]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return sum("::" in line for line in said.splitlines())


def plan(postgres: str | None, chromium: Path | None, *, redis: bool) -> list[Pass]:
    """SQLite first; PostgreSQL second, if there is one, with the tests that only it can run."""
    no_browser = "" if chromium else "not browser"
    if postgres is None:
        return [Pass("sqlite", " and ".join(filter(None, ["not postgres", no_browser])), {})]
    env = {"DATABASE_URL": postgres}
    if redis:
        env["REDIS_URL"] = f"redis://{REDIS[0]}:{REDIS[1]}"
    return [
        Pass("sqlite", "not postgres and not browser and not once", {}),
        Pass(
            "postgresql",
            " and ".join(filter(None, ["(database or once)", no_browser])),
            env,
            measures=False,
        ),
    ]


def coverage(passes: list[Pass], arguments: list[str]) -> tuple[bool, str]:
    """Branch coverage over all passes; the gate holds only for the whole suite."""
    files = [str(each.coverage_file) for each in passes if each.coverage_file.exists()]
    if not files:
        return False, "not measured"
    env = {**os.environ, "COVERAGE_FILE": str(RESULTS / "coverage")}
    base = [sys.executable, "-m", "coverage"]
    subprocess.run([*base, "combine", "-q", "--keep", *files], cwd=ROOT, env=env, check=False)
    done = subprocess.run([*base, "report"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    total = re.search(r"^TOTAL.*?(\d+(?:\.\d+)?%)", done.stdout, re.MULTILINE)
    lines = done.stdout.splitlines()
    print("\n" + "\n".join(lines if len(lines) < 80 else [*lines[:2], *lines[-78:]]))
    said = f"{total[1] if total else 'unknown'} of lines and branches"
    if arguments:
        return True, f"{said} (a part of the suite: no gate)"
    return done.returncode == 0, said


def missing(postgres: str | None, chromium: Path | None, arguments: list[str], *, redis: bool) -> Cases:
    """What this machine could not try, one line each test."""
    lost: Cases = []
    if postgres is None:
        reason = "no PostgreSQL at JIAYUAN_TEST_POSTGRES or 127.0.0.1:5432"
        lost += [("a test that needs PostgreSQL", reason)] * max(count("postgres", arguments), 1)
    elif not redis:
        lost.append(("the suite with Redis as its cache", "no Redis at 127.0.0.1:6379"))
    if chromium is None:
        reason = "no Chromium at JIAYUAN_CHROMIUM or /usr/bin/chromium"
        lost += [("a test that drives a browser", reason)] * max(count("browser", arguments), 1)
    return lost


def summary(passes: list[Pass], lost: Cases, covered: tuple[bool, str]) -> int:
    skips = [skip for each in passes for skip in each.skips] + lost
    failures = [failure for each in passes for failure in each.failures]
    print("\n=== Summary ===")
    for each in passes:
        numbers = f"{each.passed} passed, {len(each.failures)} failed, {len(each.skips)} skipped"
        print(
            f"{each.name:<12}{numbers}, {each.seconds:.0f} s"
            + ("" if each.ok else f" (pytest ended with {each.code})")
        )
    print(f"{'coverage':<12}{covered[1]}" + ("" if covered[0] else ": below the gate"))
    for name, why in failures:
        print(f"failed      {name}: {why}")
    for name, why in sorted(set(skips)):
        print(f"skipped     {name} ({skips.count((name, why))}): {why}")
    is_strict = os.environ.get("CI", "").lower() == "true"
    if skips and is_strict:
        print("CI skips nothing: that counts as a failure.")
    broken = [each for each in passes if not each.ok]
    code = 1 if broken or not covered[0] or (skips and is_strict) else 0
    passed = sum(each.passed for each in passes)
    failed = len(failures) or len(broken)
    print(f"{passed} passed, {failed} failed, {len(skips)} skipped", flush=True)
    return code


def main(arguments: list[str]) -> int:
    RESULTS.mkdir(exist_ok=True)
    for old in RESULTS.iterdir():
        if old.is_file():
            old.unlink()
    os.environ["JIAYUAN_DATA"] = str(RESULTS / "var")
    postgres, redis, chromium = find_postgres(), answers(REDIS), find_chromium()
    print(
        f"PostgreSQL: {'yes' if postgres else 'no'}; Redis: {'yes' if redis else 'no'}; Chromium: {chromium or 'no'}"
    )
    passes = plan(postgres, chromium, redis=redis)
    for each in passes:
        each.run(arguments)
    lost = missing(postgres, chromium, arguments, redis=redis)
    return summary(passes, lost, coverage(passes, arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
