"""The charity hour as a kind of gathering: who hosts it, and that hours follow from having been there."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.services.gatherings.kinds import GatheringKind, Need, Unmet, register_kind, register_need

from .domain.carried import after_made
from .domain.claims import drop_claims, prepare_claim
from .domain.joint import note_held
from .domain.queries.activities import phone_part
from .enums import CHARITY_HOUR
from .models import Volunteer

GROWN_UP = "volunteering.guardian"


def _unmet(person: Any, _session: Any) -> Unmet | None:
    """A minor takes part once the guardian's word is written down. One query."""
    if person is None:
        return None
    volunteer = Volunteer.objects.active().filter(person=person).first()
    if volunteer is None or volunteer.may_take_part:
        return None
    return Unmet(
        _("You are under 18, and your guardian has not agreed yet."),
        _("The community speaks with your guardian first; ask there."),
    )


def _after_presence(presence: Any, _entry: Any) -> None:
    prepare_claim(presence)
    note_held(presence.sign_up.session)


def _after_action(session: Any, entry: Any) -> None:
    if entry.action == "gatherings.close":
        note_held(session)
    elif entry.action == "gatherings.cancel":
        drop_claims(session)


def _console_page(session: Any) -> tuple[Any, str]:
    return _("What is done"), reverse("console-hours-activity", args=[session.pk])


def _series_page(series: Any) -> tuple[Any, str]:
    return _("What is done"), reverse("console-series-activity", args=[series.pk])


def register_charity_hour() -> None:
    register_need(Need(GROWN_UP, gettext_lazy("Minors: the guardian has agreed"), _unmet))
    register_kind(
        GatheringKind(
            CHARITY_HOUR,
            gettext_lazy("Charity hour"),
            "hand-heart",
            needs=(GROWN_UP,),
            after_presence=_after_presence,
            after_action=_after_action,
            phone_part=phone_part,
            console_page=_console_page,
            series_page=_series_page,
            after_made=after_made,
        )
    )
