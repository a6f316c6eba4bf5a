"""Live questions of a session: asked on phones, let through by the host, supported by those who are there."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..limits import QUESTION
from ..wall_enums import QuestionState
from .session import Session


class QuestionQuerySet(models.QuerySet["Question"]):
    def on_wall(self) -> Self:
        """What everybody in the hall reads, the most wanted first; what is answered goes to the end."""
        found = self.filter(state__in=(QuestionState.SHOWN, QuestionState.ANSWERED)).counted()
        return found.order_by("-state", "-wanted_by", "asked_at", "pk")

    def counted(self) -> Self:
        """With ``wanted_by``: how many want to hear the answer."""
        return self.annotate(wanted_by=Count("supports"))


class Question(models.Model):
    """``asked_by`` is told to nobody: the wall shows words alone. None after whoever asked was forgotten."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("question"), max_length=QUESTION, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=QuestionState.choices, default=QuestionState.WAITING
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question on the wall")
        constraints = [choices_check("state", QuestionState, "gatherings_question_state_known")]
        indexes = [models.Index(fields=["session", "state"], name="gatherings_question_state")]

    def __str__(self) -> str:
        return self.words

    @property
    def stream(self) -> str:
        """Its chain in the ledger: not the session's, so that those who check in do not wait for those who ask."""
        return f"wall-question/{self.pk}"


class Support(models.Model):
    """One person wants to hear the answer. Counted still when they are forgotten."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("support of a question")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "person"],
                condition=Q(person__isnull=False),
                name="gatherings_one_support_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
