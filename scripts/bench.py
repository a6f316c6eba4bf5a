"""Run the benchmarks: every ``benchmarks/*.py``, one after the other; names as arguments run only those.

python scripts/bench.py [NAME ...]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(names: list[str]) -> int:
    found = [each for each in sorted((ROOT / "benchmarks").glob("*.py")) if not each.name.startswith("_")]
    chosen = [each for each in found if not names or each.stem in names]
    if not chosen:
        print(
            f"There is no benchmark of that name; there are: {', '.join(each.stem for each in found) or 'none'}."
        )
        return 1
    failed = []
    for each in chosen:
        print(f"\n=== {each.stem} ===", flush=True)
        if subprocess.run([sys.executable, each], cwd=ROOT, check=False).returncode:
            failed.append(each.stem)
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
