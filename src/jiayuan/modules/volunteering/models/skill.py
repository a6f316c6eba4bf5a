"""What people can do for others."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """``code`` is what the engine and tables call it."""

    code = models.SlugField(_("code"), max_length=24, primary_key=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("skill")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en
