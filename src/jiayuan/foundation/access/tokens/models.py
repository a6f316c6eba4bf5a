"""Tokens with which programs come, and the systems that have an account of their own."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.places.paths import inside

from ..enums import Role

if TYPE_CHECKING:
    from ..actor import Actor


class SystemAccount(Stamped):
    """A program of the city with an account of its own, which nobody can sign in with; its roles are given like any."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="system", primary_key=True
    )
    purpose = models.CharField(_("what it is for"), max_length=200)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")

    def __str__(self) -> str:
        return str(self.person)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at=None, until__gte=today())

    def visible_to(self, actor: "Actor") -> Self:
        """One's own; and for IT staff those of the systems in their places."""
        paths = actor.reach.paths_for(Role.IT_STAFF)
        return self.filter(
            Q(person_id=actor.pk) | (Q(person__system__isnull=False) & inside(paths, field="place_id"))
        )


class ApiToken(Stamped):
    """Only the hash is kept, and the beginning by which its owner knows it again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=16)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("may"), default=list)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("inside"))
    until = models.DateField(_("last day"))
    last_used_on = models.DateField(_("last used"), null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(revoked_at=None),
                name="access_one_live_token_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="access_token_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None and self.until >= today()
