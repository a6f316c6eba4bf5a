"""Everything that can be judged without running the product: one line each, all of them, then the verdict.

python scripts/check.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable
FORBIDDEN = (
    "py" + r"pi\.org",
    "python" + r"hosted",
    r"registry\.np" + r"mjs",
    r"deb\.de" + "bian",
    "/wo" + r"rk/(main|steering|shared|\.library)",
    "/fa" + "rm/",
)
"""Hosts of package registries, and paths of one machine. Split so that this file does not name them."""
CHECKS: dict[str, list[str | Path]] = {
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy", "--no-error-summary"],
    "floors": [BIN / "lint-imports"],
    "messages": [PYTHON, ROOT / "scripts" / "messages.py", "check"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
}


def tree_faults() -> list[str]:
    """Files in the tree that name a registry's host or a path of one machine, and keys that belong in no tree."""
    listed = subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT
    )
    pattern, said = re.compile("|".join(FORBIDDEN)), []
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.name == "secret-key":
            said.append(f"{name}: a key")
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, OSError):
            continue
        said += [f"{name}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    return said


def main() -> int:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "jiayuan.settings",
        "JIAYUAN_DATA": str(ROOT / ".tests" / "var"),
    }
    failed = []
    for name, command in CHECKS.items():
        begun = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        print(f"{'✗' if done.returncode else '✓'} {name:<11}{time.monotonic() - begun:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip())
    faults = tree_faults()
    print(f"{'✗' if faults else '✓'} tree")
    if faults:
        failed.append("tree")
        print("A registry's host or a machine's path:\n" + "\n".join(faults))
    print(f"Put right: {', '.join(failed)}" if failed else "All in order.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
