"""Reading a stranger's file in a process of its own, which may use only so much memory and time.

Run as ``python -m jiayuan.foundation.tables.reading.child`` with the question as JSON on standard input; the answer is
JSON on standard output. A file that makes a reader run away takes nothing with it but this process.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from .limits import MEMORY, SECONDS, Unreadable
from .stage import stage


def bound(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """From here on this process has ``memory`` bytes and ``seconds`` of work."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """``{"ok": …}`` with what was found, or ``{"code": …, "facts": …}``."""
    try:
        found = stage(
            Path(question["path"]), Path(question["out"]), question["wanted"],
            table=question.get("table"), header_row=question.get("header_row"),
        )  # fmt: skip
    except Unreadable as error:
        return {"code": error.code, "facts": error.facts}
    except MemoryError:
        return {"code": "too-heavy", "facts": {}}
    found["memory"] = most_memory()
    return {"ok": found}


def most_memory() -> int:
    """The most that this process held, in KiB. ``ru_maxrss`` is the last resort: it survives exec, so that a child of
    a large process would answer with its parent's size."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0])
    except (OSError, IndexError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    question = json.load(sys.stdin)
    bound()
    json.dump(answer(question), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
