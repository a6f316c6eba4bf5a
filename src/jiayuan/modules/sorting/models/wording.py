"""The words of the pledge that the district writes, after the first ones, which ship with the house."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.stamped import Stamped

from ..limits import WORDING_REACH


class WordingQuerySet(models.QuerySet["PledgeWording"]):
    def drafts(self) -> Self:
        return self.filter(version=None)

    def settled(self) -> Self:
        """Those that have a version: in force, before it, or from a day that is still to come."""
        return self.exclude(version=None).order_by("version")


class PledgeWording(Stamped):
    """A draft until it has a ``version`` and the day ``since`` when that is signed. ``zh`` and ``en`` hold a promise a
    line, the same ones in the same order. ``ask_again``: who signed earlier words is offered these."""

    version = models.PositiveSmallIntegerField(_("version"), null=True, blank=True, unique=True)
    since = models.DateField(_("in force from"), null=True, blank=True)
    zh = models.TextField(_("in Chinese"), max_length=WORDING_REACH)
    en = models.TextField(_("in English"), max_length=WORDING_REACH)
    ask_again = models.BooleanField(_("ask those who signed before"), default=False)
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(_("last changed at"))

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of the pledge")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(version=None), output_field=models.BooleanField()),
                condition=Q(version=None), name="sorting_one_draft_of_the_pledge",
            ),
            models.UniqueConstraint(fields=["since"], name="sorting_one_wording_a_day"),
            models.CheckConstraint(
                condition=Q(version=None, since=None) | Q(version__gt=1, since__isnull=False),
                name="sorting_wording_has_version_and_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.version or self.pk}"

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"sorting-wording/{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.version is None

    @property
    def is_to_come(self) -> bool:
        return self.since is not None and self.since > today()
