"""Those who have the same problem and joined the report of somebody else instead of making their own."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor

from .case import Case


class JoiningQuerySet(models.QuerySet["Joining"]):
    def of(self, actor: Actor) -> Self:
        """Where this person, or this session, has joined."""
        if actor.pk is None and not actor.tokens:
            return self.none()
        condition = Q(person_id=actor.pk) if actor.pk is not None else Q(pk__in=[])
        if actor.tokens:
            condition |= Q(token_hash__in=actor.tokens)
        return self.filter(condition)


class Joining(models.Model):
    """One neighbour's joining of one case. Whoever holds the token, or is the person, follows the case: is told each
    step, rates and may reopen. ``words`` are theirs and stay private; how many joined is public, who is not."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="joinings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, db_index=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    words = models.CharField(_("a word on it"), max_length=500, blank=True)
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    """Where a worker entered it for somebody who called."""
    via = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    """The case of theirs that was merged into this one, by which they came here."""
    joined_at = models.DateTimeField(_("joined at"))
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        verbose_name = _("joining of a report")
        ordering = ("id",)
        indexes = [models.Index(fields=["phone"], name="cases_joining_phone")]
        constraints = [
            models.UniqueConstraint(fields=["case", "token_hash"], name="cases_joined_once_a_token"),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(person__isnull=False),
                name="cases_joined_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["case", "phone"], condition=~Q(phone=""), name="cases_joined_once_a_phone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"

    @property
    def rater(self) -> str:
        """Under which they rate the case, once a round."""
        return f"joining/{self.pk}"
