"""Having a file read by the reading process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jiayuan

from .headings import Wanted
from .limits import SECONDS, Unreadable

_SOURCE = Path(jiayuan.__file__).resolve().parents[1]


def stage_apart(
    path: Path, out: Path, wanted: Wanted, *, table: str | None = None, header_row: int | None = None
) -> dict[str, Any]:
    """:func:`.stage.stage`, in a process of its own. :raises Unreadable: also when that process had to be stopped."""
    question = {
        "path": str(path), "out": str(out), "wanted": wanted, "table": table, "header_row": header_row,
    }  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = [str(_SOURCE), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(each for each in known if each),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "jiayuan.foundation.tables.reading.child"],
            input=json.dumps(question), capture_output=True, text=True, encoding="utf-8", env=environment,
            timeout=SECONDS * 2, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too-heavy") from error
    if done.returncode != 0:
        raise Unreadable("too-heavy" if done.returncode < 0 or "emory" in done.stderr else "damaged")
    told = json.loads(done.stdout)
    if "ok" not in told:
        raise Unreadable(told["code"], **told["facts"])
    found: dict[str, Any] = told["ok"]
    return found
