"""The secret of an installation: one, however many processes start first."""

import os
import stat
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from jiayuan.foundation.common.secret import kept_secret

AT_ONCE = 8


def _start(path: Path, gate: Any, said: Any) -> None:
    gate.wait()
    said.put(kept_secret(path))


@pytest.mark.parametrize("turn", range(5))
def test_eight_processes_at_once_have_one_secret(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "data" / "secret-key"
    context = get_context("spawn")
    gate, said = context.Barrier(AT_ONCE), context.Queue()
    started = [context.Process(target=_start, args=(path, gate, said)) for _ in range(AT_ONCE)]
    for process in started:
        process.start()
    secrets = {said.get(timeout=60) for _ in started}
    for process in started:
        process.join()
    assert secrets == {path.read_text()}
    assert len(secrets.pop()) >= 50
    assert list(path.parent.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_kept_and_one_from_before_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    assert kept_secret(path) == kept_secret(path)
    path.write_text("from before")
    assert kept_secret(path) == "from before"


def test_the_settings_use_it(tmp_path: Path) -> None:
    code = "from jiayuan import settings; print(settings.SECRET_KEY)"
    environment = {key: value for key, value in os.environ.items() if key != "JIAYUAN_SECRET_KEY"}
    environment["JIAYUAN_DATA"] = str(tmp_path)
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == (tmp_path / "secret-key").read_text()
