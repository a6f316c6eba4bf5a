"""NOTICE names every library under a licence that asks more than to be named."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTICE = (ROOT / "NOTICE").read_text()
ASKS_MORE = re.compile(r"GPL|General Public|MPL|Mozilla|EPL|EUPL|CC-BY-SA", re.IGNORECASE)


def run_time() -> list[str]:
    lines = (ROOT / "requirements" / "base.txt").read_text().splitlines()
    return [
        line.split("==")[0].strip() for line in lines if "==" in line and not line.lstrip().startswith("#")
    ]


def licence_of(name: str) -> str:
    try:
        said = metadata(name)
    except PackageNotFoundError:  # for another system or Python
        return ""
    classifiers = [each for each in said.get_all("Classifier") or [] if each.startswith("License")]
    return " ".join([said.get("License-Expression") or "", *classifiers])


def test_each_is_named() -> None:
    asking = [name for name in run_time() if ASKS_MORE.search(licence_of(name))]
    assert {"psycopg", "pi-heif"} <= set(asking)
    assert [name for name in asking if not re.search(rf"\b{name}\b", NOTICE)] == []


@pytest.mark.parametrize("library", ["libheif", "libde265", "GEOS", "libpq"])
def test_so_is_what_packages_carry_inside(library: str) -> None:
    assert library in NOTICE
