"""Photos: what was seen, when and where, without what the camera told besides."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import now


def _band(start: int) -> models.GeneratedField:
    """Four of the sixteen hex digits of the perceptual hash, kept in step by the database; see ``domain/reuse.py``."""
    return models.GeneratedField(
        expression=Substr("perceptual_hash", start, 4),
        output_field=models.CharField(max_length=4),
        db_persist=True,
    )


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
    perceptual_hash = models.CharField(max_length=16)
    band_1 = _band(1)
    band_2 = _band(5)
    band_3 = _band(9)
    band_4 = _band(13)
    taken_at = models.DateTimeField(_("taken at"), null=True)
    taken_latitude = models.FloatField(null=True)
    taken_longitude = models.FloatField(null=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    upload_token = models.CharField(max_length=64, blank=True, db_index=True)
    """Hash of the session's upload token, so that a visitor sees and attaches only what they sent."""
    nonce = models.CharField(max_length=64, null=True, unique=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            models.Index(fields=["uploaded_at"], name="evidence_photo_uploaded_at"),
            *(
                models.Index(fields=[f"band_{each}"], name=f"evidence_photo_band_{each}")
                for each in (1, 2, 3, 4)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
