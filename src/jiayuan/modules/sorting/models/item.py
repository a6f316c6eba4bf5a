"""What the district itself says of a thing: it stands before the lists that ship with the house."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import Category
from ..limits import FIRST, NAME, REASON, SOURCE


class LocalItemQuerySet(models.QuerySet["LocalItem"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class LocalItem(Stamped):
    """``key`` is the name in the spelling of the lists. Never changed: ended, and said anew."""

    key = models.CharField(max_length=NAME)
    name = models.CharField(_("name"), max_length=NAME)
    category = models.CharField(_("where it goes"), max_length=10, choices=Category.choices)
    reason = models.CharField(_("reason"), max_length=REASON)
    first = models.CharField(_("what to do first"), max_length=FIRST, blank=True)
    source = models.CharField(_("source"), max_length=SOURCE)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = LocalItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("the district's own answer")
        ordering = ("key", "pk")
        constraints = [
            choices_check("category", Category, "sorting_item_category_known"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(ended_at=None), name="sorting_one_answer_a_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="sorting_item_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"sorting-item/{self.pk}"
