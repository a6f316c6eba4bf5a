"""What worked at a pilot, written down so that other estates can copy it; and the estates that do."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.enums import OFFICERS
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..kit_enums import StepBy
from ..limits import KIT_STEP, KIT_TITLE, KIT_WEEKS, KIT_WORDS
from .trying import Pilot


class KitQuerySet(models.QuerySet["Kit"]):
    def visible_to(self, actor: Any) -> Self:
        """Published ones, from wherever; drafts for those who may write them."""
        theirs = inside(actor.reach.paths_for(*OFFICERS), field="pilot__estate_id")
        return self.filter(~Q(published_at=None) | theirs)


class Kit(Stamped):
    """A kit 经验包 of a pilot. While it is a draft the registers tell what was done; once published it stands still:
    ``practice`` (see ``domain/queries/practice.py``) and ``effect`` (``domain/kit_effect.py``) are as of that day.
    What is learnt later is another version."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="kits")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=KIT_TITLE)
    worked = models.CharField(_("what worked"), max_length=KIT_WORDS, blank=True)
    failed = models.CharField(_("what did not"), max_length=KIT_WORDS, blank=True)
    practice = models.JSONField(default=dict, blank=True)
    effect = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = KitQuerySet.as_manager()

    class Meta:
        verbose_name = _("kit to copy a pilot")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["pilot", "version"], name="waste_kit_version_once"),
            models.UniqueConstraint(
                fields=["pilot"], condition=Q(published_at=None), name="waste_one_draft_kit_a_pilot"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_stream(self) -> str:
        return f"waste-kit/{self.pk}"


class KitStep(Stamped):
    """What no register knows: a meeting, posters, a class. ``week``: beside the week in which it begins."""

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(_("what is done"), max_length=KIT_STEP)
    who = models.CharField(pgettext_lazy("a step", "who"), max_length=12, choices=StepBy.choices)
    week = models.SmallIntegerField(_("week"))
    was_done = models.BooleanField(_("done at the pilot"), default=False)

    class Meta:
        verbose_name = _("step of a kit")
        ordering = ("position",)
        constraints = [
            choices_check("who", StepBy, "waste_kit_step_who_known"),
            models.CheckConstraint(
                condition=Q(week__gte=KIT_WEEKS[0], week__lte=KIT_WEEKS[1]), name="waste_kit_step_week"
            ),
            models.UniqueConstraint(fields=["kit", "position"], name="waste_kit_step_position_once"),
        ]

    def __str__(self) -> str:
        return self.what


class KitCopyQuerySet(models.QuerySet["KitCopy"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="estate_id"))


class KitCopy(Stamped):
    """An estate that copies a kit from ``since`` on. ``lines``: what would change there, as it was compared; once
    confirmed, what was written and what was left out. Then the estate is a pilot, so that its effect is measured."""

    kit = models.ForeignKey(Kit, models.PROTECT, related_name="copies")
    estate = models.ForeignKey("places.Place", models.PROTECT, related_name="waste_kit_copies")
    since = models.DateField(_("since"))
    lines = models.JSONField(default=list, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    pilot = models.OneToOneField(Pilot, models.PROTECT, null=True, blank=True, related_name="copy")

    objects = KitCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a kit at an estate")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["kit", "estate"], name="waste_one_copy_of_a_kit"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, pilot=None)
                | Q(confirmed_at__isnull=False, pilot__isnull=False),
                name="waste_copy_confirmed_is_pilot",
            ),
        ]

    def __str__(self) -> str:
        return str(self.estate)

    @property
    def ledger_stream(self) -> str:
        return f"waste-copy/{self.pk}"


class KitTick(Stamped):
    """A step of the kit was taken at an estate that copies it."""

    copy = models.ForeignKey(KitCopy, models.CASCADE, related_name="ticks")
    step = models.ForeignKey(KitStep, models.PROTECT, related_name="ticks")
    done_on = models.DateField(_("done on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step that was taken")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["copy", "step"], name="waste_step_ticked_once")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.step_id}"
