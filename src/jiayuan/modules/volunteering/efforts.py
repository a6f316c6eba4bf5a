"""What staff enter about volunteering: forms that are measured, and where what they say is used."""

from django.utils.translation import pgettext_lazy

from jiayuan.foundation.burden.tasks import Page, declare_task

declare_task(
    "volunteering.mark_hours", pgettext_lazy("task of staff", "Mark the hours of an activity"),
    "volunteering.mark_hours", sheets=("exchange",),
    pages=(
        Page("console-hours", pgettext_lazy("register", "Hours of volunteers")),
        Page("console-rhythm", pgettext_lazy("register", "The week of the charity hour")),
        Page("console-volunteers", pgettext_lazy("register", "Register of volunteers")),
    ),
)  # fmt: skip
declare_task(
    "volunteering.write_item", pgettext_lazy("task of staff", "Write a need or an offer into the lists of a year"),
    "volunteering.write_item", sheets=("yearly-lists",),
    pages=(Page("console-yearly", pgettext_lazy("register", "The three lists of a year")),),
)  # fmt: skip
