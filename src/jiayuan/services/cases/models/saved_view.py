"""A list somebody often opens, under a name of their own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped


class SavedView(Stamped):
    """``query`` is the part of the list's address after the question mark."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=30)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("saved list")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="cases_one_view_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
