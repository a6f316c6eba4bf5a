"""A case: something is wrong here, somebody has to put it right, somebody else verifies it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.places.paths import inside

from ..enums import PUBLIC_STATES, Escalation, Stage, State
from ..numbers import number_of

if TYPE_CHECKING:
    from .clockwork import StageRun


OF_A_LINE = (
    *("version_id", "place_id", "unit_id", "address", "words", "state"),
    *("reported_at", "closed_at", "stage", "stage_since", "due_at"),
    *("place__name", "place__pinyin", "unit__name", "unit__name_en"),
    *("version__name", "version__name_en", "version__is_urgent"),
    *("version__filing_hours", "version__dispatch_hours", "version__verify_hours"),
    *("version__handle_amount", "version__handle_unit"),
    *("tie__kind", "tie__lead"),
)
"""What a line of a list shows and what its deadline is explained by."""


class CaseQuerySet(models.QuerySet["Case"]):
    def within(self, *paths: str) -> Self:
        return self.filter(inside(paths, field="place_id"))

    def visible_to(self, actor: Actor) -> Self:
        """What this actor may open in full: reported by them, in their place of work, or sent to their unit."""
        condition = inside(actor.reach.paths_for(*DESK_STAFF), field="place_id")
        condition |= Q(unit_id__in=actor.reach.organisations(Role.UNIT_OFFICER, Role.PROPERTY_MANAGER))
        if actor.person is not None:
            condition |= Q(reporter_id=actor.pk)
        if actor.tokens:
            condition |= Q(token_hash__in=actor.tokens)
        found = self.filter(condition)
        return found if actor.scope is None else found.within(*actor.scope.paths)

    def public(self) -> Self:
        return self.filter(is_public=True, state__in=PUBLIC_STATES)

    def whole(self) -> Self:
        """Each problem once: without the parts that a case was divided in."""
        from .tie import Tie

        return self.filter(~models.Exists(Tie.objects.pieces().filter(case=models.OuterRef("pk"))))

    def scored(self, moment: datetime | None = None) -> Self:
        """What places are measured by, now or at an earlier moment: without the cases whose demand was found by two not
        to be reasonable, and without the parts of a case, which counts once. How a part counts for its own unit stands
        in ``domain/scores/lines.py``."""
        from .demand import DemandMark

        marked = DemandMark.objects.in_force(moment).filter(case=models.OuterRef("pk"))
        return self.whole().filter(~models.Exists(marked))

    def with_clock(self) -> Self:
        """With the running stage and its pauses at hand, so that a deadline is explained without a query a case."""
        from .clockwork import StageRun

        running = StageRun.objects.filter(ended_at=None).prefetch_related("pauses")
        return self.prefetch_related(models.Prefetch("stages", running, to_attr="running_stages"))

    def for_lines(self) -> Self:
        """With what a line of a list shows, and without what is heavy to read and not shown there."""
        rows = self.select_related(None).select_related("version", "place", "unit", "tie")
        return rows.only(*OF_A_LINE)


class Case(Stamped):
    """Position in WGS-84. ``words`` are the reporter's and stay private; ``public_words`` are what everybody reads.

    ``revision`` counts recorded acts; a form carries the revision it was drawn from, so that one that is out of
    date is refused instead of overwriting.
    """

    version = models.ForeignKey(
        "cases.CategoryVersion", models.PROTECT, related_name="cases", verbose_name=_("category")
    )
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    address = models.CharField(_("where exactly"), max_length=120, blank=True)
    words = models.TextField(_("what is wrong"), max_length=2000)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    public_words = models.CharField(_("public wording"), max_length=500, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)

    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.REPORTED)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    source = models.CharField(_("door"), max_length=12, choices=Source.choices)
    nonce = models.CharField(max_length=64, null=True, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    consent = models.ForeignKey("people.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who sent it to the unit that has it, and when."""
    dispatched_at = models.DateTimeField(null=True, blank=True)

    reported_at = models.DateTimeField(_("reported at"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, null=True, blank=True)
    stage_since = models.DateTimeField(_("in this stage since"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    escalation = models.CharField(max_length=8, choices=Escalation.choices, default=Escalation.NONE)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    """The end: closed, or not taken up."""
    is_demo = models.BooleanField(_("demonstration"), default=False)
    forgotten_at = models.DateTimeField(null=True)
    """When its reporter asked to be forgotten: nothing is learnt from what they wrote."""

    running_stages: "list[StageRun]"
    """There where it was read along with many cases: ``with_clock``, or ``domain.queries.clock``."""

    along: "frozenset[str] | None" = None
    """What lies beside it, by name, where ``domain.queries.opened`` found out."""

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            choices_check("state", State, "cases_state_known"),
            models.CheckConstraint(
                condition=Q(verifier=None) | Q(handler=None) | ~Q(verifier=F("handler")),
                name="cases_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DISPATCHED, State.HANDLING, State.SUSPENDED, State.HANDED_IN])
                | Q(unit__isnull=False),
                name="cases_sent_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HANDLING) | Q(handler__isnull=False),
                name="cases_handled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="cases_position_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "state", "due_at"], name="cases_place_state_due"),
            models.Index(fields=["unit", "state", "due_at"], name="cases_unit_state_due"),
            models.Index(fields=["reporter", "-id"], name="cases_reporter"),
            models.Index(fields=["state", "-id"], name="cases_state_new"),
            # The queues of the inbox: one state, one place or unit; what is closed is never touched.
            models.Index(fields=["state", "place", "due_at"], name="cases_state_place_due"),
            models.Index(fields=["state", "closed_at"], name="cases_state_closed"),
            # What was closed in a place of late, without reading what was closed there in all the years.
            models.Index(
                fields=["place", "closed_at"],
                condition=Q(closed_at__isnull=False),
                name="cases_place_closed",
            ),
            models.Index(fields=["reported_at"], name="cases_reported"),
            # Only where a clock runs; a closed case has none.
            models.Index(
                fields=["escalation", "due_at"], condition=Q(due_at__isnull=False), name="cases_clock_runs"
            ),
            models.Index(fields=["place", "-id"], name="cases_place_new"),
            # The newest of some places or of oneself, as lists begin: walked without touching a row.
            models.Index(fields=["-id", "place", "reporter"], name="cases_newest"),
            models.Index(fields=["latitude", "longitude"], name="cases_position"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_state_display()}"

    @property
    def number(self) -> str:
        """The printed number, with a check digit against slips of the pen."""
        return number_of(self.pk)

    @property
    def stream(self) -> str:
        """Its chain in the ledger."""
        return f"case/{self.pk}"


class Contact(models.Model):
    """How to reach the reporter. Kept apart: masked, unmasked only with a recorded reason, erased alone."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="contact", primary_key=True)
    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("contact")
        indexes = [models.Index(fields=["phone"], name="cases_contact_phone")]

    def __str__(self) -> str:
        return self.name
