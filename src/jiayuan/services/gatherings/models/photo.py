"""Photos of a gathering: what it was like before, and after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import PhotoConsent, PhotoSide
from .session import Session


class SessionPhoto(models.Model):
    """Everybody who may see the gathering sees it: so ``consent`` says why that is right."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="photos")
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, related_name="session_photo")
    side = models.CharField(max_length=8, choices=PhotoSide.choices)
    consent = models.CharField(max_length=12, choices=PhotoConsent.choices)

    class Meta:
        verbose_name = _("photo of a gathering")
        ordering = ("id",)
        constraints = [
            choices_check("side", PhotoSide, "gatherings_photo_side_known"),
            choices_check("consent", PhotoConsent, "gatherings_photo_consent_known"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.side}"
