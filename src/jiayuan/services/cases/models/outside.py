"""Somebody outside is asked by a link, without an account; and what they answer."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import PhotoRole
from ..outside_enums import OUTSIDE_FINAL, OutsideKind
from .case import Case


class OutsideLink(models.Model):
    """A piece of the work, or the whole of it, put to one addressee. ``unit`` stays responsible.

    ``seed`` and the secret key make the token (``domain/outside/tokens.py``); only its hash can be looked up, so that
    neither the table nor a copy of it opens a link. ``matter`` is what it is about without anything of the reporter.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="outside_links")
    round = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(_("addressee"), max_length=60)
    phone = models.CharField(_("mobile number"), max_length=16, blank=True)
    matter = models.CharField(_("what it is about"), max_length=200)
    asked = models.CharField(_("what is asked"), max_length=500)
    shows_place = models.BooleanField(_("shows exactly where"), default=True)
    shows_photos = models.BooleanField(_("shows the photos"), default=True)
    seed = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    until = models.DateTimeField(_("until when"))
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("link for somebody outside")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__lte=F("until"), until__lte=F("expires_at")),
                name="cases_outside_in_order",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="cases_outside_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"

    @property
    def final(self) -> "OutsideAnswer | None":
        """The answer after which there is none. Prefetch ``answers`` to save a query."""
        return next((each for each in self.answers.all() if each.kind in OUTSIDE_FINAL), None)

    def is_over(self, moment: datetime) -> bool:
        return moment >= self.expires_at


class OutsideAnswer(models.Model):
    """What came back by a link. ``seen_at``: somebody of the unit took note, perhaps with a ``reply``;
    ``adopted_at``: its photos became those of the unit's own report as done."""

    link = models.ForeignKey(OutsideLink, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=8, choices=OutsideKind.choices)
    words = models.CharField(_("words"), max_length=1000, blank=True)
    expected_on = models.DateField(_("expected on"), null=True)
    at = models.DateTimeField()
    nonce = models.CharField(max_length=64, null=True, unique=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reply = models.CharField(_("reply"), max_length=500, blank=True)
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("answer from outside")
        ordering = ("id",)
        constraints = [
            choices_check("kind", OutsideKind, "cases_outside_kind_known"),
            models.UniqueConstraint(
                fields=["link"], condition=Q(kind__in=OUTSIDE_FINAL), name="cases_one_final_outside"
            ),
            models.CheckConstraint(
                condition=~Q(kind=OutsideKind.TAKE) | Q(expected_on__isnull=False),
                name="cases_outside_taken_with_a_day",
            ),
        ]
        indexes = [
            # What waits for somebody to take note; a few rows of all that ever came.
            models.Index(fields=["link"], condition=Q(seen_at=None), name="cases_outside_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.kind}"


class OutsidePhoto(models.Model):
    """A photo that came with an answer: evidence, and no photo of the case until the unit adopts it."""

    answer = models.ForeignKey(OutsideAnswer, models.CASCADE, related_name="photos")
    photo = models.OneToOneField("evidence.Photo", models.PROTECT, related_name="outside_photo")
    role = models.CharField(max_length=8, choices=PhotoRole.choices)

    class Meta:
        verbose_name = _("photo from outside")
        ordering = ("id",)
        constraints = [choices_check("role", PhotoRole, "cases_outside_photo_role_known")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.role}"
