"""Every declared figure, drawn from its declaration."""

from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.common.figures import Figure, declared

from .markdown import CODES, table

INTRODUCTION = """\
# Figures

Written by `jiayuan docs figures` from the `figures.py` of each room. The console (`/console/figures/`), the big screen,
`/api/figures` and `jiayuan figures` all ask these declarations: a value is the number of its rows, or what is said of
them, and every number opens them.

`jiayuan figures --json --place 140106 --as-of 2020-07-31` prints all of a place at the end of a day, with the
references of the records behind each. A list is held against them with `--check FILE.csv`: its columns `id` and `value`
are needed; `bound` (`exact`, `at_least`, `at_most`), `unit`, `as_of` and `scope` (code or whole name of a place) are
taken where they stand. The command ends with 1 where one differs or is not known, with 2 where something asked is not
understood. `--only PREFIX` narrows both. Figures of events count from the beginning unless `--since` says otherwise;
the console looks back thirty days.

A past day is drawn from the moments that are stored; what cannot be known any more is said under *limits*. Callers who
do not work in the place are given the public ones, of public records.
"""


def figures_page(language: str = "en") -> str:
    with translation.override(CODES[language]):
        heads = ("id", "name", "unit", "counts", "what it counts", "limits", "public")
        return INTRODUCTION + "\n" + table(heads, (_row(each) for each in declared()))


def _row(figure: Figure) -> tuple[object, ...]:
    counts = _("events in a period") if figure.is_flow else _("what stands on a day")
    public = _("yes") if figure.is_public else "–"
    return (
        f"`{figure.id}`", figure.name, f"`{figure.unit}`", counts, figure.definition, figure.limits or "–", public
    )  # fmt: skip
