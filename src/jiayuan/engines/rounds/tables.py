"""The table of ways in the module's own JSON; null where there is no road."""

from collections.abc import Mapping
from typing import Any

from .model import FAR, Measure, Roads
from .rows import Rows

Table = tuple[tuple[int, ...], ...]


def read_roads(rows: Rows, data: Mapping[str, Any], places: int, winding: int) -> Roads:
    """The table where there is one, else as the crow flies, times ``winding``."""
    given = data.get("matrix")
    if given is None:
        return Roads(Measure.GROUND, winding)
    if not isinstance(given, dict):
        rows.fault("matrix", "matrix", "“matrix” must be an object with “metres” and perhaps “seconds”.")
        return Roads(Measure.GROUND, winding)
    rows.tidy(given, ("metres", "seconds"), "matrix")
    metres = _table(rows, given.get("metres"), "matrix.metres", places)
    seconds = _table(rows, given["seconds"], "matrix.seconds", places) if given.get("seconds") else ()
    return Roads(Measure.TABLE, winding, metres, seconds)


def _table(rows: Rows, value: object, where: str, places: int) -> Table:
    if (
        not isinstance(value, list)
        or len(value) != places
        or not all(isinstance(row, list) and len(row) == places for row in value)
    ):
        rows.fault(
            "matrix", where, f"There must be {places} rows of {places} numbers: the sites, then the stops."
        )
        return ()
    wrong = {
        (number, column)
        for number, row in enumerate(value, 1)
        for column, each in enumerate(row, 1)
        if each is not None
        and (isinstance(each, bool) or not isinstance(each, (int, float)) or not 0 <= each < FAR)
    }
    if wrong:
        rows.fault(
            "matrix", f"{where}{list(min(wrong))}", "must be a number from 0, or null where there is no road."
        )
        return ()
    return tuple(tuple(FAR if each is None else round(each) for each in row) for row in value)
