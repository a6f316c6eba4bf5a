"""What a gathering needs, and who brings it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..limits import MATERIAL_NAME, MOST_PIECES
from .session import Session


class Material(models.Model):
    """``wanted`` pieces of one thing."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="material")
    name = models.CharField(_("name"), max_length=MATERIAL_NAME)
    wanted = models.PositiveSmallIntegerField(_("pieces"))

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="gatherings_material_once"),
            models.CheckConstraint(
                condition=Q(wanted__gte=1, wanted__lte=MOST_PIECES), name="gatherings_material_wanted"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Promise(models.Model):
    """Somebody brings some of it; together never more than is wanted (under the session's lock)."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="promises")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(_("pieces"))

    class Meta:
        verbose_name = _("promise to bring something")
        constraints = [
            models.UniqueConstraint(fields=["material", "person"], name="gatherings_promised_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="gatherings_promised_some"),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} {self.count}"
