"""Help that was given: of a wish that was fulfilled, or without one (a visit, haircuts on the square)."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import Uncounted, WishKind
from ..limits import MOST_SERVED, MOST_SERVICE_MINUTES, SERVICE_WORDS
from .claim import Claim
from .fund import Payment
from .station import Post


class ServiceRecordQuerySet(models.QuerySet["ServiceRecord"]):
    def standing(self) -> Self:
        """Not struck out."""
        return self.filter(struck_at=None)

    def of_wish(self, wish: int) -> Self:
        """Counted for a fulfilled wish or a part of it, whoever did it or paid for it."""
        by_claim = Q(claim__wish=wish) | Q(claim__wish__parent=wish)
        return self.filter(by_claim | Q(payment__wish=wish) | Q(payment__wish__parent=wish))

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="post__station__community_id"))


class ServiceRecord(Stamped):
    """How many times somebody was helped on a day by a post: ``people`` counts person-times.

    With ``claim`` it is one seat of a fulfilled wish, with ``payment`` a fulfilled wish that the community fund paid
    for, both written by the platform; else ``written_by`` of the desk entered it, or the keeper of the post. It is
    never changed: what was wrong is struck out with a reason and entered again. What the platform counted it takes
    back itself (``because``), and counts it again where that was mended (:mod:`..domain.recount`).
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="services", verbose_name=_("post"))
    claim = models.OneToOneField(Claim, models.PROTECT, null=True, blank=True, related_name="service")
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="service")
    kind = models.CharField(_("kind"), max_length=8, choices=WishKind.choices)
    words = models.CharField(_("what was done"), max_length=SERVICE_WORDS, blank=True)
    day = models.DateField(_("day"))
    people = models.PositiveSmallIntegerField(
        _("person-times"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SERVED)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(MOST_SERVICE_MINUTES)]
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written down at"))
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_at = models.DateTimeField(_("struck out at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=SERVICE_WORDS, blank=True)
    because = models.CharField(
        pgettext_lazy("help not counted", "because"), max_length=8, choices=Uncounted.choices, blank=True
    )

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("help that was given")
        ordering = ("day", "pk")
        constraints = [
            choices_check("kind", WishKind, "help_service_kind_known"),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_SERVED), name="help_service_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(claim=None, payment=None, written_by__isnull=False)
                | Q(claim__isnull=False, payment=None, written_by=None, people=1)
                | Q(claim=None, payment__isnull=False, written_by=None, people=1),
                name="help_service_of_a_seat_or_a_desk",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="help_service_struck_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(because="")
                | (Q(because__in=[*Uncounted], struck_at__isnull=False) & ~Q(claim=None, payment=None)),
                name="help_service_taken_back_is_the_platforms",
            ),
        ]
        indexes = [models.Index(fields=["post", "day"], name="help_service_post_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.post_id} {self.people}"
