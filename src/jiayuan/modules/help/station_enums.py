"""What a help station has to have, and whether it is there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemKind(TextChoices):
    """有场所 有队伍 有项目 有设施 有制度 有标识."""

    ROOM = "room", _("A room of its own")
    TEAM = "team", _("A team")
    PROJECTS = "projects", _("Projects")
    FACILITIES = "facilities", _("Equipment")
    RULES = "rules", pgettext_lazy("of a help station", "House rules")
    SIGN = "sign", _("A sign at the door")


class ItemState(TextChoices):
    THERE = "there", pgettext_lazy("thing of a help station", "Is there")
    MISSING = "missing", pgettext_lazy("thing of a help station", "Not there yet")


ITEM_HELP = {
    ItemKind.ROOM: _("Where neighbours can come in, with somebody there at the hours on the door."),
    ItemKind.TEAM: _("At least one team with a keeper, and helpers whom the community verified."),
    ItemKind.PROJECTS: _("What the station does again and again, such as visits or repairs."),
    ItemKind.FACILITIES: _("Tools, a first-aid box, a wheelchair to lend, tables and chairs."),
    ItemKind.RULES: _("On the wall: how wishes are taken up, who is on duty, how things are lent."),
    ItemKind.SIGN: _("Somebody new to the courtyard finds it without asking."),
}
"""By what each is told."""


class VisitState(TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a visit", "Planned")
    DONE = "done", pgettext_lazy("state of a visit", "Done")
    MISSED = "missed", pgettext_lazy("state of a visit", "No word of it")
    ABSENT = "absent", pgettext_lazy("state of a visit", "Nobody was at home")
    OFF = "off", pgettext_lazy("state of a visit", "Called off")


TAKING_DAYS = (VisitState.PLANNED, VisitState.DONE)
"""Takes the day of who goes."""
TURNS = (*TAKING_DAYS, VisitState.ABSENT)
"""Counts as a turn of who goes: that nobody opened is not theirs."""
TO_LOOK_AFTER = (VisitState.MISSED, VisitState.ABSENT)
"""Somebody of the community calls, or goes by."""


class SwapState(TextChoices):
    ASKED = "asked", pgettext_lazy("state of a swap", "Asked")
    AGREED = "agreed", pgettext_lazy("state of a swap", "Agreed")
    DECLINED = "declined", pgettext_lazy("state of a swap", "Declined")
    GONE = "gone", pgettext_lazy("state of a swap", "No longer needed")
