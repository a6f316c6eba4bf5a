"""Accounts, purposes and states of the community fund."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountKind(TextChoices):
    """Where money comes from, and where it is."""

    BUDGET = "budget", _("Granted from above")
    DONATION = "donation", _("Donated")
    AVAILABLE = "available", pgettext_lazy("account of a fund", "Available")
    RESERVED = "reserved", pgettext_lazy("account of a fund", "Reserved")
    SPENT = "spent", pgettext_lazy("account of a fund", "Paid out")


SOURCES = (AccountKind.BUDGET, AccountKind.DONATION)
"""Only these may, and always do, stand below zero: what they gave is what the others hold."""


class PaymentKind(TextChoices):
    WISH = "wish", pgettext_lazy("kind of payment", "For a wish")
    GOODS = "goods", _("Things for the station")
    ACTIVITY = "activity", _("An activity of the station")
    OTHER = "other", pgettext_lazy("kind of payment", "Something else")


class PaymentState(TextChoices):
    ASKED = "asked", pgettext_lazy("state of a payment", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("state of a payment", "Approved by two")
    PAID = "paid", pgettext_lazy("state of a payment", "Paid")
    REFUSED = "refused", pgettext_lazy("state of a payment", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a payment", "Withdrawn")


RUNNING = (PaymentState.ASKED, PaymentState.APPROVED)
"""Its money is reserved."""
