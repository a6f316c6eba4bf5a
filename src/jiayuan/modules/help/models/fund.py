"""The community fund, the last step of the ladder: nobody can be matched, so it is paid.

Every movement is one row that names the account it leaves and the account it reaches (ADR 0028): what is taken here is
given there by construction.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.ledger.models.frozen import Frozen, FrozenQuerySet
from jiayuan.foundation.places.paths import inside

from ..fund_enums import RUNNING, SOURCES, AccountKind, PaymentKind, PaymentState
from ..limits import FUND_WORDS, PAYEE, REASON, RECEIPT
from .wish import Wish

_BOTH_APPROVED = Q(first_by__isnull=False, second_by__isnull=False)


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the communities one works for at the desk, or that lie below one's office."""
        return self.filter(
            inside(actor.reach.paths_for(Role.COMMUNITY_WORKER, *OFFICERS), field="community_id")
        )


class Fund(Stamped):
    """The money of one community."""

    community = models.OneToOneField("places.Place", models.PROTECT, related_name="help_fund")
    since = models.DateField(_("since"))

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("community fund")
        ordering = ("community_id",)

    def __str__(self) -> str:
        return str(self.community)

    @property
    def stream(self) -> str:
        return f"help-fund/{self.pk}"


class Account(models.Model):
    """How much is in one place: the sum of all transfers that reached it, less those that left it. The database itself
    keeps it so (:mod:`..triggers`)."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts")
    kind = models.CharField(_("account"), max_length=10, choices=AccountKind.choices)
    balance = models.BigIntegerField(_("balance in fen"), default=0)

    class Meta:
        verbose_name = _("account of a fund")
        ordering = ("pk",)
        constraints = [
            choices_check("kind", AccountKind, "help_account_kind_known"),
            models.UniqueConstraint(fields=["fund", "kind"], name="help_one_account_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=SOURCES, balance__lte=0) | (~Q(kind__in=SOURCES) & Q(balance__gte=0)),
                name="help_account_never_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.kind}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(
            inside(actor.reach.paths_for(Role.COMMUNITY_WORKER, *OFFICERS), field="fund__community_id")
        )

    def running(self) -> Self:
        """Whose money is reserved."""
        return self.filter(state__in=RUNNING)

    def standing(self) -> Self:
        """Paid, and not reversed since."""
        reversed_ones = Transfer.objects.filter(payment=OuterRef("pk"), reverses__isnull=False)
        return self.filter(~Exists(reversed_ones), state=PaymentState.PAID)


class Payment(Stamped):
    """Money asked for, approved by two, paid. ``first_from_above``: that approval was of the street or the district,
    at the moment it was given."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="payments")
    wish = models.ForeignKey(Wish, models.PROTECT, null=True, blank=True, related_name="payments")
    kind = models.CharField(_("for what"), max_length=10, choices=PaymentKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.ASKED
    )
    amount = models.PositiveBigIntegerField(_("amount in fen"))
    payee = models.CharField(_("who is paid"), max_length=PAYEE)
    words = models.CharField(pgettext_lazy("payment of a fund", "what for"), max_length=FUND_WORDS)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(pgettext_lazy("payment of a fund", "asked at"))
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    first_from_above = models.BooleanField(default=False)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    second_from_above = models.BooleanField(default=False)
    paid_amount = models.PositiveBigIntegerField(_("paid in fen"), null=True)
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(_("paid at"), null=True)
    receipt = models.OneToOneField(
        "evidence.Photo", models.PROTECT, null=True, related_name="help_payment", verbose_name=_("receipt")
    )
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=REASON, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment of a fund")
        ordering = ("-pk",)
        constraints = [
            choices_check("kind", PaymentKind, "help_payment_kind_known"),
            choices_check("state", PaymentState, "help_payment_state_known"),
            models.UniqueConstraint(
                fields=["wish"], condition=Q(state__in=RUNNING), name="help_one_running_payment_a_wish"
            ),
            models.CheckConstraint(
                condition=Q(kind=PaymentKind.WISH, wish__isnull=False)
                | (~Q(kind=PaymentKind.WISH) & Q(wish=None)),
                name="help_payment_for_a_wish_names_it",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="help_payment_of_something"),
            models.CheckConstraint(
                condition=Q(first_by=None) | ~Q(first_by=F("asked_by")), name="help_first_not_who_asked"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("asked_by")), name="help_second_not_who_asked"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
                name="help_approved_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | Q(first_from_above=True) | Q(second_from_above=True),
                name="help_one_approval_from_above",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PaymentState.APPROVED, PaymentState.PAID]) | _BOTH_APPROVED,
                name="help_payment_approved_first",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=PaymentState.PAID, paid_amount__gt=0, paid_amount__lte=F("amount"))
                    & Q(receipt__isnull=False, paid_at__isnull=False, paid_by__isnull=False)
                )
                | (~Q(state=PaymentState.PAID) & Q(paid_amount=None, receipt=None, paid_at=None)),
                name="help_paid_within_the_reserved",
            ),
        ]
        indexes = [models.Index(fields=["fund", "state", "-id"], name="help_payment_fund_state")]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.pk}"

    @property
    def is_running(self) -> bool:
        """Its money is reserved."""
        return self.state in RUNNING


class TransferQuerySet(FrozenQuerySet["Transfer"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(
            inside(
                actor.reach.paths_for(Role.COMMUNITY_WORKER, *OFFICERS), field="origin__fund__community_id"
            )
        )


class Transfer(Frozen):
    """Money that left ``origin`` and reached ``target``, written once. What was wrong is undone by another row.

    ``year``: for which a budget was granted. ``receipt``: the number on the paper that a donor was given.
    """

    origin = models.ForeignKey(Account, models.PROTECT, related_name="left")
    target = models.ForeignKey(Account, models.PROTECT, related_name="reached")
    amount = models.PositiveBigIntegerField(_("amount in fen"))
    words = models.CharField(_("words"), max_length=FUND_WORDS, blank=True)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="transfers")
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    receipt = models.CharField(_("number of the receipt"), max_length=RECEIPT, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer of a fund")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="help_transfer_of_something"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="help_transfer_goes_elsewhere"),
        ]
        indexes = [
            models.Index(fields=["origin", "at"], name="help_transfer_origin"),
            models.Index(fields=["target", "at"], name="help_transfer_target"),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.target_id} {self.amount}"
