"""Photos of what was done: which side of it they show, and how they stand to the wall of fulfilled wishes."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    BEFORE = "before", pgettext_lazy("photo of a wish", "Before")
    AFTER = "after", pgettext_lazy("photo of a wish", "After")


class Wall(TextChoices):
    """``UP`` takes the yes of who took it and of who wished, and a look of the community: the database holds it."""

    AWAY = "away", pgettext_lazy("photo of a wish", "Seen by those concerned only")
    UP = "up", pgettext_lazy("photo of a wish", "On the wall for everybody")
    KEPT_OFF = "kept_off", pgettext_lazy("photo of a wish", "Not for the wall, says the community")


class Faces(TextChoices):
    """What whoever looks has to say of the people in it."""

    NONE = "none", pgettext_lazy("photo of a wish", "Nobody can be recognised in it")
    AGREED = "agreed", pgettext_lazy("photo of a wish", "Grown-ups only, and each of them said yes")
    GUARDIAN = "guardian", pgettext_lazy("photo of a wish", "A child too, and the guardian said yes")
