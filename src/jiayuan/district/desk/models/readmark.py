"""Up to when somebody has read their messages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadMark(models.Model):
    """One row a person, so that what was read on the phone is read on the computer too."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    read_at = models.DateTimeField(_("read up to"))

    class Meta:
        verbose_name = _("read mark")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.read_at:%Y-%m-%d %H:%M}"
