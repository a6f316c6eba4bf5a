"""A poll in the hall: one question, a few answers, one vote a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..limits import CHOICE, QUESTION
from ..wall_enums import PollState
from .session import Session


class Poll(models.Model):
    """At most one of a session takes votes. ``is_revealed``: the hall sees the result."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="polls")
    words = models.CharField(_("question"), max_length=QUESTION)
    state = models.CharField(_("state"), max_length=8, choices=PollState.choices, default=PollState.DRAFT)
    is_revealed = models.BooleanField(_("result shown"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    nonce = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        verbose_name = _("poll")
        constraints = [
            choices_check("state", PollState, "gatherings_poll_state_known"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state=PollState.OPEN), name="gatherings_one_open_poll"
            ),
            models.CheckConstraint(
                condition=Q(is_revealed=False) | ~Q(state=PollState.DRAFT),
                name="gatherings_result_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def stream(self) -> str:
        """Its chain in the ledger."""
        return f"wall-poll/{self.pk}"


class PollChoice(models.Model):
    """One of the answers, in the order in which they were written."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField(_("number"))
    words = models.CharField(_("answer"), max_length=CHOICE)

    class Meta:
        verbose_name = _("answer of a poll")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="gatherings_choices_numbered"),
            models.UniqueConstraint(fields=["poll", "words"], name="gatherings_choices_differ"),
        ]

    def __str__(self) -> str:
        return self.words


class PollVote(models.Model):
    """One person's vote. Nobody is shown who voted for what; ``person`` is None when they were forgotten."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    choice = models.ForeignKey(PollChoice, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voted_at = models.DateTimeField(_("voted at"))

    class Meta:
        verbose_name = _("vote in a poll")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "person"],
                condition=Q(person__isnull=False),
                name="gatherings_one_vote_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}"
