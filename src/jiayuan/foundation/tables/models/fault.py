"""What is wrong with a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .job import Job
from .spoken import spoken


class Fault(models.Model):
    """``cell`` is its address (``B17``), ``value`` what stands there, masked where it is personal."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField(_("row"))
    cell = models.CharField(_("cell"), max_length=12)
    column = models.CharField(_("column"), max_length=40, blank=True)
    value = models.CharField(_("as found"), max_length=80, blank=True)
    code = models.CharField(max_length=32)
    message = models.CharField(max_length=400)
    remedy = models.CharField(max_length=400, blank=True)
    words = models.JSONField(default=dict, blank=True)
    """``{language: [message, remedy]}``: as each reader is told; the two above are in the language of the upload."""
    is_late = models.BooleanField(default=False)
    """Found while importing, because the district changed since the check."""

    class Meta:
        verbose_name = _("fault of a row")
        ordering = ("row", "pk")
        indexes = [
            models.Index(fields=["job", "row"], name="tables_fault_row"),
            models.Index(fields=["job", "code"], name="tables_fault_code"),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.said[0]}"

    @property
    def said(self) -> list[str]:
        """What is wrong and what to do, in the present language."""
        return spoken(self.words) or [self.message, self.remedy]
