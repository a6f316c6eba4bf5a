"""An import: a file on its way into a list."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import Sheet

from ..enums import WORKING, JobState, Mode
from .spoken import spoken


class Job(Stamped):
    """``cursor`` is the last row of the file that was dealt with, moved in the transaction that writes the rows: who
    takes the work up again begins behind it. ``runner`` holds the work until ``lease_until``."""

    sheet = models.CharField(_("list"), max_length=32)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    language = models.CharField(max_length=10, default="zh-hans")
    file = models.FileField(upload_to="tables/%Y/%m/", max_length=200, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=JobState.choices, default=JobState.UPLOADED)
    mode = models.CharField(_("manner"), max_length=4, choices=Mode.choices, blank=True)

    found = models.JSONField(default=dict, blank=True)
    """What reading found: kind, encoding, tables, headings, merged cells, formulas."""
    table = models.CharField(_("worksheet"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("row of the headings"), null=True, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    """Column key -> index of the column in the file."""
    is_mapped_by_hand = models.BooleanField(default=False)
    preview = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=list, blank=True)

    total = models.PositiveIntegerField(_("rows"), default=0)
    checked = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    failure = models.JSONField(default=dict, blank=True)
    """``{"message", "remedy", "words"}`` of a job that failed; ``words`` as of a fault."""

    runner = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        constraints = [choices_check("state", JobState, "tables_job_state_known")]
        indexes = [
            models.Index(fields=["who", "-id"], name="tables_job_who"),
            models.Index(fields=["state", "lease_until"], name="tables_job_state_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.file_name}"

    @property
    def declared(self) -> Sheet:
        return registers.sheets[self.sheet]

    @property
    def stream(self) -> str:
        return f"import/{self.pk}"

    @property
    def table_digest(self) -> str:
        """Names the staged rows: another worksheet or row of headings is staged anew."""
        chosen = f"{self.file.name}/{self.table}/{self.header_row}"
        return hashlib.sha256(chosen.encode()).hexdigest()[:16]

    @property
    def why_failed(self) -> list[str]:
        """What went wrong and what to do, in the present language."""
        kept = self.failure
        return spoken(kept.get("words", {})) or [kept.get("message", ""), kept.get("remedy", "")]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def good(self) -> int:
        """Rows that can be imported."""
        return self.total - self.bad

    @property
    def percent(self) -> int:
        """How far the present part of the work is."""
        if not self.total:
            return 0
        done: Any = self.checked if self.state in (JobState.UPLOADED, JobState.READ) else self.written
        return min(100, 100 * done // max(1, self.total))
