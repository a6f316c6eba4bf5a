"""Signs that a case may have been closed on paper only, and what became of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DoubtKind(TextChoices):
    """Signs that a case may have been closed on paper only."""

    NO_PHOTO = "no_photo", _("no photo of the result")
    REUSED = "reused", _("a photo that was used before")
    FAR = "far", _("the photo was taken elsewhere")
    OLD = "old", _("the photo was taken long before")
    QUICK = "quick", _("done within minutes")
    AGAIN = "again", _("the same was reported again")
    REOPENED = "reopened", _("reopened")
    RATED_LOW = "rated_low", _("one or two stars")


class DoubtState(TextChoices):
    OPEN = "open", pgettext_lazy("doubt", "To be looked at")
    SENT_BACK = "sent_back", pgettext_lazy("doubt", "Sent back by the verifier")
    REAL = "real", pgettext_lazy("doubt", "It was not done")
    EXPLAINED = "explained", pgettext_lazy("doubt", "Explained: it was done")
