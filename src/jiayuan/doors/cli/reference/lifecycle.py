"""The life of a case, drawn from its one table; and after it those of what modules look after."""

from collections.abc import Sequence

from django.utils import translation

from jiayuan.foundation.access.permissions import permissions
from jiayuan.services.cases.enums import State
from jiayuan.services.cases.lifecycle import TRANSITIONS, Transition

from .lives import lives
from .markdown import CODES, table

INTRODUCTION = """\
# The life of a case

Written by `jiayuan docs lifecycle` from `services/cases/lifecycle.py`. Pages, buttons and the API are drawn from the
same table; who may is in `services/cases/rules.py` under the same names (see `jiayuan docs access`).
"""


def lifecycle_page(language: str = "en") -> str:
    with translation.override(CODES[language]):
        parts = [
            INTRODUCTION,
            "## States\n",
            _states(),
            "## Actions\n",
            _actions(),
            "## Picture\n",
            _picture(),
            *lives(),
        ]
        return "\n".join(parts)


def _states() -> str:
    return table(("state", "name"), ((f"`{state.value}`", state.label) for state in State))


def _actions() -> str:
    heads = ("action", "name", "from", "to", "needs", "conditions")
    return table(heads, (_row(each) for each in TRANSITIONS))


def _row(line: Transition) -> tuple[object, ...]:
    checks = permissions().get(f"cases.{line.action.value}", ())
    return (
        f"`{line.action.value}`",
        line.action.label,
        ", ".join(str(source.label) for source in line.sources),
        _targets(line),
        "; ".join(str(need.label) for need in line.needs) or "–",
        ", ".join(f"`{each.name}`" for each in checks) or "–",
    )


def _targets(line: Transition) -> str:
    found = [str(line.target.label)] if line.target else []
    found += [f"{target.label} ({source.label})" for source, target in line.otherwise]
    if line.comes_back:
        found.append(f"as before: {' / '.join(str(each.label) for each in line.comes_back)}")
    return ", ".join(found) or "–"


def _next(line: Transition, source: State) -> Sequence[State]:
    target = line.target_of(source)
    return [target] if target else line.comes_back


def _picture() -> str:
    moves = [
        f"    {source.value} --> {target.value}: {line.action.label}"
        for line in TRANSITIONS
        for source in line.sources
        for target in _next(line, source)
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> reported", *moves, "```", ""])
