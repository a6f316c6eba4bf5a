"""A pledge to sort: somebody's own word, as they want to be named. It can be taken back at any time."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.places.paths import inside

from ..limits import SHOWN_NAME


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="community_id"))

    def visible_to(self, actor: Actor) -> Self:
        """One's own, by account or by the link: nobody else reads who pledged, no desk either."""
        condition = Q(token_hash__in=actor.tokens)
        if actor.person is not None:
            condition |= Q(person_id=actor.pk)
        return self.filter(condition)


class Pledge(Stamped):
    """``version``: of the words that were signed. What was taken back keeps its place and days for the counts, and
    neither name nor person."""

    community = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="+", verbose_name=_("community")
    )
    version = models.PositiveSmallIntegerField(_("version of the words"))
    shown_name = models.CharField(_("name on the certificate"), max_length=SHOWN_NAME, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=64, null=True, blank=True, unique=True)
    signed_at = models.DateTimeField(_("signed at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="sorting_one_pledge_a_person"
            ),
            models.CheckConstraint(
                condition=(Q(withdrawn_at=None) & ~Q(shown_name=""))
                | Q(withdrawn_at__isnull=False, shown_name="", person=None, nonce=None),
                name="sorting_pledge_taken_back_is_nameless",
            ),
        ]
        indexes = [
            models.Index(fields=["community"], condition=Q(withdrawn_at=None), name="sorting_pledge_standing")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"sorting-pledge/{self.pk}"
