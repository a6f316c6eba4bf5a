"""What is promised to whoever reports: each stretch, who has it, and how long it may take."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.explain import spoken_term
from jiayuan.foundation.clock.spoken import when

from ...enums import Stage
from ...models import Case, CategoryVersion
from ..clockwork import term_of
from .due import due_of

WHAT: dict[Stage, str | Promise] = {
    Stage.FILING: _("The community looks at it"),
    Stage.DISPATCHING: _("It is sent to those who put it right"),
    Stage.HANDLING: _("It is put right"),
    Stage.VERIFYING: _("Somebody else checks it on the spot"),
    Stage.CLOSING: _("It is closed, and you say what you think"),
}


@dataclass(frozen=True)
class Promised:
    """``by`` is the moment where it is known already, ``because`` how it was reckoned."""

    what: str
    within: str
    by: str = ""
    because: str = ""


def promises_of(version: CategoryVersion) -> Sequence[Promised]:
    """What is promised for a category, from the report to the end."""
    return [Promised(str(WHAT[stage]), spoken_term(term_of(version, stage))) for stage in Stage]


def promised(case: Case) -> Sequence[Promised]:
    """The same for a case: with the moment for the stretch that runs, and what was granted or paused meanwhile."""
    found, due = [], due_of(case)
    for stage in Stage:
        within = spoken_term(term_of(case.version, stage))
        if stage == case.stage and due is not None:
            found.append(Promised(str(WHAT[stage]), within, when(due.at), due.because))
        else:
            found.append(Promised(str(WHAT[stage]), within))
    return found
