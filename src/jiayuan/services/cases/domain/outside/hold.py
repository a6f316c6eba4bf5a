"""Does a link still hold? Asked when it is opened, and again under the lock when something is answered."""

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.errors import Conflict, Gone

from ...models import Case, OutsideLink
from ...outside_enums import OUTSIDE_STATES, OUTSIDE_USES, OutsideKind


def is_with_the_asker(case: Case, link: OutsideLink) -> bool:
    """Is the work still with the unit that asked, in the same round?"""
    return case.round == link.round and case.unit_id == link.unit_id and case.state in OUTSIDE_STATES


def check_holds(case: Case, link: OutsideLink) -> None:
    """:raises Gone: it was taken back, its time is over, or the work is no longer with those who asked."""
    call = _("If you have a question, call %(unit)s.") % {"unit": link.unit}
    if link.revoked_at is not None:
        raise Gone(
            _("This link was taken back on %(when)s. Nothing more is expected of you.")
            % {"when": when(link.revoked_at)},
            call,
            code="revoked",
        )
    if link.is_over(now()):
        raise Gone(
            _("The time of this link ended on %(when)s.") % {"when": when(link.expires_at)},
            _("Ask %(unit)s to send you a new one.") % {"unit": link.unit},
            code="expired",
        )
    if not is_with_the_asker(case, link):
        raise Gone(
            _("This work is no longer with %(unit)s. Nothing more is expected of you.") % {"unit": link.unit},
            call,
            code="elsewhere",
        )


def uses_left(link: OutsideLink, kind: OutsideKind) -> int:
    """How often this can still be answered; nothing after the last word."""
    if link.final is not None:
        return 0
    return OUTSIDE_USES[kind] - sum(each.kind == kind for each in link.answers.all())


def check_uses(link: OutsideLink, kind: OutsideKind) -> None:
    """:raises Conflict: it was answered for good, or this too often."""
    final = link.final
    if final is not None:
        raise Conflict(
            _("This was answered already on %(when)s: %(what)s.")
            % {"when": when(final.at), "what": final.get_kind_display()},
            _("If something has changed, call %(unit)s.") % {"unit": link.unit},
            code="answered",
        )
    if uses_left(link, kind) <= 0:
        raise Conflict(
            _("This was sent as often as one link allows."),
            _("Call %(unit)s, or answer in another way.") % {"unit": link.unit},
            code="used",
        )
