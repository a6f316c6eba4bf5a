"""Asking for a certificate: its holder asks, the office answers within ten working days."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check

from ..hour_enums import RequestState


class CertificateRequestQuerySet(models.QuerySet["CertificateRequest"]):
    def open(self) -> Self:
        return self.filter(state=RequestState.ASKED)


class CertificateRequest(Stamped):
    """``since`` and ``until`` as they were shown to who asked; ``purpose`` is for the office, and not printed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificate_requests")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    since = models.DateField(_("from"), null=True)
    until = models.DateField(_("until"))
    purpose = models.CharField(pgettext_lazy("certificate request", "what for"), max_length=120)
    asked_at = models.DateTimeField(pgettext_lazy("certificate request", "asked at"))
    answer_by = models.DateTimeField(_("to be answered by"))
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    certificate = models.OneToOneField(
        "volunteering.Certificate", models.PROTECT, null=True, related_name="request"
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    nonce = models.CharField(max_length=64, unique=True)

    objects = CertificateRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a certificate")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", RequestState, "volunteering_request_state_known"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=RequestState.ASKED),
                name="volunteering_one_open_request",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ISSUED, certificate__isnull=False)
                | ~Q(state=RequestState.ISSUED) & Q(certificate=None),
                name="volunteering_request_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(reason=""),
                name="volunteering_request_refused_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")),
                name="volunteering_request_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "answer_by"],
                condition=Q(state=RequestState.ASKED),
                name="volunteering_open_requests",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"

    @property
    def stream(self) -> str:
        return f"certificate-request/{self.pk}"
