"""What staff enter about cases: forms that are measured, and where what they say is used."""

from django.utils.translation import pgettext_lazy

from jiayuan.foundation.burden.tasks import Page, declare_task

LIST = ("cases",)
PERFORMANCE = Page("console-performance", pgettext_lazy("register", "Performance of units and places"))
CASES = Page("console-cases", pgettext_lazy("register", "Cases"))

declare_task(
    "cases.report", pgettext_lazy("task of staff", "Take down a report"), "cases.report",
    figures=("cases.reported",), sheets=LIST, pages=(CASES,),
)  # fmt: skip
declare_task(
    "cases.file", pgettext_lazy("task of staff", "Take up a case"), "cases.file",
    figures=("cases.filed", "cases.open", "cases.first_answer_hours"), sheets=LIST, pages=(CASES,),
)  # fmt: skip
declare_task(
    "cases.dispatch", pgettext_lazy("task of staff", "Dispatch a case"), "cases.dispatch",
    figures=("cases.open", "cases.overdue"), sheets=LIST, pages=(CASES, PERFORMANCE),
)  # fmt: skip
declare_task(
    "cases.hand_in", pgettext_lazy("task of staff", "Report a case as done"), "cases.hand_in",
    figures=("cases.on_time_share",), sheets=LIST, pages=(PERFORMANCE,),
)  # fmt: skip
declare_task(
    "cases.pass", pgettext_lazy("task of staff", "Verify a case"), "cases.pass",
    figures=("cases.doubts",), sheets=LIST, pages=(PERFORMANCE,),
)  # fmt: skip
declare_task(
    "cases.close", pgettext_lazy("task of staff", "Close a case"), "cases.close",
    figures=("cases.closed", "cases.on_time_share", "cases.open"), sheets=LIST, pages=(PERFORMANCE,),
)  # fmt: skip
declare_task(
    "cases.reject", pgettext_lazy("task of staff", "Decline a report"), "cases.reject",
    figures=("cases.reported",), sheets=LIST, pages=(CASES,),
)  # fmt: skip
