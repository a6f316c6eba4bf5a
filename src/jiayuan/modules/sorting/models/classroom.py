"""A class that plays together: a room with a code, and what the whole class answered. Nothing of it stays.

No child has a row of their own words or answers: a seat knows the animal it is called and the last question it has
answered, so that nobody answers one twice. Closing the room deletes all of this.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.stamped import Stamped


class ClassRoomQuerySet(models.QuerySet["ClassRoom"]):
    def live(self) -> Self:
        return self.filter(ends_at__gt=now())

    def over(self) -> Self:
        return self.filter(ends_at__lte=now())


class ClassRoom(Stamped):
    """``round`` counts the questions; ``card`` is the one that is asked, of the ``level`` of the game. ``is_open``: it
    takes answers; then the answer is shown."""

    code = models.CharField(_("code of the room"), max_length=6, unique=True)
    level = models.PositiveSmallIntegerField(_("level"))
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    opened_by = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    ends_at = models.DateTimeField(_("ends at"))
    round = models.PositiveSmallIntegerField(_("questions asked"), default=0)
    card = models.PositiveSmallIntegerField(null=True)
    is_open = models.BooleanField(_("takes answers"), default=False)

    objects = ClassRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("class of the sorting school")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="sorting_class_ends_later"),
            models.CheckConstraint(
                condition=Q(round=0, card=None) | Q(round__gt=0, card__isnull=False),
                name="sorting_class_asks_a_card",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="sorting_class_end")]

    def __str__(self) -> str:
        return self.code

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"sorting-class/{self.pk}"


class ClassSeat(models.Model):
    """``answered``: the number of the last question it has answered."""

    room = models.ForeignKey(ClassRoom, models.CASCADE, related_name="seats")
    token_hash = models.CharField(max_length=64, unique=True)
    animal = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("seat in a class")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["room", "animal"], name="sorting_one_seat_an_animal"),
        ]

    def __str__(self) -> str:
        return str(self.animal)


class ClassTally(models.Model):
    """What the class answered about a card, all together. ``asked_in``: the last question that it was."""

    room = models.ForeignKey(ClassRoom, models.CASCADE, related_name="tallies")
    card = models.PositiveSmallIntegerField()
    times = models.PositiveSmallIntegerField(default=0)
    asked_in = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveIntegerField(_("right answers"), default=0)
    wrong = models.PositiveIntegerField(_("wrong answers"), default=0)

    class Meta:
        verbose_name = _("answers of a class")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["room", "card"], name="sorting_one_tally_a_card")]

    def __str__(self) -> str:
        return f"{self.right}/{self.right + self.wrong}"
