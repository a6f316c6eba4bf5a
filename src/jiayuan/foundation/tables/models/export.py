"""A list on its way out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import Sheet

from ..enums import ExportKind, ExportState


class Export(Stamped):
    """``in_full``: personal data is in it unmasked; ``reason`` then says why."""

    sheet = models.CharField(_("list"), max_length=32)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=10, default="zh-hans")
    kind = models.CharField(_("kind of file"), max_length=4, choices=ExportKind.choices)
    in_full = models.BooleanField(_("in full"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ExportState.choices, default=ExportState.WAITING
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    file = models.FileField(upload_to="tables/out/%Y/%m/", max_length=200, blank=True)

    class Meta:
        verbose_name = _("export")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_full=False) | ~models.Q(reason=""), name="tables_in_full_for_a_reason"
            )
        ]
        indexes = [models.Index(fields=["who", "-id"], name="tables_export_who")]

    def __str__(self) -> str:
        return f"{self.sheet}.{self.kind}"

    @property
    def declared(self) -> Sheet:
        return registers.sheets[self.sheet]

    @property
    def stream(self) -> str:
        return f"export/{self.pk}"
