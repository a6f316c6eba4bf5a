"""The files of facts about a district: codes and names, outline, anchors. Read and checked before anything
is written.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid, Missing

from ..enums import PARENT_LENGTH, PATH_LENGTHS, PlaceKind
from .outline import to_wgs84

FOLDER = Path(__file__).resolve().parents[1] / "facts"
COLUMNS = ["code", "kind", "name", "parent_code"]
LONGEST_NAME = 60
SHIPPED_KINDS = {each for each, length in PATH_LENGTHS.items() if length <= PATH_LENGTHS[PlaceKind.COMMUNITY]}


@dataclass(frozen=True)
class Row:
    path: str
    kind: PlaceKind
    name: str
    parent_path: str | None


@dataclass(frozen=True)
class Facts:
    rows: list[Row]
    boundary: dict[str, Any] | None
    """WGS-84."""
    anchors: dict[str, dict[str, Any]]
    """Street path -> kind -> {"at": [latitude, longitude], "apart": metres}."""


def read_facts(code: str, folder: Path = FOLDER) -> Facts:
    """The facts of the district with this six-digit code.

    :raises Missing: there is no list of places for it.
    :raises Invalid: a row is wrong; the message names it.
    """
    listed = folder / f"places_{code}.csv"
    if not re.fullmatch(r"\d{6}", code) or not listed.is_file():
        raise Missing(
            _("There is no list of places for the district %(code)s.") % {"code": code},
            _("Put places_%(code)s.csv beside the ones that ship with Jiayuan.") % {"code": code},
        )
    rows = read_rows(io.StringIO(listed.read_text(encoding="utf-8-sig"), newline=""))
    outline = _json(folder / f"boundary_{code}.geojson")
    boundary = to_wgs84(outline["features"][0]["geometry"]) if outline else None
    return Facts(rows, boundary, _json(folder / f"anchors_{code}.json"))


def _json(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def read_rows(lines: Iterable[str]) -> list[Row]:
    """The rows of a list of places, parents before children.

    :raises Invalid: names the row (the header is row 1) and what is wrong with it.
    """
    reader = csv.DictReader(lines)
    if reader.fieldnames != COLUMNS:
        raise Invalid(
            _("The list of places does not have the columns it should have."),
            _("The first line must read: %(columns)s") % {"columns": ",".join(COLUMNS)},
        )
    rows: dict[str, Row] = {}
    for number, given in enumerate(reader, start=2):
        row = _row(given, number)
        if row.path in rows:
            raise _wrong(number, _("the code %(code)s is there twice") % {"code": given["code"]})
        rows[row.path] = row
    for number, row in enumerate(rows.values(), start=2):
        if row.parent_path is not None and row.parent_path not in rows:
            raise _wrong(number, _("the place it lies in is not in the list"))
    return sorted(rows.values(), key=lambda row: (len(row.path), row.path))


def _row(given: dict[str, Any], number: int) -> Row:
    if None in given or None in given.values():
        raise _wrong(number, _("it does not have four columns"))
    kind = given["kind"]
    if kind not in SHIPPED_KINDS:
        raise _wrong(number, _("the kind “%(kind)s” is not known") % {"kind": kind})
    path = _path(given["code"], PlaceKind(kind), number)
    name = given["name"].strip()
    if not name or len(name) > LONGEST_NAME:
        raise _wrong(
            number, _("the name is empty or longer than %(count)s characters") % {"count": LONGEST_NAME}
        )
    above = path[: PARENT_LENGTH[len(path)]]
    if given["parent_code"] != (above.ljust(12, "0") if above else ""):
        raise _wrong(number, _("the code of the place it lies in does not fit its own code"))
    return Row(path, PlaceKind(kind), name, above or None)


def _path(code: str, kind: PlaceKind, number: int) -> str:
    if not re.fullmatch(r"[1-9][0-9]{11}", code):
        raise _wrong(number, _("the code “%(code)s” is not twelve digits") % {"code": code[:20]})
    length = PATH_LENGTHS[kind]
    path, rest = code[:length], code[length:]
    if rest.strip("0") or not path[PARENT_LENGTH[length] :].strip("0"):
        raise _wrong(number, _("the code does not fit the kind “%(kind)s”") % {"kind": kind.label})
    return path


def _wrong(number: int, what: str) -> Invalid:
    return Invalid(
        _("Row %(number)s of the list of places: %(what)s.") % {"number": number, "what": what},
        _("Correct the row and load the list again. Nothing was changed."),
        field=f"row-{number}",
    )
