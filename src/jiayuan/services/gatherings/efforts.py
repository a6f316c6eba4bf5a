"""What staff enter about gatherings: forms that are measured, and where what they say is used."""

from django.utils.translation import pgettext_lazy

from jiayuan.foundation.burden.tasks import Page, declare_task

GATHERINGS = Page("console-gatherings", pgettext_lazy("register", "Gatherings"))

declare_task(
    "gatherings.plan", pgettext_lazy("task of staff", "Plan a gathering"), "gatherings.plan",
    figures=("gatherings.held", "gatherings.seats"), pages=(GATHERINGS,),
)  # fmt: skip
declare_task(
    "gatherings.plan_series", pgettext_lazy("task of staff", "Plan a series"), "gatherings.plan_series",
    figures=("gatherings.held", "gatherings.seats"), pages=(GATHERINGS,),
)  # fmt: skip
declare_task(
    "gatherings.quick_entry", pgettext_lazy("task of staff", "Enter who came from a paper list"),
    "gatherings.enter_sheet", figures=("gatherings.came",), pages=(GATHERINGS,),
)  # fmt: skip
declare_task(
    "gatherings.walk_in", pgettext_lazy("task of staff", "Enter who came without signing up"),
    "gatherings.walk_in", figures=("gatherings.came",), pages=(GATHERINGS,),
)  # fmt: skip
