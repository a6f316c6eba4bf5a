"""That somebody was there, from when until when, and how that is known."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.models import choices_check

from ..enums import PresenceSource, PresenceState, Within
from .sign_up import SignUp


class Presence(models.Model):
    """At most one a sign-up, and so one a person and session. ``minutes`` are whole minutes between the two times as
    far as they lie in the session's span (half an hour early or late at most); None until both are known and sure."""

    sign_up = models.OneToOneField(SignUp, models.PROTECT, related_name="presence")
    in_at = models.DateTimeField(_("came"))
    in_source = models.CharField(max_length=8, choices=PresenceSource.choices)
    in_within = models.CharField(max_length=8, choices=Within.choices, default=Within.UNKNOWN)
    in_nonce = models.CharField(max_length=64, null=True, unique=True)
    out_at = models.DateTimeField(_("went"), null=True, blank=True)
    out_source = models.CharField(max_length=8, choices=PresenceSource.choices, blank=True)
    out_within = models.CharField(max_length=8, choices=Within.choices, default=Within.UNKNOWN)
    out_nonce = models.CharField(max_length=64, null=True, unique=True)
    state = models.CharField(
        _("state"), max_length=8, choices=PresenceState.choices, default=PresenceState.SURE
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("presence")
        constraints = [
            choices_check("state", PresenceState, "gatherings_presence_state_known"),
            choices_check("in_source", PresenceSource, "gatherings_in_source_known"),
            choices_check("in_within", Within, "gatherings_in_within_known"),
            choices_check("out_within", Within, "gatherings_out_within_known"),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(out_at__gte=F("in_at")), name="gatherings_out_after_in"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(out_at__isnull=False, state=PresenceState.SURE),
                name="gatherings_minutes_when_sure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign_up_id}"
