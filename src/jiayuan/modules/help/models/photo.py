"""A photo of what was done for a wish, and its way to the wall and off it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import ClaimState, WishState
from ..photo_enums import Faces, Side, Wall
from .claim import Claim

_LOOKED_AT = Q(looked_at__isnull=False, looked_by__isnull=False)


class WishPhotoQuerySet(models.QuerySet["WishPhoto"]):
    def up(self) -> Self:
        """On the wall: everybody sees them."""
        return self.filter(wall=Wall.UP)

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="claim__wish__place_id"))

    def to_look_at(self) -> Self:
        """Both said yes; the community has not looked yet."""
        agreed = self.filter(wall=Wall.AWAY, helper_yes_at__isnull=False, wisher_yes_at__isnull=False)
        return agreed.filter(claim__wish__state=WishState.FULFILLED, claim__state=ClaimState.DONE)


class WishPhoto(Stamped):
    """``wisher_yes_noted_by``: the worker whom who wished told so; empty where they said it themselves."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="photos")
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, related_name="wish_photo")
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    wall = models.CharField(_("wall"), max_length=8, choices=Wall.choices, default=Wall.AWAY)
    helper_yes_at = models.DateTimeField(_("yes of who took it"), null=True, blank=True)
    wisher_yes_at = models.DateTimeField(_("yes of who wished"), null=True, blank=True)
    wisher_yes_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    faces = models.CharField(_("people in it"), max_length=8, choices=Faces.choices, blank=True)

    objects = WishPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a wish")
        ordering = ("pk",)
        constraints = [
            choices_check("side", Side, "help_photo_side_known"),
            choices_check("wall", Wall, "help_photo_wall_known"),
            models.CheckConstraint(condition=Q(faces__in=["", *Faces]), name="help_photo_faces_known"),
            models.CheckConstraint(
                condition=~Q(wall=Wall.UP)
                | (Q(helper_yes_at__isnull=False, wisher_yes_at__isnull=False) & _LOOKED_AT & ~Q(faces="")),
                name="help_wall_by_both_and_a_look",
            ),
            models.CheckConstraint(
                condition=Q(wisher_yes_noted_by=None) | Q(wisher_yes_at__isnull=False),
                name="help_noted_yes_is_a_yes",
            ),
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_by=None) | _LOOKED_AT,
                name="help_photo_looked_at_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["claim"], condition=Q(wall=Wall.UP), name="help_photo_up")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.side}"

    @property
    def is_up(self) -> bool:
        return self.wall == Wall.UP
