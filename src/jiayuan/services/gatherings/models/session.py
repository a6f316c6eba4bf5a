"""A session: people come together once, at a time and a place; and the roles one can have in it."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import PUBLIC_STATES, State
from ..kinds import kinds
from ..limits import ROLE_NAME
from .common import About, position_check


def fresh_secret() -> bytes:
    return secrets.token_bytes(32)


class SessionQuerySet(models.QuerySet["Session"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="place_id"))

    def hosted_by(self, actor: Actor) -> Self:
        """Those that this actor may run: by a role for the place, for the organisation, or as a leader named on it."""
        from .sign_up import SignUp

        condition = Q(pk__in=[])
        for kind in kinds:
            there = inside(actor.reach.paths_for(*kind.hosts), field="place_id")
            own = Q(organisation_id__in=actor.reach.organisations(*kind.organisation_hosts))
            condition |= Q(kind=kind.code) & (there | own)
        if actor.person is not None and actor.scope is None:
            leading = SignUp.objects.leading().filter(person=actor.person, session=models.OuterRef("pk"))
            condition |= Q(models.Exists(leading))
        found = self.filter(condition)
        return found if actor.scope is None else found.within(*actor.scope.paths)

    def public(self) -> Self:
        """What everybody may read of."""
        return self.filter(state__in=PUBLIC_STATES)

    def visible_to(self, actor: Actor) -> Self:
        """What was published, and what one hosts."""
        hosted = Session.objects.hosted_by(actor).filter(pk=models.OuterRef("pk"))
        found = self.filter(Q(state__in=PUBLIC_STATES) | Q(models.Exists(hosted)))
        return found if actor.scope is None else found.within(*actor.scope.paths)

    def for_lines(self) -> Self:
        """With what a line of a list shows, and without what is heavy to read and not shown there."""
        return self.select_related("place", "organisation").defer("words", "secret", "place__boundary")


class Session(About, Stamped):
    """Moments in UTC. ``occurrence`` is the day its series meant it for, and never changes: a session that was moved
    or called off is not made again. ``secret`` is what its rotating codes are made with, and is never shown."""

    series = models.ForeignKey(
        "gatherings.Series", models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    occurrence = models.DateField(_("day of the series"), null=True, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    secret = models.BinaryField(max_length=32, default=fresh_secret, editable=False)
    is_edited = models.BooleanField(_("changed by hand"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    nonce = models.CharField(max_length=64, null=True, unique=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        constraints = [
            choices_check("state", State, "gatherings_state_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="gatherings_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(series=None, occurrence=None) | Q(series__isnull=False, occurrence__isnull=False),
                name="gatherings_occurrence_of_series",
            ),
            models.UniqueConstraint(fields=["series", "occurrence"], name="gatherings_one_an_occurrence"),
            position_check("gatherings_on_earth"),
        ]
        indexes = [
            models.Index(fields=["place", "starts_at"], name="gatherings_place_starts"),
            models.Index(fields=["state", "starts_at"], name="gatherings_state_starts"),
            models.Index(fields=["state", "ends_at"], name="gatherings_state_ends"),
            models.Index(fields=["organisation", "starts_at"], name="gatherings_unit_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """Its chain in the ledger."""
        return f"gathering/{self.pk}"


class SessionRoleQuerySet(models.QuerySet["SessionRole"]):
    pass


class SessionRole(models.Model):
    """A role with seats of its own. ``needs`` are codes of registered qualifications; ``min_age`` is asked, not
    proven; who has one that ``leads`` may run the session, so the host gives that seat. ``tickets`` counts those given
    for the waiting list."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="roles")
    name = models.CharField(_("role"), max_length=ROLE_NAME)
    name_en = models.CharField(_("English name"), max_length=ROLE_NAME * 2, blank=True)
    seats = models.PositiveIntegerField(_("seats"))
    min_age = models.PositiveSmallIntegerField(_("from the age of"), null=True, blank=True)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    leads = models.BooleanField(_("leads"), default=False)
    tickets = models.PositiveIntegerField(default=0)

    objects = SessionRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a gathering")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="gatherings_at_least_one_seat"),
            models.UniqueConstraint(fields=["session", "name"], name="gatherings_roles_differ"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """In the active language, the Chinese where there is no other."""
        is_chinese = (get_language() or "zh").startswith("zh")
        return self.name if is_chinese or not self.name_en else self.name_en

    def as_template(self) -> dict[str, Any]:
        """What it is without the session: as a series keeps it, and a copy takes it."""
        names = ("name", "name_en", "seats", "min_age", "needs", "leads")
        return {name: getattr(self, name) for name in names}
