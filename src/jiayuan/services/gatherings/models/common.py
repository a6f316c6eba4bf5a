"""What a series hands on to its sessions."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..limits import REMIND_BEFORE, TITLE, WHERE, WORDS


def usual_reminders() -> list[int]:
    """Minutes before the start, the earliest first."""
    return list(REMIND_BEFORE)


class About(models.Model):
    """What, for whom, where, and by which rules. Position in WGS-84 degrees; lengths in minutes."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("kind"), max_length=24)
    title = models.CharField(_("title"), max_length=TITLE)
    title_en = models.CharField(_("English title"), max_length=TITLE * 2, blank=True)
    words = models.TextField(_("what happens"), max_length=WORDS, blank=True)
    where = models.CharField(_("where exactly"), max_length=WHERE, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    grace_minutes = models.PositiveIntegerField(_("free to cancel until, minutes before"), default=120)
    hold_minutes = models.PositiveIntegerField(_("an offered seat is kept, minutes"), default=120)
    remind_minutes = models.JSONField(_("reminded, minutes before"), default=usual_reminders, blank=True)
    checks_place = models.BooleanField(_("ask phones whether they are at the place"), default=False)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        abstract = True

    @property
    def display_title(self) -> str:
        """In the active language, the Chinese where there is no other."""
        is_chinese = (get_language() or "zh").startswith("zh")
        return self.title if is_chinese or not self.title_en else self.title_en


ABOUT = (
    "place_id", "organisation_id", "kind", "title", "title_en", "words", "where", "latitude", "longitude",
    "grace_minutes", "hold_minutes", "remind_minutes", "checks_place", "is_demo",
)  # fmt: skip
"""Names of the fields of :class:`About`."""


def about_of(source: About) -> dict[str, Any]:
    """The same facts for another row."""
    return {name: getattr(source, name) for name in ABOUT}


def position_check(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(latitude=None, longitude=None)
        | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
        name=name,
    )
