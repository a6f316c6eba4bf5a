"""Some weeks of the simulated street, and a process that is killed while it lives them: everything is there once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.foundation.notify.test_killed import database

ROOT = Path(__file__).resolve().parents[3]
FEW = ("--wishes", "40", "--days", "14", "--helpers", "260", "--kills", "3")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_answered_is_lost_and_nothing_happens_twice():
    done = subprocess.run(
        [sys.executable, "benchmarks/ladder_year.py", *FEW],
        env={**os.environ, "DATABASE_URL": database()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"killed [1-3] times", done.stdout), (
        done.stdout
    )  # a quick machine may be done before the last
    assert "the books agree" in done.stdout
