"""A sample of fulfilled wishes, called back by a community that had no part in them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.stamped import Stamped
from jiayuan.foundation.common.models import choices_check
from jiayuan.foundation.places.paths import inside

from ..callback_enums import CallState, Content
from ..limits import MOST_CALLS, REASON
from .wish import Wish

_SPOKEN = Q(really_done__isnull=False, decided_by__isnull=False, decided_at__isnull=False) & ~Q(content="")


class CallBackDraw(Stamped):
    """What was drawn for one community and month: how many of how many. Once drawn it is drawn."""

    community = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    fulfilled = models.PositiveIntegerField(_("fulfilled wishes that can be called"))
    drawn = models.PositiveIntegerField(_("drawn"))

    class Meta:
        verbose_name = _("draw of call-backs")
        ordering = ("-month", "community_id")
        constraints = [
            models.UniqueConstraint(fields=["community", "month"], name="help_one_draw_a_month"),
            models.CheckConstraint(condition=Q(drawn__lte=F("fulfilled")), name="help_draw_of_what_is_there"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.month:%Y-%m}"


class CallBackQuerySet(models.QuerySet["CallBack"]):
    def waiting(self) -> Self:
        return self.filter(state=CallState.WAITING)

    def called_by(self, *paths: str) -> Self:
        """That these places call."""
        return self.filter(inside(paths, field="checker_id"))

    def within(self, *paths: str) -> Self:
        """Of wishes that these places served."""
        return self.filter(inside(paths, field="served_id"))

    def unanswered(self) -> Self:
        """Not really done, and nobody has said yet what was done about it."""
        return self.filter(really_done=False, answered_at=None)

    def visible_to(self, actor: Actor, *roles: Role) -> Self:
        """Who calls sees theirs; who served learns of one once it was heard, so that nobody is made ready for it."""
        paths = actor.reach.paths_for(*roles)
        heard = inside(paths, field="served_id") & Q(state=CallState.REACHED)
        return self.filter(inside(paths, field="checker_id") | heard)


class CallBack(Stamped):
    """``served`` is the community whose wish it was, ``checker`` the one that calls. ``words`` are what was heard,
    ``answer`` is what the served community did about it, ``mended`` that it is done after all."""

    wish = models.OneToOneField(Wish, models.PROTECT, related_name="callback")
    draw = models.ForeignKey(CallBackDraw, models.PROTECT, related_name="callbacks")
    served = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    checker = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=CallState.choices, default=CallState.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)
    due_at = models.DateTimeField(_("to be called by"))
    really_done = models.BooleanField(_("really done"), null=True)
    content = models.CharField(_("content"), max_length=8, choices=Content.choices, blank=True)
    words = models.CharField(_("what was heard"), max_length=REASON, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("heard at"), null=True, blank=True)
    answer = models.CharField(_("what was done about it"), max_length=REASON, blank=True)
    mended = models.BooleanField(pgettext_lazy("call-back", "done meanwhile"), default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = CallBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("call-back")
        ordering = ("-pk",)
        constraints = [
            choices_check("state", CallState, "help_callback_state_known"),
            models.CheckConstraint(
                condition=Q(content__in=["", *Content]), name="help_callback_content_known"
            ),
            models.CheckConstraint(condition=~Q(checker=F("served")), name="help_called_by_another"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_CALLS), name="help_callback_few_tries"),
            models.CheckConstraint(
                condition=(Q(state=CallState.REACHED) & _SPOKEN)
                | (~Q(state=CallState.REACHED) & Q(really_done=None, content="", decided_by=None)),
                name="help_callback_heard_when_reached",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, really_done=False),
                name="help_callback_answers_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(mended=False) | Q(answered_at__isnull=False),
                name="help_callback_mended_is_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["checker", "due_at"], condition=Q(state=CallState.WAITING), name="help_callback_waits"
            ),
            models.Index(
                fields=["served"],
                condition=Q(really_done=False, answered_at=None),
                name="help_callback_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.checker_id}"

    @property
    def stream(self) -> str:
        """Its own chain: in the wish's, the community that served would read of the call beforehand."""
        return f"help-callback/{self.pk}"
