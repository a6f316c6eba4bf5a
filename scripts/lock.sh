#!/usr/bin/env bash
# Write the hashed requirement files anew: scripts/lock.sh [--upgrade | --upgrade-package NAME]
#
#   pyproject.toml          -> requirements/base.txt    what the product runs on
#   + requirements/test.in  -> requirements/test.txt    that, and what the tests need
#   requirements/build.in   -> requirements/build.txt   node and npm, for machines that have none
#   requirements/setup.in   -> requirements/setup.txt   uv, which installs the others
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  local target=$1
  shift
  UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --output-file "requirements/$target.txt" "$@"
  echo "requirements/$target.txt"
}

compile setup requirements/setup.in "$@"
compile build requirements/build.in "$@"
compile base pyproject.toml "$@"
compile test pyproject.toml requirements/test.in --constraints requirements/base.txt "$@"
