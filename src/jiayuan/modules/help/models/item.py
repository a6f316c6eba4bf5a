"""The six things a help station has to have, each looked at by the desk."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..limits import ITEM_NOTE
from ..station_enums import ItemKind, ItemState
from .station import Station


class StationItemQuerySet(models.QuerySet["StationItem"]):
    def there(self) -> Self:
        return self.filter(state=ItemState.THERE)


class StationItem(Stamped):
    """One of them as it was last seen; ``since`` when it is so. How it was before stands in the ledger."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=ItemState.choices)
    since = models.DateField(_("since"))
    note = models.CharField(_("note"), max_length=ITEM_NOTE, blank=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(_("looked at"))

    objects = StationItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing of a help station")
        ordering = ("pk",)
        constraints = [
            choices_check("kind", ItemKind, "help_item_kind_known"),
            choices_check("state", ItemState, "help_item_state_known"),
            models.UniqueConstraint(fields=["station", "kind"], name="help_one_item_a_kind"),
        ]
        indexes = [
            models.Index(fields=["station"], condition=Q(state=ItemState.THERE), name="help_item_there")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_there(self) -> bool:
        return self.state == ItemState.THERE


class ItemPhoto(models.Model):
    """A photo of the place, for everybody to see; nobody's face."""

    item = models.ForeignKey(StationItem, models.CASCADE, related_name="photos")
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, related_name="of_station_item")

    class Meta:
        verbose_name = _("photo of a help station")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.item_id} {self.photo_id}"
