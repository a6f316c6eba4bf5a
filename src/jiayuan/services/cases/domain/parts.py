"""Who handled and who verified, remembered for the whole round."""

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Refused

from ..enums import Part
from ..models import Case, CasePart


def note_handler(case: Case, by: Actor) -> None:
    """``by`` handles the case now. Who verified an earlier attempt may, and then verifies no more."""
    CasePart.objects.update_or_create(
        case=case,
        round=case.round,
        person=by.person,
        defaults={"part": Part.HANDLED},
        create_defaults={"part": Part.HANDLED, "since": now()},
    )


def note_verifier(case: Case, by: Actor) -> None:
    """``by`` verifies. :raises Refused: they handled it in this round, which the unique row tells even in a race."""
    row, _is_new = CasePart.objects.get_or_create(
        case=case, round=case.round, person=by.person, defaults={"part": Part.VERIFIED, "since": now()}
    )
    if row.part == Part.HANDLED:
        raise Refused(
            _("Who handled a case does not verify it."),
            _("Ask a colleague or the grid worker to have a look."),
        )
