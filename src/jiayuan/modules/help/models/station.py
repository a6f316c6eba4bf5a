"""The network of help stations: one of a community, made of a centre, teams, points and merchants' stations."""

from collections.abc import Sequence
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.opening import Opening, open_now, spoken_openings
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..enums import POST_TIERS, PostRole, Tier
from .covering import reached


def spoken_name(name: str, name_en: str) -> str:
    """In the active language, the Chinese where there is no other."""
    return name if (get_language() or "zh").startswith("zh") or not name_en else name_en


class StationQuerySet(models.QuerySet["Station"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="community_id"))

    def open(self) -> Self:
        return self.filter(closed_on=None)


class Station(Stamped):
    """A help station 党建微帮站. Everybody may know of it."""

    community = models.ForeignKey("places.Place", models.PROTECT, related_name="help_stations")
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    opening = models.JSONField(_("opening hours"), default=list, blank=True)
    """As :class:`Opening` keeps them; read by ``openings``."""
    opens_on_holidays = models.BooleanField(_("open on public holidays"), default=False)
    hours_note = models.CharField(_("a word on the opening hours"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("help station")
        ordering = ("community_id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="help_station_closed_after",
            ),
            models.UniqueConstraint(
                fields=["community"], condition=Q(closed_on=None), name="help_one_station_a_community"
            ),
        ]

    def __str__(self) -> str:
        return spoken_name(self.name, self.name_en)

    @property
    def stream(self) -> str:
        return f"help-station/{self.pk}"

    @property
    def openings(self) -> Sequence[Opening]:
        return [Opening.of(each) for each in self.opening]

    @property
    def spoken_hours(self) -> str:
        """``Mon–Fri 8:30–18:00``, in the active language; empty where they are not known."""
        return spoken_openings(self.openings)

    @property
    def open_now(self) -> Opening | None:
        """The hours that hold at this moment."""
        return open_now(self.openings, now(), on_holidays=self.opens_on_holidays)


class PostQuerySet(models.QuerySet["Post"]):
    def active(self) -> Self:
        return self.filter(ended_on=None)

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="station__community_id"))


class Post(Stamped):
    """One knot of a station's network. ``place`` is the community of a centre, the courtyard of a team, the building or
    building unit of a point, and where a merchant's station stands."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="posts")
    tier = models.CharField(
        _("tier"), max_length=10, choices=[(each.value, each.label) for each in POST_TIERS]
    )
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="help_posts")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="help_posts"
    )
    service = models.CharField(_("what it is known for"), max_length=60, blank=True)
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post of a help station")
        ordering = ("station_id", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=POST_TIERS), name="help_post_tier_known"),
            models.CheckConstraint(
                condition=~Q(tier=Tier.MERCHANT) | Q(organisation__isnull=False),
                name="help_merchant_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="help_post_ended_after"
            ),
            models.UniqueConstraint(
                fields=["station", "name"], condition=Q(ended_on=None), name="help_one_post_a_name"
            ),
            models.UniqueConstraint(
                fields=["station"], condition=Q(ended_on=None, tier=Tier.CENTRE), name="help_one_centre"
            ),
        ]
        indexes = [models.Index(fields=["place", "tier"], name="help_post_place")]

    def __str__(self) -> str:
        return spoken_name(self.name, self.name_en)


class PostMemberQuerySet(models.QuerySet["PostMember"]):
    def current(self) -> Self:
        return self.filter(until=None, post__ended_on=None, post__station__closed_on=None)

    def verified(self) -> Self:
        """Who may see for whom a wish is, and claim it."""
        return self.current().filter(verified_at__isnull=False)

    def reached(self, path: str, tier: str) -> Self:
        """To whom a wish at ``path`` is offered while it is on ``tier``; nobody before it is on one."""
        return self.verified().filter(reached(path, Tier(tier))) if tier else self.none()

    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="post__station__community_id"))

    def visible_to(self, actor: Actor) -> Self:
        """Oneself; for the desk those of its places; for a keeper those of the same post."""
        if actor.pk is None:
            return self.none()
        here = inside(actor.reach.paths_for(*DESK_STAFF), field="post__station__community_id")
        kept = PostMember.objects.current().filter(person=actor.pk, role=PostRole.KEEPER).values("post")
        return self.filter(here | Q(person=actor.pk) | Q(post__in=kept))


class PostMember(Stamped):
    """Somebody in a post. They ask, and the community verifies: only then are wishes of others theirs to claim."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="help_posts")
    role = models.CharField(_("role"), max_length=8, choices=PostRole.choices, default=PostRole.HELPER)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)

    objects = PostMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a help post")
        ordering = ("pk",)
        constraints = [
            choices_check("role", PostRole, "help_post_role_known"),
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(until=None), name="help_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="help_member_until_after"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("person")), name="help_verified_by_another"
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(until=None), name="help_member_person")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"
