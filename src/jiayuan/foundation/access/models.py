"""Who holds which role, where, from when to when, and by whose word."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from .enums import PEOPLE_STAFF, Role

if TYPE_CHECKING:
    from .actor import Actor


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, day: Any = None) -> Self:
        """:param day: a date, or a slot for one; today if it is left out."""
        day = day or today()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day, revoked_at=None)

    def standing(self) -> Self:
        """In force today or from a later day on: neither revoked nor run out."""
        return self.filter(Q(until=None) | Q(until__gte=today()), revoked_at=None)

    def within(self, *paths: str) -> Self:
        """For a place inside one of ``paths``."""
        return self.filter(inside(paths, field="place_id"))

    def with_names(self) -> Self:
        """Together with place and organisation, to be shown; without the place's outline, which is large."""
        return self.select_related("place", "organisation").defer("place__boundary")

    def visible_to(self, actor: "Actor") -> Self:
        """One's own, and those in the places one works for."""
        return self.filter(
            inside(actor.reach.paths_for(*PEOPLE_STAFF), field="place_id") | Q(person_id=actor.pk)
        )


class RoleGrant(Stamped):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="grants", verbose_name=_("for the place")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("for the organisation"),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("revoked by")
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            choices_check("role", Role, "access_role_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="access_grant_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "place"],
                condition=Q(revoked_at=None, organisation=None),
                name="access_one_live_grant",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "place", "organisation"],
                condition=Q(revoked_at=None, organisation__isnull=False),
                name="access_one_live_grant_for_organisation",
            ),
        ]
        indexes = [models.Index(fields=["place", "role"], name="access_grant_place_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.place_id}"

    @property
    def is_standing(self) -> bool:
        """Neither revoked nor run out; it may begin on a later day."""
        return self.revoked_at is None and (self.until is None or self.until >= today())


from .tokens.models import ApiToken, SystemAccount  # noqa: E402, F401  their room is theirs, their tables are here
