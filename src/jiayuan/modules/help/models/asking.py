"""One helper is quietly asked whether they take a wish on. It reserves nothing: whoever takes it on first has it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import AskingState
from .station import Post
from .wish import Wish


class AskingQuerySet(models.QuerySet["Asking"]):
    def waiting(self) -> Self:
        """That nobody answered yet."""
        return self.filter(state=AskingState.WAITING)


class Asking(Stamped):
    """``until`` when an answer helps. A no is counted for nothing; it keeps the same wish from being asked again."""

    wish = models.ForeignKey(Wish, models.PROTECT, related_name="askings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="help_askings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="askings")
    state = models.CharField(
        _("state"), max_length=8, choices=AskingState.choices, default=AskingState.WAITING
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    until = models.DateTimeField(_("answer by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("helper asked")
        ordering = ("pk",)
        constraints = [
            choices_check("state", AskingState, "help_asking_state_known"),
            models.UniqueConstraint(
                fields=["wish", "person"], condition=Q(state=AskingState.WAITING), name="help_asking_once"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("asked_at")), name="help_asking_until_after"),
            models.CheckConstraint(
                condition=Q(state=AskingState.WAITING, ended_at=None)
                | (~Q(state=AskingState.WAITING) & Q(ended_at__isnull=False)),
                name="help_asking_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="help_asking_person"),
            models.Index(fields=["until"], condition=Q(state=AskingState.WAITING), name="help_asking_until"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.person_id}"
