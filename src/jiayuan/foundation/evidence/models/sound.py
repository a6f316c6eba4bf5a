"""Recordings of a voice, without anything that the recorder told besides."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import now


class Sound(models.Model):
    """A voice note that was recognised and written anew (see ``domain/accept_sound.py``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=24)
    file = models.FileField(upload_to="sounds/%Y/%m/")
    mime = models.CharField(_("format"), max_length=16)
    milliseconds = models.PositiveIntegerField(_("length"))
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    upload_token = models.CharField(max_length=64, blank=True, db_index=True)
    """Hash of the session's upload token, so that a visitor hears and attaches only what they sent."""
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("voice note")
        verbose_name_plural = _("voice notes")
        indexes = [models.Index(fields=["uploaded_at"], name="evidence_sound_uploaded_at")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def seconds(self) -> int:
        """As people say it: at least one."""
        return max(round(self.milliseconds / 1000), 1)
