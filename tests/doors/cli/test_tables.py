"""Lists by the command line; and an import that is killed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

import jiayuan
from jiayuan.doors.cli.main import jiayuan as command
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.models import Organisation
from tests.factories import PlaceFactory
from tests.foundation.tables.conftest import HEADINGS, HERE, row, xlsx

ROWS = 400
"""Of the import that is killed: long enough to be hit in the middle."""


@pytest.fixture
def table(tmp_path, settings, person_with):
    settings.DATA_DIR = tmp_path
    PlaceFactory(path=HERE, name="桃园三社区")
    person_with(Role.DISTRICT_OFFICER, "140106", username="office")
    path = tmp_path / "shops.xlsx"
    path.write_bytes(xlsx([HEADINGS, row(), row(name="乙", kind="？")]))
    return path


def run(*arguments):
    return CliRunner().invoke(command, [str(each) for each in arguments])


@pytest.mark.django_db
def test_one_bad_row_stops_all_unless_only_good_rows_are_wanted(table):
    done = run("import", "organisations", table, "--as", "office")
    assert done.exit_code == 2, done.output
    assert "2 rows: 1 new, 0 changed, 0 as they are, 1 bad." in done.output
    assert "B3  '？': This value is not known." in done.output
    assert Organisation.objects.count() == 0
    done = run("import", "organisations", table, "--as", "office", "--good-rows-only")
    assert (done.exit_code, Organisation.objects.count()) == (1, 1)
    assert "1 rows imported." in done.output


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_json_is_json(table):
    done = run("import", "organisations", table, "--as", "office", "--dry-run", "--json")
    told = json.loads(done.output)
    assert (told["new"], told["bad"], told["written"], told["state"]) == (1, 1, 0, "cancelled")
    assert told["faults"][0]["cell"] == "B3"
    assert Organisation.objects.count() == 0


@pytest.mark.django_db
def test_what_is_wrong_is_said(table):
    assert "There is no list “x”" in run("import", "x", table, "--as", "office").output
    assert "There is no staff account" in run("import", "people", table, "--as", "nobody").output
    table.write_bytes(b"%PDF")
    done = run("import", "organisations", table, "--as", "office")
    assert (done.exit_code, "This file is no table." in done.output) == (2, True)


@pytest.mark.django_db
def test_a_good_table_goes_in_and_comes_out(table, tmp_path):
    table.write_bytes(xlsx([HEADINGS, row()]))
    assert run("import", "organisations", table, "--as", "office").exit_code == 0
    out = tmp_path / "out.csv"
    assert "1 rows written" in run("export", "organisations", "-o", out, "--as", "office").output
    assert "138****0001" in out.read_text(encoding="utf-8-sig")
    run("export", "organisations", "-o", out, "--as", "office", "--reason", "核对")
    assert "李建芳" in out.read_text(encoding="utf-8-sig")
    assert run("tables", "resume").output == "0 imports taken up.\n"


def _environment(tmp_path: Path, copy_of_migrated) -> dict[str, str]:
    name = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{copy_of_migrated(tmp_path / 'killed.sqlite3')}"
    else:
        host = f"{name['HOST'] or '127.0.0.1'}:{name['PORT'] or 5432}"
        secret = f":{name['PASSWORD']}" if name["PASSWORD"] else ""
        address = f"postgres://{name['USER']}{secret}@{host}/{name['NAME']}"
    source = str(Path(jiayuan.__file__).resolve().parents[1])
    return {**os.environ, "DATABASE_URL": address, "JIAYUAN_DATA": str(tmp_path), "PYTHONPATH": source}


BUILD = """
import django; django.setup()
from django.core.management import call_command
call_command("createcachetable", verbosity=0)
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.access.models import RoleGrant
district = Place.objects.get_or_create(path="140106", defaults={"kind": "district", "name": "迎泽区"})[0]
street = Place.objects.get_or_create(path="140106004", defaults={"kind": "street", "name": "街", "parent": district})[0]
Place.objects.get_or_create(path="140106004010", defaults={"kind": "community", "name": "桃园三社区", "parent": street})
person = Person.objects.create_person(name="办", username="office")
RoleGrant.objects.create(person=person, role="district_officer", place=district, since="2020-01-01")
"""
COUNT = """
import django, json; django.setup()
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.tables.models import Job
from jiayuan.foundation.ledger.models import Entry
job = Job.objects.last()
print(json.dumps([Organisation.objects.count(), job.state, job.written, job.cursor,
    Entry.objects.filter(action="organisation.opened").count()]))
"""


def _count(environment):
    done = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["good", "all"])
def test_killed_in_the_middle_it_goes_on_and_nothing_is_in_twice(tmp_path, copy_of_migrated, mode):
    """``kill -9`` on a real process, on the database of this run; all-or-nothing leaves nothing and starts again."""
    environment = {
        **_environment(tmp_path, copy_of_migrated),
        "DJANGO_SETTINGS_MODULE": "jiayuan.settings",
        "JIAYUAN_DEMO": "0",
    }
    subprocess.run([sys.executable, "-c", BUILD], env=environment, check=True)
    rows = [
        row(name=f"店{index}", kind="？" if mode == "good" and index % 100 == 7 else "商户")
        for index in range(ROWS)
    ]
    path = tmp_path / "big.xlsx"
    path.write_bytes(xlsx([HEADINGS, *rows]))
    call = [sys.executable, "-m", "jiayuan.doors.cli.main"]
    wanted = ["--good-rows-only"] if mode == "good" else []
    process = subprocess.Popen(
        [*call, "import", "organisations", str(path), "--as", "office", *wanted],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    _wait_until_it_writes(environment, process, mode)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    made, state, written, _cursor, entries = _count(environment)
    assert state == "running"
    assert made == written == entries
    assert made < ROWS
    assert (made == 0) == (mode == "all")
    done = subprocess.run(
        [*call, "tables", "resume", "--now"], env=environment, capture_output=True, text=True, check=True
    )
    assert "1 imports taken up." in done.stdout
    good = ROWS - ROWS // 100 if mode == "good" else ROWS
    assert _count(environment) == [good, "done", good, ROWS + 1, good]


def _wait_until_it_writes(environment, process, mode):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read()
        made, running = _peek(environment)
        if running and (made or mode == "all"):
            if mode == "all":
                time.sleep(0.2)
            return
        time.sleep(0.02)
    raise AssertionError("it never wrote")


def _peek(environment) -> tuple[int, int]:
    """How many organisations there are, how many imports run: without a process, which would come too late."""
    asked = (
        "SELECT (SELECT count(*) FROM organisations_organisation),"
        " (SELECT count(*) FROM tables_job WHERE state = 'running')"
    )
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return cursor.fetchone()
    with closing(sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"), timeout=20)) as file:
        return file.execute(asked).fetchone()
