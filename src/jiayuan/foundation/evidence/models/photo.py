"""Photos: what was seen, when and where, without what the camera told besides."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """A photo that was checked, re-encoded and stripped (see ``domain/accept.py``).

    ``taken_*`` are read from EXIF before it is dropped, and only where the purpose keeps them. ``perceptual_hash``
    is a 64-bit difference hash as 16 hex digits.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=24)
    file = models.FileField(upload_to="photos/%Y/%m/")
    thumbnail = models.FileField(upload_to="photos/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    perceptual_hash = models.CharField(max_length=16, db_index=True)
    taken_at = models.DateTimeField(_("taken at"), null=True)
    taken_latitude = models.FloatField(null=True)
    taken_longitude = models.FloatField(null=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    upload_token = models.CharField(max_length=64, blank=True, db_index=True)
    """Hash of the session's upload token, so that a visitor sees and attaches only what they sent."""
    nonce = models.CharField(max_length=64, null=True, unique=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return str(self.id)
