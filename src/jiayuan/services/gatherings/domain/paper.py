"""The attendance list on paper: one row a person with its code, and blank rows for those who come unannounced."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.masks import mask_name
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.glyphs import spell_missing
from jiayuan.foundation.documents.pdf import draw_pdf
from jiayuan.foundation.ledger.domain.record import record

from ..enums import LIVE, SignUpState, State
from ..limits import MOST_BLANKS
from ..models import Session, SessionRole, SignUp
from ..row_codes import BLANK, ROLES, RowCode, row_code
from ..rules import HOST, NAME
from .checks import span_in_words
from .queries.beside import Brought, material_of

TEMPLATE = Path(__file__).resolve().parents[1] / "documents" / "sheet.typ"
REASON = 200


@dataclass(frozen=True)
class PaperDraft:
    """``in_full``: names that are not shortened, for a reason that is recorded."""

    blanks: int = 10
    in_full: bool = False
    because: str = ""


def print_sheet(session: Session, draft: PaperDraft, *, address: str, by: Actor) -> bytes:
    """The list as a PDF, in the active language. ``address``: the page of the gathering, in full, for its code.

    :raises Refused: not a host, or names in full for who only leads it. :raises Invalid: the number of blank rows, or
        names in full without a reason. :raises Conflict: it was called off.
    """
    gate(by, HOST, session)
    _check(session, draft)
    if draft.in_full:
        gate(by, NAME, session)
        because = clean_words(draft.because, field="because", limit=REASON)
        with transaction.atomic():
            record(
                session.stream, "gatherings.print_sheet", by=by.person, after={"because": because},
                place_path=session.place_id,
            )  # fmt: skip
    data = spell_missing(paper_of(session, draft))
    language = get_language() or "zh-hans"
    images = {"code": qr_drawing(address)}
    return draw_pdf(TEMPLATE, data, images=images, title=data["title"], language=language)


def paper_of(session: Session, draft: PaperDraft) -> dict[str, Any]:
    """What stands on the sheet. Four queries (five with material), however many come."""
    roles = list(session.roles.order_by("pk"))
    letters = {role.pk: letter for role, letter in zip(roles, ROLES, strict=False)}
    found = SignUp.objects.filter(session=session, state__in=LIVE).select_related("person")
    people = list(found.order_by("role_id", "ticket"))
    return {
        "title": session.display_title,
        "house": pgettext("name of the platform", "Jiayuan"),
        "time": span_in_words(session),
        "where": " · ".join(filter(None, (str(session.place), session.where))),
        "seats": [_seats_in_words(role, people) for role in roles],
        "printed": _("Printed %(moment)s") % {"moment": moment_in_full(now())},
        "labels": _labels(),
        "material": [_material_line(each) for each in material_of(session, SYSTEM)],
        "rows": [_row(session, each, letters, roles, in_full=draft.in_full) for each in people],
        "blanks": [
            row_code(session.pk, RowCode(BLANK, each)) for each in _free_blanks(session, draft.blanks)
        ],
    }


def _row(
    session: Session, row: SignUp, letters: dict[int, str], roles: list[SessionRole], *, in_full: bool
) -> dict[str, str]:
    role = next(each for each in roles if each.pk == row.role_id)
    phone = (row.person.phone if row.person else row.phone) or ""
    notes = [role.display_name] if len(roles) > 1 else []
    if row.state != SignUpState.HELD:
        notes.append(row.get_state_display())
    return {
        "code": row_code(session.pk, RowCode(letters[row.role_id], row.ticket)),
        "name": row.display_name if in_full else mask_name(row.display_name),
        "tail": phone[-4:],
        "notes": " · ".join(notes),
    }


def _material_line(each: Brought) -> str:
    promised = each.material.wanted - each.left
    said = _("%(name)s: %(wanted)s, promised %(promised)s")
    return said % {"name": each.material.name, "wanted": each.material.wanted, "promised": promised}


def _free_blanks(session: Session, count: int) -> list[int]:
    """The numbers of blank rows that were not entered yet, lowest first."""
    prefix = f"sheet/{session.pk}/"
    nonces = SignUp.objects.filter(session=session, nonce__startswith=prefix).values_list("nonce", flat=True)
    used = {str(each).removeprefix(prefix) for each in nonces}
    free = (number for number in range(1, count + len(used) + 1) if str(number) not in used)
    return [number for number, _turn in zip(free, range(count), strict=False)]


def _seats_in_words(role: SessionRole, people: list[SignUp]) -> str:
    seated = sum(each.role_id == role.pk and each.state == SignUpState.HELD for each in people)
    said = ngettext("%(taken)s of %(seats)s seat", "%(taken)s of %(seats)s seats", role.seats)
    return f"{role.display_name} {said % {'taken': seated, 'seats': role.seats}}"


def _labels() -> dict[str, str]:
    return {
        "when": _("When"), "where": _("Where"), "seats": pgettext("gathering", "Seats"),
        "code": pgettext("paper list", "Code"), "name": _("Name"), "tail": _("Phone ends in"),
        "notes": pgettext("paper list", "Notes"), "came": pgettext("paper list", "Came"),
        "went": pgettext("paper list", "Went"), "signed": _("Signature"), "scan": _("Page of the gathering"),
        "coming": _("Who signed up"), "walk_ins": _("Came without signing up"),
        "material": _("Material"), "nobody": _("Nobody has signed up yet."),
        "how": _("Write the times as 18:05. Afterwards type the codes on the page “On paper” of the gathering."),
        "name_and_phone": _("Name, and phone if they like"),
    }  # fmt: skip


def _check(session: Session, draft: PaperDraft) -> None:
    if not 0 <= draft.blanks <= MOST_BLANKS:
        raise Invalid(
            _("There are between 0 and %(most)s blank rows.") % {"most": MOST_BLANKS},
            _("Ten are usual."),
            field="blanks",
        )
    if session.state == State.CANCELLED:
        raise Conflict(
            _("This gathering was called off."), _("See what else is near and soon."), code="called-off"
        )
