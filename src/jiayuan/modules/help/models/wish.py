"""A wish: a small need of somebody. The card shows the need; who it is stays with those who need to know."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.places.paths import inside
from jiayuan.services.cases.domain.redact import blank_people
from jiayuan.services.cases.numbers import number_of

from ..enums import ENDS, PUBLIC_STATES, TAKEN_UP_STATES, TIERS, Concern, Tier, Urgency, WishKind, WishState
from ..limits import ADDRESS, FIRST_WORDS, MOST_PARTS, MOST_SEATS, NAME, PUBLIC_WORDS, REASON, TITLE, WORDS
from .covering import offered

SPLIT_STATES = (
    WishState.SPLIT, WishState.FULFILLED, WishState.PARTLY, WishState.UNMET, WishState.WITHDRAWN,
)  # fmt: skip
"""In which a wish can be that was split."""


class WishQuerySet(models.QuerySet["Wish"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="place_id"))

    def public(self) -> Self:
        """Whose card everybody may read."""
        return self.filter(state__in=PUBLIC_STATES, split_at=None)

    def whole(self) -> Self:
        """As somebody wished them: a wish and its parts count once."""
        return self.filter(parent=None)

    def needs(self, day: date) -> Self:
        """Taken up, and posted in the twelve months to this day; each wish once, in however many parts."""
        since = datetime.combine(day - timedelta(days=365), time(), tzinfo=get_default_timezone())
        return self.whole().filter(state__in=TAKEN_UP_STATES, posted_at__gte=since)

    def still_open(self) -> Self:
        """For which somebody is still looked for: each as it was wished once, itself open or a part of it."""
        parts = Wish.objects.filter(parent=models.OuterRef("pk"), state=WishState.OPEN)
        return self.whole().filter(Q(state=WishState.OPEN) | Q(models.Exists(parts), state=WishState.SPLIT))

    def visible_to(self, actor: Actor) -> Self:
        """What this actor may open in full: their own, and that of the places they work for. Helpers see more than the
        card too, but not all of it: ``domain/queries/seen.py``."""
        condition = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
        if actor.person is not None:
            condition |= Q(wisher_id=actor.pk)
        if actor.tokens:
            condition |= Q(token_hash__in=actor.tokens) | Q(parent__token_hash__in=actor.tokens)
        found = self.filter(condition)
        return found if actor.scope is None else found.within(*actor.scope.paths)

    def taken_by(self, person: int) -> Self:
        """Of which this person holds a seat."""
        from .claim import Claim

        return self.filter(
            models.Exists(Claim.objects.taking().filter(person=person, wish=models.OuterRef("pk")))
        )

    def offered_to(self, person: int) -> Self:
        """Open ones that this person may take on. Two queries: the first reads where they help."""
        from .station import PostMember

        members = PostMember.objects.verified().filter(person=person).select_related("post__station")
        open_ones = self.filter(offered(members), state=WishState.OPEN)
        others = open_ones.exclude(wisher_id__isnull=False, wisher=person)
        return others.exclude(pk__in=Wish.objects.taken_by(person).values("pk"))


class Wish(Stamped):
    """``words``, ``address``, ``concern`` and who wished are private; ``title`` and ``public_words`` are the card.

    ``seats`` is how many helpers it takes. ``revision`` counts recorded acts; a form carries the revision it was drawn
    from. ``parent`` is the wish that this one was split off, ``part`` its place among the parts, and ``split_at`` when
    the other one was split: from then on it waits for its parts (ADR 0031). ``case`` is the report that it became.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=WishKind.choices)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    address = models.CharField(_("where exactly"), max_length=ADDRESS, blank=True)
    words = models.TextField(_("what is wished"), max_length=WORDS)
    title = models.CharField(_("title of the card"), max_length=TITLE, blank=True)
    public_words = models.CharField(_("words of the card"), max_length=PUBLIC_WORDS, blank=True)
    concern = models.CharField(_("for whom"), max_length=8, choices=Concern.choices, default=Concern.ANYBODY)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.WEEK)
    skills = models.JSONField(_("skills it takes"), default=list, blank=True)
    seats = models.PositiveSmallIntegerField(_("helpers it takes"), default=1)

    state = models.CharField(_("state"), max_length=10, choices=WishState.choices, default=WishState.POSTED)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True)
    climbs_at = models.DateTimeField(_("offered further up at"), null=True, blank=True)
    sort_by = models.DateTimeField(_("to be looked at by"))
    confirm_by = models.DateTimeField(_("taken as fulfilled at"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    wisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    split_at = models.DateTimeField(_("split at"), null=True, blank=True)
    whole_key = models.BigIntegerField(null=True, unique=True, editable=False)
    """Its own key where it was split, else nothing: what ``whole`` may point at."""
    whole = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", to_field="whole_key"
    )
    """``parent`` once more, so that the database knows it was split: no part has parts."""
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, blank=True, related_name="from_wish")
    source = models.CharField(_("door"), max_length=12, choices=Source.choices)
    nonce = models.CharField(max_length=64, null=True, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    posted_at = models.DateTimeField(_("posted at"))
    opened_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    forgotten_at = models.DateTimeField(null=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            choices_check("kind", WishKind, "help_wish_kind_known"),
            choices_check("urgency", Urgency, "help_wish_urgency_known"),
            choices_check("concern", Concern, "help_wish_concern_known"),
            choices_check("state", WishState, "help_wish_state_known"),
            models.CheckConstraint(condition=Q(tier__in=["", *TIERS]), name="help_wish_tier_known"),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="help_wish_seats_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDS, ended_at__isnull=False) | (~Q(state__in=ENDS) & Q(ended_at=None)),
                name="help_wish_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WishState.OPEN, WishState.CLAIMED, WishState.DONE]) | ~Q(tier=""),
                name="help_wish_offered_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state=WishState.DONE) | Q(confirm_by__isnull=False),
                name="help_wish_done_waits_until",
            ),
            models.CheckConstraint(
                condition=Q(climbs_at=None) | Q(state=WishState.OPEN), name="help_wish_climbs_while_open"
            ),
            models.CheckConstraint(
                condition=~Q(state=WishState.MOVED) | Q(case__isnull=False), name="help_wish_moved_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="help_wish_not_its_part"
            ),
            models.UniqueConstraint(fields=["parent", "part"], name="help_wish_part_once"),
            models.CheckConstraint(
                condition=Q(parent=None, part=None)
                | Q(parent__isnull=False, part__gte=1, part__lte=MOST_PARTS, split_at=None),
                name="help_wish_part_of_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(split_at=None, whole_key=None)
                | Q(split_at__isnull=False, whole_key__isnull=False, whole_key=F("id")),
                name="help_wish_whole_was_split",
            ),
            models.CheckConstraint(
                condition=Q(parent=None, whole=None)
                | Q(parent__isnull=False, whole__isnull=False, whole=F("parent")),
                name="help_wish_part_of_what_was_split",
            ),
            models.CheckConstraint(
                condition=Q(split_at=None) & ~Q(state__in=[WishState.SPLIT, WishState.PARTLY])
                | Q(split_at__isnull=False, state__in=SPLIT_STATES),
                name="help_wish_split_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "state", "-id"], name="help_wish_place_state"),
            models.Index(fields=["wisher", "-id"], name="help_wish_wisher"),
            models.Index(fields=["state", "tier", "-id"], name="help_wish_state_tier"),
            models.Index(fields=["climbs_at"], condition=Q(climbs_at__isnull=False), name="help_wish_climbs"),
            models.Index(fields=["confirm_by"], condition=Q(state=WishState.DONE), name="help_wish_confirm"),
            models.Index(fields=["sort_by"], condition=Q(state=WishState.POSTED), name="help_wish_sort"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.whole_key = self.pk if self.split_at is not None else None
        self.whole_id = self.parent_id
        super().save(*args, **kwargs)

    @property
    def number(self) -> str:
        """The printed number, with a check digit against slips of the pen; W tells it from a report's."""
        return f"W{number_of(self.pk)}"

    @property
    def has_public_card(self) -> bool:
        """Everybody may read its card; of one that was split those of its parts."""
        return self.state in PUBLIC_STATES and self.split_at is None

    @property
    def own_words(self) -> str:
        """What was wished; of a wish that was only spoken, that it was."""
        return self.words or gettext("Told by voice. Listen to the note.")

    @property
    def first_words(self) -> str:
        """What it is called to those who may read its words: the card's title, or how the words begin. A heading is
        read over shoulders and on found slips, so what points to a person is left out."""
        return self.title or Truncator(" ".join(blank_people(self.own_words).split())).chars(FIRST_WORDS)

    @property
    def stream(self) -> str:
        """Its chain in the ledger."""
        return f"wish/{self.pk}"


class WishContact(models.Model):
    """How to reach who wished. Kept apart: masked, unmasked only with a recorded reason, erased alone."""

    wish = models.OneToOneField(Wish, models.CASCADE, related_name="contact", primary_key=True)
    name = models.CharField(_("name"), max_length=NAME, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("contact of a wish")
        indexes = [models.Index(fields=["phone"], name="help_contact_phone")]

    def __str__(self) -> str:
        return self.name


class TierStayQuerySet(models.QuerySet["TierStay"]):
    def running(self) -> Self:
        return self.filter(until=None)


class TierStay(models.Model):
    """How long a wish was offered on one tier."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="stays")
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = TierStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay on a tier")
        ordering = ("pk",)
        constraints = [
            choices_check("tier", Tier, "help_stay_tier_known"),
            models.UniqueConstraint(fields=["wish"], condition=Q(until=None), name="help_on_one_tier"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="help_stay_until_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.tier}"
