"""A supervision order (督办): an office above wants an answer on an open case, in words and in time."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.models import choices_check

from ..enums import OrderLevel, OrderState
from .case import Case

LIVE_ORDERS = (OrderState.OPEN, OrderState.ANSWERED)


class SupervisionOrderQuerySet(models.QuerySet["SupervisionOrder"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE_ORDERS)

    def visible_to(self, actor: Actor) -> Self:
        """Those on cases that this actor may open."""
        return self.filter(case__in=Case.objects.visible_to(actor).order_by().values("pk"))


class SupervisionOrder(models.Model):
    """``reason`` is why it is issued, ``wanted`` what is to be done. ``term_since`` is from when ``days`` working days
    count: from the issue, or from when an answer was returned. ``remark`` is what was said when the answer was
    accepted or returned, or the order withdrawn. Whoever has the case answers: its unit, else the community's desk."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    state = models.CharField(max_length=12, choices=OrderState.choices, default=OrderState.OPEN)
    level = models.CharField(_("issued by"), max_length=8, choices=OrderLevel.choices)
    reason = models.CharField(_("reason"), max_length=1000)
    wanted = models.CharField(_("what is wanted"), max_length=1000)
    days = models.PositiveSmallIntegerField(_("working days"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    term_since = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    late_since = models.DateTimeField(null=True)
    """When the district was told that it is late."""
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=1000, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = SupervisionOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision order")
        ordering = ("-id",)
        constraints = [
            choices_check("state", OrderState, "cases_order_state_known"),
            choices_check("level", OrderLevel, "cases_order_level_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=LIVE_ORDERS), name="cases_one_live_order"
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.ACCEPTED)
                | Q(answered_by__isnull=False, judged_by__isnull=False) & ~Q(answered_by=F("judged_by")),
                name="cases_order_judged_by_another",
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="cases_order_has_a_term"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="cases_order_state_due")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """``2026-0012``: the year it was issued, and a number that no other order has."""
        return f"{timezone.localtime(self.issued_at).year}-{self.pk:04d}"
