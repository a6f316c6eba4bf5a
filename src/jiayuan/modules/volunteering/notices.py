"""What volunteers and those who keep pairings are told of."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.common.registers import Duty, NoticeKind, registers

from .domain.claims import note_late
from .domain.generator import check_week
from .domain.late_hours import remind_of_hours
from .domain.of_age import forget_minority
from .domain.qualifications import remind_of_expiry

HOUR, DAY = 3600, 86_400
OUT = ("wechat", "sms")
KINDS = (
    NoticeKind(
        "volunteering.muster", _("I am called as a volunteer"), _("In an emergency, at any hour"), OUT, is_urgent=True
    ),
    NoticeKind("volunteering.qualification", _("A qualification runs out"), _("Thirty days before"), ("wechat",)),
    NoticeKind(
        "volunteering.week", _("The charity hour of my community"), _("The street or the district reminds us of it"),
        ("wechat",), for_roles=(Role.COMMUNITY_WORKER,),
    ),
    NoticeKind(
        "volunteering.hours", _("Hours that nobody confirmed"),
        _("Two working days before the ten are over, and when they are"), ("wechat",), for_roles=DESK_STAFF,
    ),
    NoticeKind(
        "volunteering.certificate", _("The certificate that I asked for"), _("When the office has answered"),
        ("wechat", "sms"),
    ),
)  # fmt: skip


def announce() -> None:
    for kind in KINDS:
        registers.notices.add(kind.name, kind)
    remind = Duty(
        "remind of qualifications", _("Remind of qualifications that run out"), DAY, remind_of_expiry, 3 * DAY
    )
    registers.duties.add(remind.name, remind)
    grown = Duty(
        "volunteers of age", _("Forget what was kept of volunteers while they were under age"), DAY, forget_minority,
        3 * DAY,
    )  # fmt: skip
    registers.duties.add(grown.name, grown)
    late = Duty("late hours", _("Note hours that nobody confirmed in time"), HOUR, note_late, DAY)
    registers.duties.add(late.name, late)
    due = Duty(
        "remind of hours", _("Tell leader and office of hours that are due"), HOUR, remind_of_hours, DAY
    )
    registers.duties.add(due.name, due)
    week = Duty(
        "charity hour week",
        _("See that every series made the charity hour of this week"),
        HOUR,
        check_week,
        DAY,
    )
    registers.duties.add(week.name, week)
