"""What volunteering offers behind the doors, in the home box and among what waits for me."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.registers import Card, DoorSection, DoorVisit, Intent, registers

from ..domain.queries.volunteers import open_calls_of
from ..models import Volunteer


def helping(visit: DoorVisit) -> Mapping[str, Any]:
    """帮: the way to help others. Two queries."""
    person = visit.actor.person
    if person is None:
        return {"is_volunteer": False, "calls": []}
    active = Volunteer.objects.active().filter(person=person).exists()
    return {"is_volunteer": active, "calls": open_calls_of(person) if active else []}


def waiting(actor: Any) -> Sequence[Card]:
    """Calls that this volunteer has not answered. One query."""
    if actor.person is None:
        return []
    return [
        Card(
            f"muster/{each.call_id}", each.call.words, reverse("volunteering-muster", args=[each.call_id]),
            _("Answer now"), lead=_("You are called as a volunteer."), meta=each.call.meet_at,
            icon="megaphone", strong=True,
        )
        for each in open_calls_of(actor.person)
        if not each.answer
    ]  # fmt: skip


def register() -> None:
    registers.carriers.add(
        "volunteering-help", DoorSection("help", "volunteering/doors/volunteering.html", helping, order=70)
    )
    registers.waiting.add("volunteering", waiting)
    registers.intents.add(
        "volunteering",
        Intent(
            "volunteering", gettext_lazy("Become a volunteer"), gettext_lazy("An hour for your neighbours"),
            "hand-heart",
            lambda _query: reverse("volunteering"),
            ("志愿", "志愿者", "义工", "公益", "报到", "我想帮忙", "做好事", "volunteer", "give an hour"),
        ),
    )  # fmt: skip
