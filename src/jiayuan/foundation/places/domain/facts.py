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
from shapely.errors import ShapelyError

from jiayuan.foundation.common.errors import Invalid, Missing

from ..enums import PARENT_LENGTH, PATH_LENGTHS, PlaceKind
from .outline import to_wgs84

FOLDER = Path(__file__).resolve().parents[1] / "facts"
COLUMNS = ["code", "kind", "name", "parent_code"]
LONGEST_NAME = 60
MOST_TOLD = 20
"""Wrong rows that are named one by one."""
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
            _("Put places_%(code)s.csv into a folder and name it: jiayuan places load --folder …")
            % {"code": code},
        )
    rows = read_rows(io.StringIO(_text(listed), newline=""))
    return Facts(rows, _boundary(folder / f"boundary_{code}.geojson"), _json(folder / f"anchors_{code}.json"))


def _text(file: Path) -> str:
    """UTF-8, or what Excel writes in China."""
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(file)


def _json(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _unreadable(file)
    return found


def _boundary(file: Path) -> dict[str, Any] | None:
    """The first feature's outline, taken from GCJ-02 to WGS-84."""
    content = _json(file)
    if not content:
        return None
    try:
        return to_wgs84(content["features"][0]["geometry"])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ShapelyError) as error:
        raise _unreadable(file) from error


def _unreadable(file: Path) -> Invalid:
    return Invalid(
        _("The file %(name)s cannot be read.") % {"name": file.name},
        _("Write it as UTF-8, as docs and the files that ship describe it. Nothing was changed."),
    )


def read_rows(lines: Iterable[str]) -> list[Row]:
    """The rows of a list of places, parents before children.

    :raises Invalid: names every row that is wrong (its line in the file; the header is row 1) and what is wrong
        with it. The field is that of the first.
    """
    reader = csv.DictReader(lines)
    if reader.fieldnames != COLUMNS:
        raise Invalid(
            _("The list of places does not have the columns it should have."),
            _("The first line must read: %(columns)s") % {"columns": ",".join(COLUMNS)},
        )
    rows: dict[str, Row] = {}
    lines_of: dict[str, int] = {}
    wrong: dict[int, str] = {}
    for given in reader:
        try:
            row = _row(given)
        except _Wrong as error:
            wrong[reader.line_num] = str(error)
            continue
        if row.path in rows:
            wrong[reader.line_num] = _("the code %(code)s is there twice") % {"code": given["code"]}
        rows[row.path], lines_of[row.path] = row, reader.line_num
    if not wrong:  # else whatever lies in a wrong row would be called wrong as well
        orphans = [
            row for row in rows.values() if row.parent_path is not None and row.parent_path not in rows
        ]
        wrong = {lines_of[row.path]: _("the place it lies in is not in the list") for row in orphans}
    if wrong:
        raise _refusal(wrong)
    return sorted(rows.values(), key=lambda row: (len(row.path), row.path))


class _Wrong(ValueError):
    """What is wrong with one row."""


def _row(given: dict[str, Any]) -> Row:
    if None in given or None in given.values():
        raise _Wrong(_("it does not have four columns"))
    kind = given["kind"]
    if kind not in SHIPPED_KINDS:
        raise _Wrong(_("the kind “%(kind)s” is not known") % {"kind": kind})
    path = _path(given["code"], PlaceKind(kind))
    name = given["name"].strip()
    if not name or len(name) > LONGEST_NAME:
        raise _Wrong(_("the name is empty or longer than %(count)s characters") % {"count": LONGEST_NAME})
    above = path[: PARENT_LENGTH[len(path)]]
    if given["parent_code"] != (above.ljust(12, "0") if above else ""):
        raise _Wrong(_("the code of the place it lies in does not fit its own code"))
    return Row(path, PlaceKind(kind), name, above or None)


def _path(code: str, kind: PlaceKind) -> str:
    if not re.fullmatch(r"[1-9][0-9]{11}", code):
        raise _Wrong(_("the code “%(code)s” is not twelve digits") % {"code": code[:20]})
    length = PATH_LENGTHS[kind]
    path, rest = code[:length], code[length:]
    if rest.strip("0") or not path[PARENT_LENGTH[length] :].strip("0"):
        raise _Wrong(_("the code does not fit the kind “%(kind)s”") % {"kind": kind.label})
    return path


def _refusal(wrong: dict[int, str]) -> Invalid:
    """All wrong rows in one refusal: who corrects a list wants to read it through once."""
    told = [
        _("Row %(number)s of the list of places: %(what)s.") % {"number": number, "what": what}
        for number, what in sorted(wrong.items())
    ]
    more = len(told) - MOST_TOLD
    if more > 0:
        told = [*told[:MOST_TOLD], _("And %(count)s more rows.") % {"count": more}]
    return Invalid(
        "\n".join(told),
        _("Correct the list and load it again. Nothing was changed."),
        field=f"row-{min(wrong)}",
    )
