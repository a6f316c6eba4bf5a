"""Organisations: institutions, handling units, merchants, property companies, operators, branches."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import PEOPLE_STAFF
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import ancestors, inside

from ..enums import POSITIONS, OrganisationKind, UnitFunction

WORKING = PEOPLE_STAFF


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def within(self, path: str) -> Self:
        return self.filter(inside([path], field="place_id"))

    def current(self) -> Self:
        return self.filter(closed_on=None)

    def visible_to(self, actor: Actor) -> Self:
        """Those at work where this actor works (a street's team also serves its communities), and one's
        own.
        """
        paths = actor.reach.paths_for(*WORKING)
        around = {above for path in paths for above in ancestors(path)}
        return self.filter(
            inside(paths, field="place_id") | Q(place_id__in=around) | Q(pk__in=actor.reach.organisations())
        )


class Organisation(Stamped):
    """``place`` is where its work lies: a street's enforcement team stands at the street."""

    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind.choices)
    function = models.CharField(_("function"), max_length=16, choices=UnitFunction.choices, blank=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="organisations", verbose_name=_("place")
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    opened_on = models.DateField(_("since"), null=True, blank=True)
    closed_on = models.DateField(_("until"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            choices_check("kind", OrganisationKind, "organisations_kind_known"),
            models.UniqueConstraint(
                fields=["name", "place"], condition=Q(closed_on=None), name="organisations_one_name_a_place"
            ),
        ]
        indexes = [models.Index(fields=["function", "place"], name="organisations_function_place")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name; on English pages the English one, if there is one."""
        return self.name if (get_language() or "zh").startswith("zh") or not self.name_en else self.name_en

    @property
    def stream(self) -> str:
        """Its ledger stream."""
        return f"organisation/{self.pk}"


class Contact(Stamped):
    """Somebody to call at an organisation; not necessarily with an account."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=40)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    position = models.CharField(_("position"), max_length=40, blank=True)
    is_primary = models.BooleanField(_("first to call"), default=False)

    class Meta:
        verbose_name = _("contact")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_primary=True),
                name="organisations_one_primary_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def spoken_position(self) -> str:
        """The position, said in the reader's language where it is a common one."""
        return str(POSITIONS.get(self.position, self.position))
