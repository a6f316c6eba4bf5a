from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import PhotoRole
from .case import Case


class CasePhoto(models.Model):
    """A photo's part in a case. ``is_public`` is a worker's decision, never the default."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, related_name="case_photo")
    role = models.CharField(max_length=8, choices=PhotoRole.choices)
    joining = models.ForeignKey(
        "cases.Joining", models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    """Of a photo of a neighbour who joined: theirs to see, besides those who work on the case."""
    round = models.PositiveSmallIntegerField(default=1)
    is_public = models.BooleanField(_("shown to the public"), default=False)

    class Meta:
        verbose_name = _("case photo")
        ordering = ("id",)
        constraints = [choices_check("role", PhotoRole, "cases_photo_role_known")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"
