"""What holds of a case that was divided among several units, and of its parts."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check

from .enums import OPEN_STATES, TieKind
from .models import Case, Tie
from .numbers import number_of


def tie_of(case: Case) -> Tie | None:
    """Select ``tie`` with the case to save a query."""
    return getattr(case, "tie", None)


def is_piece(case: Case) -> bool:
    tie = tie_of(case)
    return tie is not None and tie.kind == TieKind.PIECE


def lead_number_of(case: Case) -> str | None:
    """The printed number of the case that this is a part of."""
    tie = tie_of(case)
    if tie is None or tie.kind != TieKind.PIECE or tie.lead_id is None:
        return None
    return number_of(tie.lead_id)


def pieces_of(case: Case) -> Sequence[Case]:
    """The parts it was divided in, by their number, with ``tie`` and what their lines show. No query for a case that
    leads nothing; one for the others, and not again for the same object."""
    tie = tie_of(case)
    if tie is None or tie.kind != TieKind.LEAD:
        return ()
    known: dict[str, Sequence[Case]] = vars(case).setdefault("divided", {})
    if "pieces" not in known:
        rows = Case.objects.filter(tie__lead_id=case.pk, tie__kind=TieKind.PIECE)
        known["pieces"] = list(
            rows.select_related("tie", "version", "unit", "first_unit").with_clock().order_by("tie__number")
        )
    return known["pieces"]


def awaited_pieces(case: Case) -> Sequence[Case]:
    """Those that are not over and that it waits for."""
    return [each for each in pieces_of(case) if each.state in OPEN_STATES and each.tie.is_awaited]


@check(
    _("This is a part of another case."),
    _("Do it in the case that leads; it speaks for all parts."),
)
def is_no_piece(actor: Actor, case: Case) -> bool:
    return not is_piece(case)


@check(
    _("This case was divided among several units and leads the parts."),
    _("Merge the other case into this one instead."),
)
def has_no_pieces(actor: Actor, case: Case) -> bool:
    return not pieces_of(case)


@check(
    _("Parts of this case are not over yet."),
    _("Wait for them. The desk can say with a reason that it goes on without them."),
)
def waits_for_no_piece(actor: Actor, case: Case) -> bool:
    return not awaited_pieces(case)


@check(_("No part is waited for."), _("Nothing is to be done; it goes on by itself."))
def waits_for_a_piece(actor: Actor, case: Case) -> bool:
    return bool(awaited_pieces(case))


@check(_("The case that leads is over."), _("Open that one again; its parts can be given out anew."))
def lead_goes_on(actor: Actor, case: Case) -> bool:
    """Of a part; of every other case it holds."""
    tie = tie_of(case)
    if tie is None or tie.kind != TieKind.PIECE:
        return True
    return Case.objects.filter(tie__leads=tie.lead_id, state__in=OPEN_STATES).exists()
