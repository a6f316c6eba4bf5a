"""What staff enter about wishes and stations: forms that are measured, and where what they say is used."""

from django.utils.translation import pgettext_lazy

from jiayuan.foundation.burden.tasks import Page, declare_task

WISHES = Page("console-wishes", pgettext_lazy("register", "Wishes"))
COVERAGE = Page("console-coverage", pgettext_lazy("register", "Needs and helpers"))
STATIONS = Page("console-stations", pgettext_lazy("register", "Help stations"))
FUNDS = Page("console-funds", pgettext_lazy("register", "Community funds"))
CALLS = Page("console-callbacks", pgettext_lazy("register", "Call-backs"))

declare_task(
    "help.open",
    pgettext_lazy("task of staff", "Check the words of a wish"),
    "help.open",
    pages=(WISHES, COVERAGE),
)
declare_task(
    "help.post_for", pgettext_lazy("task of staff", "Write down a wish for somebody"), "help.post",
    pages=(WISHES, COVERAGE),
)  # fmt: skip
declare_task(
    "help.paper", pgettext_lazy("task of staff", "Enter wishes from paper forms"), "help.post",
    pages=(WISHES, COVERAGE),
)  # fmt: skip
declare_task(
    "help.callback", pgettext_lazy("task of staff", "Note what a call-back heard"), "help.callback_heard",
    figures=("help.callbacks_done", "help.callbacks_not_done", "help.callbacks_content"), pages=(CALLS,),
)  # fmt: skip
declare_task(
    "help.serve", pgettext_lazy("task of staff", "Write down help that was given"), "help.serve",
    figures=("help.services",), sheets=("help-services",), pages=(STATIONS,),
)  # fmt: skip
declare_task(
    "help.look_item", pgettext_lazy("task of staff", "Look at a thing of a station"), "help.look_item",
    figures=("help.stations_complete",), pages=(STATIONS,),
)  # fmt: skip
declare_task(
    "help.open_station", pgettext_lazy("task of staff", "Open a help station"), "help.open_station",
    figures=("help.stations", "help.communities"), pages=(STATIONS, COVERAGE),
)  # fmt: skip
declare_task(
    "help.change_station", pgettext_lazy("task of staff", "Change a help station"), "help.change_station",
    pages=(STATIONS,),
)  # fmt: skip
declare_task(
    "help.open_post", pgettext_lazy("task of staff", "Open a post of a station"), "help.open_post",
    figures=("help.teams",), sheets=("help-posts",), pages=(STATIONS, COVERAGE),
)  # fmt: skip
declare_task(
    "help.open_special", pgettext_lazy("task of staff", "Arrange a special service"), "help.open_special",
    figures=("help.services",), pages=(STATIONS,),
)  # fmt: skip
declare_task(
    "help.add_recipient", pgettext_lazy("task of staff", "Enter who is visited"), "help.add_recipient",
    figures=("help.services",), pages=(STATIONS,),
)  # fmt: skip
declare_task(
    "help.fund_ask", pgettext_lazy("task of staff", "Ask the community fund to pay"), "help.fund_ask",
    figures=("help.fund_spent",), pages=(FUNDS,),
)  # fmt: skip
