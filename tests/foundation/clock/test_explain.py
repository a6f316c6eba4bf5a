"""Deadlines in words."""

from datetime import datetime

import pytest
from django.utils import translation

from jiayuan.foundation.clock import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import explain

from .moments import moment

DAYS, HOURS, URGENT = TermUnit.WORKING_DAYS, TermUnit.WORKING_HOURS, TermUnit.URGENT_HOURS


def say(language: str, start: datetime, term: Term, pauses: tuple = (), extra: int = 0) -> str:
    with translation.override(language), now.at(moment(11, 23, 12)):
        return explain(start, term, pauses, extra)


def test_a_weekend_in_both_languages() -> None:
    start, term = moment(11, 20, 15, 10), Term(2, DAYS)
    assert say("zh-hans", start, term) == (
        "2 个工作日：从 11月20日（周五）15:10 起算，周六、周日不计，到 11月24日（周二）15:10"
    )
    assert say("en", start, term) == (
        "2 working days: counted from Fri 20 November 15:10, Saturdays and Sundays do not count, "
        "until Tue 24 November 15:10"
    )


def test_a_day_without_anything_out_of_the_ordinary() -> None:
    assert say("zh-hans", moment(11, 23, 9), Term(4, HOURS)) == (
        "4 个工作小时：从 11月23日（周一）09:00 起算，只计上班时间 08:30–12:00、14:30–18:00，到 11月23日（周一）15:30"
    )


def test_holidays_and_make_up_days_are_named() -> None:
    said = say("zh-hans", moment(9, 30, 15, 10), Term(8, DAYS), extra=1)
    assert "10月1日至7日放假不计" in said
    assert "10月10日（周六）补班计入" in said
    assert "周六、周日不计" in said
    assert "另准延长 1 个工作日" in said
    assert "the holiday 1–7 October does not count" in say("en", moment(9, 30, 15, 10), Term(8, DAYS))


def test_a_holiday_without_a_further_weekend_mentions_no_weekend() -> None:
    assert "周六、周日" not in say("zh-hans", moment(9, 30, 15, 10), Term(1, DAYS))


def test_a_start_after_hours_begins_at_the_opening() -> None:
    assert "到 11月23日（周一）08:30 上班时开始计时" in say("zh-hans", moment(11, 21, 20), Term(1, DAYS))


def test_urgent_hours_run_around_the_clock() -> None:
    assert say("zh-hans", moment(11, 21, 20), Term(2, URGENT)) == (
        "2 小时：从 11月21日（周六）20:00 起算，昼夜连续计算，到 11月21日（周六）22:00"
    )


def test_extra_days_on_an_urgent_term_name_the_weekend() -> None:
    assert "周六、周日不计" in say("zh-hans", moment(11, 20, 16), Term(2, URGENT), extra=1)


def test_an_unknown_year_is_called_provisional() -> None:
    said = say("zh-hans", moment(12, 31, 10), Term(2, DAYS))
    assert "2027 年放假安排还没有公布，暂按周一至周五推算" in said
    assert "2027年1月1日至3日放假不计" in said
    assert "1–3 January 2027" in say("en", moment(12, 31, 10), Term(2, DAYS))


def test_a_holiday_across_a_month_names_both_days() -> None:
    assert "2023年9月29日至2023年10月6日放假不计" in say(
        "zh-hans", moment(9, 28, 10, year=2023), Term(1, DAYS)
    )


def test_a_single_free_day() -> None:
    assert "2024年1月1日放假不计" not in say("zh-hans", moment(1, 2, 10, year=2024), Term(1, DAYS))
    assert "2021年12月31日" in say("zh-hans", moment(12, 31, 10, year=2021), Term(1, DAYS))


@pytest.mark.parametrize(
    ("pauses", "part"),
    [
        (
            ((moment(11, 23, 9), moment(11, 23, 10)),),
            "11月23日（周一）09:00 至 11月23日（周一）10:00 暂停，不计",
        ),
        (((moment(11, 23, 9), None),), "从 11月23日（周一）09:00 起暂停，暂停期间不计"),
        (
            tuple((moment(11, 23, 8, 30 + 5 * n), moment(11, 23, 8, 32 + 5 * n)) for n in range(4)),
            "中间暂停 4 次，暂停期间不计",
        ),
    ],
)
def test_pauses_are_named(pauses: tuple, part: str) -> None:
    assert part in say("zh-hans", moment(11, 20, 17), Term(8, HOURS), pauses)


def test_a_pause_after_the_deadline_is_not_named() -> None:
    assert "暂停" not in say(
        "zh-hans", moment(11, 20, 9), Term(1, HOURS), ((moment(11, 23, 9), moment(11, 23, 10)),)
    )
