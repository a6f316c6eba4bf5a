"""The five doors of the phone: 学 讲 帮 乐 评. What is behind each, the modules say (``registers.carriers``)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import Door, registers

DOORS = {
    "learn": Door(
        "学",
        pgettext_lazy("name of a door", "Learn"),
        "learn",
        "primary",
        1,
        _("What is promised"),
        _("Who takes care of what, how soon, and how you can tell that it was done."),
    ),
    "speak": Door(
        "讲",
        pgettext_lazy("name of a door", "Speak up"),
        "speak",
        "info",
        2,
        _("What would you like to tell us?"),
        _("Something broken, dirty, in the way, or an idea. You need no account."),
    ),
    "help": Door(
        "帮",
        pgettext_lazy("name of a door", "Get help"),
        "help",
        "secondary",
        3,
        _("What help is needed?"),
        _("For yourself or for a neighbour. Somebody from the community calls or comes by."),
    ),
    "joy": Door(
        "乐",
        pgettext_lazy("name of a door", "Enjoy"),
        "joy",
        "success",
        4,
        _("Changes around us"),
        _("Reported by neighbours, put right, and checked by somebody else."),
    ),
    "evaluate": Door(
        "评",
        pgettext_lazy("name of a door", "Rate"),
        "evaluate",
        "accent",
        5,
        _("Rate what was done"),
        _("Stars are for the service. Nobody is rated as a person."),
    ),
}


def register_doors() -> None:
    for name, door in DOORS.items():
        registers.doors.add(name, door)
