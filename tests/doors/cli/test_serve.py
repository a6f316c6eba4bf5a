"""The real thing, in processes of its own: prepare a data folder, serve it, back it up, stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings

from jiayuan.doors.cli import companion as companion_module
from jiayuan.doors.cli import start
from jiayuan.doors.cli.commands import serve as serve_module
from jiayuan.doors.cli.companion import Companion, announcement
from jiayuan.doors.cli.main import jiayuan
from tests.factories import PersonFactory

COMMAND = [sys.executable, "-m", "jiayuan.doors.cli.main"]
SOURCE = Path(django_settings.PACKAGE).parent


def environment(data: Path) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "REDIS_URL", "JIAYUAN_DEMO")
    }
    return {**kept, "JIAYUAN_DATA": str(data), "PYTHONPATH": str(SOURCE)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(address: str) -> dict:
    with urllib.request.urlopen(address, timeout=10) as response:
        return json.load(response)


def children_of(parent: int) -> list[int]:
    said = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    ).stdout
    return [int(each) for each in said.split()]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "var"
    subprocess.run(
        [*COMMAND, "migrate"], env=environment(folder), check=True, capture_output=True, timeout=120
    )
    return folder


@pytest.mark.once
def test_serving_and_stopping(data):
    port = free_port()
    command = [*COMMAND, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        command, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        for line in server.stdout:
            if f"http://127.0.0.1:{port}/" in line:
                break
        assert get(f"http://127.0.0.1:{port}/healthz") == {"status": "ok"}
        until = time.monotonic() + 30
        while get(f"http://127.0.0.1:{port}/readyz")["checks"]["duties"] != "ok" and time.monotonic() < until:
            time.sleep(0.5)
        assert get(f"http://127.0.0.1:{port}/readyz")["checks"]["duties"] == "ok"
        children = children_of(server.pid)
        assert len(children) >= 2  # a worker and the clock
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    finally:
        server.kill()
        server.stdout.close()
    assert not [each for each in children if Path(f"/proc/{each}").exists()]


@pytest.mark.once
def test_backup_and_restore_on_another_machine(data, tmp_path):
    def run(*arguments, folder):
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment(folder),
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout

    run("places", "load", folder=data)
    run("backup", str(tmp_path / "b.tar"), folder=data)
    assert "0 faults" in run("restore", str(tmp_path / "b.tar"), folder=tmp_path / "var")
    assert json.loads(run("ledger", "verify", "--json", folder=tmp_path / "var"))["ok"]
    assert "0 places made, 0 changed, 120 as they were" in run("places", "load", folder=tmp_path / "var")


@pytest.fixture
def built(settings, tmp_path) -> Path:
    folder = tmp_path / "built"
    folder.mkdir()
    (folder / "app.css").write_text("body{}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATIC_ROOT = tmp_path / "gathered"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    from django.contrib.staticfiles.finders import get_finder

    get_finder.cache_clear()
    yield folder
    get_finder.cache_clear()


def test_static_files_are_gathered_when_they_changed(built, settings, capsys):
    start.collect_static()
    assert (settings.STATIC_ROOT / "app.css").read_text() == "body{}"
    assert "Static files" in capsys.readouterr().out
    start.collect_static()
    assert capsys.readouterr().out == ""
    (built / "app.css").write_text("body{color:red}")
    start.collect_static()
    assert (settings.STATIC_ROOT / "app.css").read_text() == "body{color:red}"


@pytest.mark.django_db
def test_a_new_database_is_migrated(monkeypatch, capsys):
    from django.core import management
    from django.db.migrations.executor import MigrationExecutor

    called = []
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    monkeypatch.setattr(management, "call_command", lambda name, **_: called.append(name))
    start.prepare_database()
    assert called == ["migrate", "createcachetable"]
    assert "1 migrations" in capsys.readouterr().out


class FakeServer:
    made: "FakeServer"

    def __init__(self, target, **given):
        self.given, self.hooks = {"target": target, **given}, []
        FakeServer.made = self

    def on_startup(self, hook):
        self.hooks.append(hook)

    def on_shutdown(self, hook):
        self.hooks.append(hook)

    def serve(self):
        self.served = True


def test_what_the_server_is_given(monkeypatch):
    monkeypatch.setattr("granian.server.Server", FakeServer)
    monkeypatch.setattr(serve_module, "_prepare", lambda: None)
    monkeypatch.delenv("JIAYUAN_DEMO", raising=False)
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    result = CliRunner().invoke(jiayuan, ["serve", "--demo", "--workers", "3"])
    assert result.exit_code == 0, result.output
    given = FakeServer.made.given
    assert FakeServer.made.served
    assert (given["address"], given["port"], given["workers"], given["blocking_threads"]) == (
        "127.0.0.1",
        port,
        3,
        4,
    )
    assert os.environ.pop("JIAYUAN_DEMO") == "1"


def test_a_port_that_is_taken_is_said_before_anything_is_done(monkeypatch):
    monkeypatch.setattr(serve_module, "_prepare", lambda: pytest.fail("too late"))
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(jiayuan, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"PORT={port + 1}" in result.output


def test_preparing(monkeypatch):
    done = []
    monkeypatch.setattr(serve_module, "prepare_database", lambda: done.append("database"))
    monkeypatch.setattr(serve_module, "collect_static", lambda: done.append("static"))
    monkeypatch.setattr("django.db.connections.close_all", lambda: done.append("closed"))
    serve_module._prepare()
    assert done == ["database", "static", "closed"]


@pytest.mark.django_db
def test_the_announcement(settings):
    settings.DEMO = False
    english, chinese = announcement("127.0.0.1", 8000).splitlines()[1:]
    assert english.startswith("Jiayuan 家园 is at http://127.0.0.1:8000/ ")
    assert "请在浏览器打开 http://127.0.0.1:8000/ " in chinese
    settings.DEMO = True
    assert "jiayuan demo" in announcement("::1", 8000)


@pytest.mark.django_db
def test_the_announcement_names_those_who_are_there(settings):
    settings.DEMO = True
    PersonFactory(username="demo-community", is_demo=True)
    PersonFactory(username="demo-street", is_demo=True, is_active=False)
    said = announcement("::1", 8000)
    assert said.count("http://[::1]:8000/demo/") == 2
    assert "李建芳" in said
    assert "社区工作者" in said
    assert "Community worker" in said
    assert "Street officer" not in said
    assert "Elderly resident" not in said


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(companion_module, "PAUSE", 0.01)
    monkeypatch.setattr(companion_module, "PATIENCE", 0.05)
    alone = Companion("::", free_port(), tick=False)
    assert alone.host == "127.0.0.1"
    assert not alone.wait_until_ready()
    alone._stopping.set()
    assert alone.wait_until_ready()


def test_a_silent_server_is_said(monkeypatch, capsys):
    monkeypatch.setattr(Companion, "wait_until_ready", lambda _: False)
    Companion("127.0.0.1", 1, tick=False)._run()
    assert "has not answered" in capsys.readouterr().err


def test_a_clock_that_stopped_is_started_again(monkeypatch):
    started = []

    class Child:
        def __init__(self, command):
            started.append(command[3:5])

        def wait(self, **_kwargs):
            if len(started) == 2:
                companion.stop()

        def poll(self):
            return None

        def terminate(self):
            started.append("terminated")

    monkeypatch.setattr(subprocess, "Popen", Child)
    monkeypatch.setattr(companion_module, "TICK_PAUSE", 0.01)
    monkeypatch.setattr(Companion, "wait_until_ready", lambda _: True)
    companion = Companion("127.0.0.1", 1, tick=True)
    companion._run()
    assert started == [["tick", "--with-parent"], ["tick", "--with-parent"], "terminated"]
