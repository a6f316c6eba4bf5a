"""Entering what stands on the paper list: all of it or nothing, once, with every mistake named beside its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid
from jiayuan.foundation.ledger.domain.record import already_recorded, record

from ..enums import PresenceSource, PresenceState, State, Way
from ..limits import MOST_LINES
from ..models import Presence, Session, SignUp
from ..row_codes import ROLES, RowCode, read_row_code
from ..rules import HOST
from .locks import lock_session
from .nonces import own_nonce
from .paper_rows import blank_nonce, came_after_all, row_of
from .presence import check_moment, moment_at
from .presences import Mark, write_mark
from .walk_ins import write_walk_in


@dataclass(frozen=True)
class TypedLine:
    """One line as it was typed; ``times`` as written, such as ``1805`` or ``18:05``."""

    number: int
    text: str
    code: str = ""
    times: Sequence[str] = ()
    name: str = ""
    phone: str = ""
    may_be_code: bool = False
    """Its name is so short and plain that it may be a mistyped code."""


@dataclass(frozen=True)
class EnteredLine:
    """What becomes of a line. ``stands``: it was entered before, and stays as it was."""

    line: TypedLine
    sign_up: SignUp | None = None
    presence: Presence | None = None
    stands: bool = False
    error: DomainError | None = None


@dataclass(frozen=True)
class Entered:
    """``is_written`` is False after a trial, and where a line was wrong: then nothing was written at all."""

    lines: Sequence[EnteredLine]
    is_written: bool

    @property
    def wrong(self) -> int:
        return sum(each.error is not None for each in self.lines)


def enter_lines(
    session_id: int,
    lines: Sequence[TypedLine],
    *,
    by: Actor,
    nonce: str | None = None,
    is_trial: bool = False,
) -> Entered:
    """Enter who came and went, as the paper says. A line with a code alone was there from the beginning to the end.

    :param is_trial: only say what would be written, and what is wrong.
    :raises Refused: ``by`` does not run it. :raises Conflict: nobody can be entered in the state it is in.
    :raises Invalid: no lines, or too many (field ``lines``).
    """
    _check_number(lines)
    kept = own_nonce(nonce, by)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        if kept and already_recorded(kept) is not None:
            return Entered([], is_written=True)
        _check_state(session)
        found = _Desk(session, by).enter_all(lines)
        is_written = not is_trial and all(each.error is None for each in found)
        if is_written:
            entered = [each.sign_up.pk for each in found if each.sign_up is not None and not each.stands]
            record(
                session.stream, "gatherings.enter_sheet", by=by.person, after={"sign_ups": entered},
                place_path=session.place_id, nonce=kept,
            )  # fmt: skip
        else:
            transaction.set_rollback(True)
    return Entered(found, is_written)


class _Desk:
    """Enters line after line into one locked session; a wrong one does not hold up the next."""

    def __init__(self, session: Session, by: Actor):
        self.session, self.by = session, by
        self.roles = dict(zip(ROLES, session.roles.order_by("pk"), strict=False))
        self.seen: dict[RowCode, int] = {}

    def enter_all(self, lines: Sequence[TypedLine]) -> list[EnteredLine]:
        return [self._tried(line) for line in lines]

    def _tried(self, line: TypedLine) -> EnteredLine:
        try:
            with transaction.atomic():
                return self._entered(line)
        except DomainError as error:
            return EnteredLine(line, error=error)

    def _entered(self, line: TypedLine) -> EnteredLine:
        came, went = self._moments(line)
        row = self._row(line)
        held = Presence.objects.filter(sign_up=row).first()
        is_denied = held is not None and held.state == PresenceState.DENIED
        if held is not None and held.out_at is not None and not is_denied:
            return EnteredLine(line, row, held, stands=True)
        presence = write_mark(row, self.session, Mark(Way.IN, came, PresenceSource.SHEET), by=self.by)
        if went is not None:
            mark = Mark(Way.OUT, went, PresenceSource.SHEET)
            presence = write_mark(row, self.session, mark, by=self.by)
        return EnteredLine(line, row, presence)

    def _row(self, line: TypedLine) -> SignUp:
        if line.may_be_code:
            raise Invalid(
                _("“%(name)s” is no code of this sheet. Is it a walk-in by this name?") % {"name": line.name},
                _("If it is a name, write + before it: +%(name)s. If it is a code, look at the row again.")
                % {"name": line.name},
            )
        if not line.code:
            return write_walk_in(self.session, name=line.name, phone=line.phone, by=self.by)
        code = read_row_code(self.session.pk, line.code)
        if code is None:
            raise Invalid(
                _("“%(code)s” is no code of this sheet.") % {"code": line.code},
                _("Look at the row again, and whether it is the sheet of this gathering."),
            )
        first = self.seen.setdefault(code, line.number)
        if first != line.number:
            raise Invalid(
                _("This row was typed in line %(line)s already.") % {"line": first},
                _("Take one of the two lines out."),
            )
        if code.is_blank:
            return self._from_blank(code, line)
        if line.name or line.phone:
            raise Invalid(
                _("This row has its name already; names are written only for blank rows."),
                _("Take the name out, or begin the line with the code of a blank row."),
            )
        return came_after_all(row_of(self.roles, code), self.session, by=self.by)

    def _from_blank(self, code: RowCode, line: TypedLine) -> SignUp:
        nonce = blank_nonce(self.session, code.number)
        if SignUp.objects.filter(nonce=nonce).exists():
            raise Conflict(
                _("This blank row was entered before."),
                _("If this is somebody else, begin the line with the name and leave the code out."),
            )
        return write_walk_in(self.session, name=line.name, phone=line.phone, by=self.by, nonce=nonce)

    def _moments(self, line: TypedLine) -> tuple[datetime, datetime | None]:
        if len(line.times) > 2:
            raise Invalid(
                _("There are more than two times in this line."),
                _("Write when they came, and when they went."),
            )
        read = [self._moment(each) for each in line.times]
        came = read[0] if read else self.session.starts_at
        went = read[1] if len(read) > 1 else self.session.ends_at
        over = len(read) > 1 or self.session.ends_at <= now()
        check_moment(self.session, came)
        if not over:
            return came, None
        check_moment(self.session, went)
        if went < came:
            raise Invalid(_("They went before they came."), _("Look at the two times again."))
        return came, went

    def _moment(self, text: str) -> datetime:
        digits = text.replace(":", "").zfill(4)
        try:
            clock = time(int(digits[:2]), int(digits[2:]))
        except ValueError:
            raise Invalid(
                _("“%(time)s” is no time.") % {"time": text}, _("Write it as 1805 or 18:05.")
            ) from None
        return moment_at(self.session, clock)


def _check_number(lines: Sequence[TypedLine]) -> None:
    if not lines:
        raise Invalid(
            _("Nothing was typed yet."), _("Write one line for each person on the sheet."), field="lines"
        )
    if len(lines) > MOST_LINES:
        raise Invalid(
            _("These are more than %(most)s lines.") % {"most": MOST_LINES},
            _("Enter the sheet in two parts."),
            field="lines",
        )


def _check_state(session: Session) -> None:
    if session.state not in (State.PUBLISHED, State.RUNNING, State.CLOSED):
        raise Conflict(
            _("Nobody can be entered while it is: %(state)s.") % {"state": session.get_state_display()},
            _("Look at the state it is in."),
            code="state",
        )
