"""The three lists of a year: what a community needs, what its partners have, what they will do."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import ItemKind, ItemState
from .pairing import PARTNER_ROLES, Pairing
from .skill import Skill


class YearlyItemQuerySet(models.QuerySet["YearlyItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the communities where this actor works, and of those that their organisations are paired with."""
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="community_id")
        own = actor.reach.organisations(*PARTNER_ROLES)
        if not own:
            return self.filter(here)
        paired = Pairing.objects.live().filter(organisation_id__in=own).values("community")
        return self.filter(here | Q(community__in=paired))


class YearlyItem(Stamped):
    """A need belongs to a community alone; a resource and a project to one of its pairings. What meets a need is its
    ``matched``, and the other way round."""

    community = models.ForeignKey("places.Place", models.PROTECT, related_name="yearly_items")
    pairing = models.ForeignKey(Pairing, models.PROTECT, null=True, blank=True, related_name="items")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices)
    words = models.CharField(_("what"), max_length=120)
    skill = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    matched = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="matching",
        verbose_name=_("matched with"),
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = YearlyItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a yearly list")
        ordering = ("kind", "pk")
        constraints = [
            choices_check("kind", ItemKind, "volunteering_item_kind_known"),
            choices_check("state", ItemState, "volunteering_item_state_known"),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.NEED) | Q(pairing__isnull=False),
                name="volunteering_item_of_a_pairing",
            ),
            models.UniqueConstraint(
                fields=["community", "year", "kind", "words"], name="volunteering_item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def stream(self) -> str:
        return f"yearly-item/{self.pk}"
