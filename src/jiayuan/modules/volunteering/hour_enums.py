"""Kinds and states of hours, claims, corrections and certificates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HourKind(TextChoices):
    """Training is written down apart, and never counted as service."""

    SERVICE = "service", pgettext_lazy("hours", "Service")
    TRAINING = "training", pgettext_lazy("hours", "Training")


class HourSource(TextChoices):
    QR = "qr", _("Scanned code")
    HOST = "host", _("Entered by the host")
    SHEET = "sheet", _("Entered from the paper list")
    OFFLINE = "offline", _("Scanned without network, sent later")
    REPAIR = "repair", _("Added afterwards")
    IMPORT = "import", _("Brought in from a table")
    CORRECTION = "correction", _("Put right after a request")


class Because(TextChoices):
    """Why an activity counts as volunteer hours, or not (order 67 and the regulation on volunteer service)."""

    ORGANISED = "organised", _("Voluntary and unpaid service for others, organised by the community")
    PAID = "paid", _("It was paid")
    DUTY = "duty", _("It was part of somebody's job or legal duty")
    OWN = "own", _("It was for one's own household or profit")
    LOOSE = "loose", _("Nobody organised it, so nobody can prove it")


COUNTING = (Because.ORGANISED,)
"""The grounds on which hours count."""


def counts(kind: str, because: str) -> bool:
    """Do such minutes count as volunteer hours? The one place that says so; of rows the entries' ``counting``."""
    return kind == HourKind.SERVICE and because in COUNTING


class ClaimState(TextChoices):
    PREPARED = "prepared", pgettext_lazy("hours", "Waits for the leader")
    MARKED = "marked", pgettext_lazy("hours", "Waits to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("hours", "Confirmed")
    REFUSED = "refused", pgettext_lazy("hours", "Not confirmed")


class CorrectionState(TextChoices):
    ASKED = "asked", pgettext_lazy("correction", "Waits for a decision")
    GRANTED = "granted", pgettext_lazy("correction", "Put right")
    DECLINED = "declined", pgettext_lazy("correction", "Stays as it is")


class CertificateState(TextChoices):
    VALID = "valid", pgettext_lazy("certificate", "Valid")
    REPLACED = "replaced", pgettext_lazy("certificate", "Replaced by another")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


class RequestState(TextChoices):
    ASKED = "asked", pgettext_lazy("certificate request", "Waits for the office")
    ISSUED = "issued", pgettext_lazy("certificate request", "Issued")
    REFUSED = "refused", pgettext_lazy("certificate request", "Not issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate request", "Taken back")
