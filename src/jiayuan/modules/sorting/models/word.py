"""A word that somebody asked and the lists did not know. Who asked is not kept."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..enums import WordState
from ..limits import ASKED_WORD


class AskedWordQuerySet(models.QuerySet["AskedWord"]):
    def open(self) -> Self:
        return self.filter(state=WordState.OPEN)


class AskedWord(Stamped):
    """``key`` is the word in the spelling of the lists; ``times`` how often it was sent in."""

    key = models.CharField(max_length=ASKED_WORD, unique=True)
    times = models.PositiveIntegerField(_("times asked"), default=1)
    asked_on = models.DateField(_("last asked on"))
    state = models.CharField(max_length=8, choices=WordState.choices, default=WordState.OPEN)

    objects = AskedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word that nobody knew")
        ordering = ("-times", "key")
        constraints = [
            choices_check("state", WordState, "sorting_word_state_known"),
            models.CheckConstraint(condition=Q(times__gte=1), name="sorting_word_was_asked"),
        ]
        indexes = [models.Index(fields=["state", "-times", "key"], name="sorting_word_waiting")]

    def __str__(self) -> str:
        return self.key

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"sorting-word/{self.pk}"
