"""What staff enter about waste sorting: forms that are measured, and where what they say is used."""

from django.utils.translation import pgettext_lazy

from jiayuan.foundation.burden.tasks import Page, declare_task

APPOINTMENTS = (Page("console-waste-appointments", pgettext_lazy("register", "Appointments for waste")),)
COVERAGE = (Page("console-waste", pgettext_lazy("register", "Coverage of waste sorting")),)

declare_task(
    "waste.open_point", pgettext_lazy("task of staff", "Open a drop point"), "waste.open_point",
    figures=("waste.points", "waste.estates", "waste.uncovered"), sheets=("waste-points",), pages=COVERAGE,
)  # fmt: skip
declare_task(
    "waste.set_bins", pgettext_lazy("task of staff", "Enter bins"), "waste.set_bins",
    figures=("waste.bins", "waste.estates"), sheets=("waste-bins-of-points",), pages=COVERAGE,
)  # fmt: skip
declare_task(
    "waste.add_hours", pgettext_lazy("task of staff", "Enter the hours of a drop point"), "waste.add_hours",
    figures=("waste.estates", "waste.uncovered"), sheets=("waste-hours",), pages=COVERAGE,
)  # fmt: skip
declare_task(
    "waste.set_day", pgettext_lazy("task of staff", "Enter a collection day"), "waste.set_day",
    figures=("waste.estates", "waste.uncovered"), sheets=("waste-days",), pages=COVERAGE,
)  # fmt: skip
declare_task(
    "waste.inspect", pgettext_lazy("task of staff", "Inspect a drop point"), "waste.inspect",
    pages=(Page("console-waste-inspections", pgettext_lazy("register", "Inspections of drop points")),),
)  # fmt: skip
declare_task(
    "waste.offer_hours", pgettext_lazy("task of staff", "Offer hours for appointments"), "waste.offer_hours",
    pages=APPOINTMENTS,
)  # fmt: skip
