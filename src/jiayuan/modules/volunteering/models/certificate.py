"""Certificates of volunteer service: numbered, frozen, verified by anyone who holds one."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..hour_enums import CertificateState
from .own import own_or_of


class CertificateCounter(models.Model):
    """The last serial given at a place in a year. Locked while one is given: numbers have no gaps and no doubles."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of certificates")
        constraints = [
            models.UniqueConstraint(fields=["place", "year"], name="volunteering_one_counter_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}/{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that one's places issued."""
        return self.filter(own_or_of(actor, field="place_id", whose="person"))


class Certificate(Stamped):
    """``content`` is what is printed, frozen; ``digest`` its SHA-256; ``check`` stands in the address of the code."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    check_code = models.CharField(max_length=16)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    minutes = models.PositiveIntegerField(_("minutes"))
    state = models.CharField(max_length=10, choices=CertificateState.choices, default=CertificateState.VALID)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")
    reason = models.CharField(max_length=200, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_on = models.DateField(_("issued on"))
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", CertificateState, "volunteering_certificate_state_known"),
            models.CheckConstraint(
                condition=Q(state=CertificateState.REPLACED, replaced_by__isnull=False)
                | ~Q(state=CertificateState.REPLACED) & Q(replaced_by=None),
                name="volunteering_certificate_replaced_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.REVOKED) | ~Q(reason=""),
                name="volunteering_certificate_revoked_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"certificate/{self.pk}"
