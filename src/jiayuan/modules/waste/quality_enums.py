"""What is looked at in a drop point, and what a weight that is out of the ordinary may turn out to be."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class CheckItem(TextChoices):
    """What is looked at, named without saying how it is: the same words stand in the form and beside what is to be put
    right. Colours and signs are those of GB/T 19095-2019."""

    SORTED = "sorted", pgettext_lazy("looked at in a drop point", "Sorting in the bins")
    BINS = "bins", pgettext_lazy("looked at in a drop point", "Colours and signs of the bins")
    CLEAN = "clean", pgettext_lazy("looked at in a drop point", "Cleanliness and smell")
    ROOM = "room", pgettext_lazy("looked at in a drop point", "Overflowing and lids")
    HOURS = "hours", pgettext_lazy("looked at in a drop point", "Opening hours")
    GUIDE = "guide", pgettext_lazy("looked at in a drop point", "Guide at the hours of guiding")
    NOTICE = "notice", pgettext_lazy("looked at in a drop point", "Notice")


class InspectionResult(TextChoices):
    FINE = "fine", pgettext_lazy("result of an inspection", "All in order")
    WANTING = "wanting", pgettext_lazy("result of an inspection", "To be put right")


class Flag(TextChoices):
    """How a week's weight differs from the weeks before."""

    FALL = "fall", pgettext_lazy("weight of a week", "Much less than usual")
    JUMP = "jump", pgettext_lazy("weight of a week", "Much more than usual")


class Finding(TextChoices):
    """What it was. A weight speaks of bins, never of a household."""

    ENTRY = "entry", pgettext_lazy("why a weight differs", "Weighed or entered wrong")
    ONCE = "once", pgettext_lazy("why a weight differs", "An occasion: holidays, moving, a market")
    BINS = "bins", pgettext_lazy("why a weight differs", "Bins, hours or days of collection changed")
    MIXED = "mixed", pgettext_lazy("why a weight differs", "Streams get mixed")
    REAL = "real", pgettext_lazy("why a weight differs", "There is really more or less of it")
    UNKNOWN = "unknown", pgettext_lazy("why a weight differs", "No reason found")
