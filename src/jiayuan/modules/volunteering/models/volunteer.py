"""Volunteers: what they offer, and what is needed so that nothing happens to them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.places.paths import inside

from ..enums import HonourPurpose
from .own import own_or_of
from .skill import Skill

OF_AGE = 18


def _youngest_grown_up() -> str:
    """The first month of birth of those who may still be under age."""
    return f"{today().year - OF_AGE}-{today().month:02d}"


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(list(paths), field="community_id"))

    def active(self) -> Self:
        return self.filter(ended_on=None)

    def minors(self) -> Self:
        """Those under age today, as :func:`is_minor` says."""
        return self.filter(born__gte=_youngest_grown_up())

    def come_of_age(self) -> Self:
        """Those of whom it is still kept that they were under age, and are not any more."""
        return self.exclude(born="").filter(born__lt=_youngest_grown_up())

    def visible_to(self, actor: Actor) -> Self:
        """Oneself, and for the desk those of its places."""
        return self.filter(own_or_of(actor, field="community_id", whose="person"))


class Volunteer(Stamped):
    """One a person. ``born`` (``2012-05``) is kept of minors only, and never a number of an identity card.

    A minor takes part once somebody of the community has written down that the guardian agreed.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="volunteer", verbose_name=_("person")
    )
    community = models.ForeignKey("places.Place", models.PROTECT, related_name="volunteers")
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="volunteers")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    availability = models.JSONField(_("has time"), default=list, blank=True)
    emergency_name = models.CharField(_("emergency contact"), max_length=40, blank=True)
    emergency_phone = models.CharField(_("emergency number"), max_length=16, blank=True)
    insurance = models.CharField(_("insurance"), max_length=120, blank=True)
    born = models.CharField(_("year and month of birth"), max_length=7, blank=True)
    guardian_name = models.CharField(_("guardian"), max_length=40, blank=True)
    guardian_phone = models.CharField(_("guardian's number"), max_length=16, blank=True)
    guardian_manner = models.CharField(max_length=8, choices=ConsentManner.choices, blank=True)
    guardian_at = models.DateTimeField(null=True)
    guardian_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    """Where staff entered it for them."""

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        constraints = [
            models.CheckConstraint(
                condition=Q(guardian_at=None) | ~Q(guardian_manner="") & Q(guardian_noted_by__isnull=False),
                name="volunteering_guardian_agreed_how",
            ),
        ]
        indexes = [models.Index(fields=["community", "ended_on"], name="volunteering_volunteer_place")]

    def __str__(self) -> str:
        return f"volunteer/{self.pk}"

    @property
    def stream(self) -> str:
        return f"volunteer/{self.pk}"

    @property
    def is_minor(self) -> bool:
        return bool(self.born) and is_minor(self.born, today())

    @property
    def may_take_part(self) -> bool:
        """Active, and for a minor with the guardian's word."""
        return self.ended_on is None and (not self.is_minor or self.guardian_at is not None)


def is_minor(born: str, day: date) -> bool:
    """Was somebody born in this month (``2012-05``) still under age on ``day``? In doubt yes."""
    year, month = (int(part) for part in born.split("-"))
    return (day.year, day.month) <= (year + OF_AGE, month)


class Qualification(Stamped):
    """A paper that says what somebody may do, such as a first-aid certificate. ``number`` is shown masked."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="qualifications")
    kind = models.CharField(_("kind"), max_length=60)
    number = models.CharField(_("number"), max_length=40, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    evidence = models.OneToOneField(
        "evidence.Photo", models.PROTECT, null=True, blank=True, related_name="qualification"
    )
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("qualification")
        ordering = ("expires_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=models.F("issued_on")),
                name="volunteering_qualification_expires_after",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def is_valid(self) -> bool:
        return self.verified_at is not None and (self.expires_on is None or self.expires_on >= today())


class HonourConsent(models.Model):
    """That somebody wants to be named, for one purpose. Withdrawn, it shows nowhere from that moment."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="honours")
    purpose = models.CharField(max_length=10, choices=HonourPurpose.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent to be named")
        constraints = [
            choices_check("purpose", HonourPurpose, "volunteering_honour_purpose_known"),
            models.UniqueConstraint(
                fields=["volunteer", "purpose"],
                condition=Q(withdrawn_at=None),
                name="volunteering_one_consent_a_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.purpose}"


class Thanks(models.Model):
    """A word of thanks, shown beside the name of who agreed to be named."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="thanks")
    words = models.CharField(_("thanks"), max_length=120)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("thanks")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.words
