"""Rules of recurrence in plain words, and out of the few answers of a form."""

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.common.errors import Invalid

from ..recurrence import WEEKDAYS as CODES
from ..recurrence import read_rule

WEEKLY, FORTNIGHTLY, MONTHLY = "weekly", "fortnightly", "monthly"
LAST = -1
WEEKS = (1, 2, 3, 4, LAST)


def rule_of(repeats: str, weekday: int, week: int = 1) -> str:
    """:raises Invalid: none of the answers (field ``repeats``, ``weekday`` or ``week``)."""
    if weekday not in range(7):
        raise _no_answer("weekday")
    day = CODES[weekday]
    if repeats == WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={day}"
    if repeats == FORTNIGHTLY:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}"
    if repeats != MONTHLY:
        raise _no_answer("repeats")
    if week not in WEEKS:
        raise _no_answer("week")
    return f"FREQ=MONTHLY;BYDAY={week}{day}"


def rule_in_words(text: str, first: date) -> str:
    """``every Friday``; a rule that nobody would say is called by what it is."""
    rule = read_rule(text, first)
    days = rule.days or ((0, first.weekday()),)
    names = pgettext("between names", ", ").join(str(WEEKDAYS[each]) for _ordinal, each in days)
    if rule.months or rule.month_days or rule.positions or rule.count:
        return _("by a rule of its own")
    if rule.frequency == "WEEKLY" and rule.interval == 1:
        return _("every %(days)s") % {"days": names}
    if rule.frequency == "WEEKLY" and rule.interval == 2:
        return _("every other %(days)s") % {"days": names}
    if rule.frequency == "MONTHLY" and rule.interval == 1 and len(days) == 1 and days[0][0] in WEEKS:
        return _("every %(which)s %(day)s of the month") % {"which": week_in_words(days[0][0]), "day": names}
    return _("by a rule of its own")


def week_in_words(week: int) -> str:
    """``first``, ``last``: of the same weekdays in a month."""
    return {
        1: pgettext("of the month", "first"),
        2: pgettext("of the month", "second"),
        3: pgettext("of the month", "third"),
        4: pgettext("of the month", "fourth"),
        LAST: pgettext("of the month", "last"),
    }[week]


def _no_answer(field: str) -> Invalid:
    return Invalid(_("This is no answer."), _("Choose one of the list."), field=field)
