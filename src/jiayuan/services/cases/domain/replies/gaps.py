"""Gaps in kept words: ``{number}`` or ``{编号}``, filled from the case when the words are chosen."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiayuan.foundation.clock.explain import spoken_term
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.organisations.models import Organisation

from ...models import Case, CategoryVersion

_GAP = re.compile(r"[{｛]\s*([^{}｛｝\s][^{}｛｝\n]{0,19}?)\s*[}｝]")


@dataclass(frozen=True)
class Gap:
    """``key`` and ``chinese`` are how it is written; ``read`` gives what stands in it, empty where it is not known."""

    key: str
    chinese: str
    label: object
    read: Callable[["Known"], str]


@dataclass(frozen=True)
class Known:
    """The case, with the category and the unit that are about to be chosen for it."""

    case: Case
    version: CategoryVersion
    unit: Organisation | None


GAPS = (
    Gap("number", "编号", gettext_lazy("number of the case"), lambda known: known.case.number),
    Gap("category", "类别", gettext_lazy("category"), lambda known: known.version.display_name),
    Gap("place", "地点", gettext_lazy("place"), lambda known: str(known.case.place)),
    Gap("unit", "单位", gettext_lazy("unit"), lambda known: str(known.unit or "")),
    Gap("due", "期限", gettext_lazy("when the present step is due"), lambda known: _due(known.case)),
    Gap(
        "promise", "承诺", gettext_lazy("promised time"), lambda known: spoken_term(known.version.handle_term)
    ),
)
BY_NAME = {name: each for each in GAPS for name in (each.key, each.chinese)}


def _due(case: Case) -> str:
    return moment_in_full(case.due_at) if case.due_at else ""


@dataclass(frozen=True)
class Filled:
    """``missing``: what the case does not know yet; those gaps still stand in ``words``."""

    words: str
    missing: Sequence[str]


def fill(words: str, known: Known) -> Filled:
    missing: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        gap = BY_NAME.get(match.group(1))
        found = gap.read(known) if gap else ""
        if gap and not found:
            missing[str(gap.label)] = None
        return found or match.group()

    return Filled(_GAP.sub(put, words), list(missing))


def check_known(words: str, field: str) -> None:
    """:raises Invalid: naming gaps that nothing can fill."""
    strange = [each for each in _GAP.findall(words) if each not in BY_NAME]
    if strange:
        raise Invalid(
            _("Nothing can fill these gaps: %(gaps)s.")
            % {"gaps": " ".join(f"{{{each}}}" for each in strange)},
            _("Those that can be filled stand beside the field."),
            field=field,
        )


def check_filled(words: str) -> None:
    """What is sent has no gaps left. Braces around anything else are the writer's own. :raises Invalid: naming them."""
    left = dict.fromkeys(str(BY_NAME[each].label) for each in _GAP.findall(words) if each in BY_NAME)
    if left:
        raise Invalid(
            _("Still to be filled in: %(gaps)s.") % {"gaps": pgettext("between items", ", ").join(left)},
            _("Write what belongs there, or take it out."),
            field="words",
        )
