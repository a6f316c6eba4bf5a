"""What the phone home shows of cases: what waits for me, and what happens near me."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import Card
from jiayuan.services.voice.models import Rating

from ...enums import State
from ...models import Case, CaseQuerySet


def mine(actor: Actor) -> CaseQuerySet:
    """What this person or this session reported."""
    condition = Q(pk__in=[])
    if actor.pk is not None:
        condition |= Q(reporter_id=actor.pk)
    if actor.tokens:
        condition |= Q(token_hash__in=actor.tokens)
    return Case.objects.filter(condition)


def waiting_for_rating(actor: Actor) -> CaseQuerySet:
    """Closed cases of mine that I have not rated in their present round."""
    rated = Rating.objects.filter(
        subject=Concat(Value("case/"), Cast(OuterRef("pk"), CharField())), round=OuterRef("round")
    )
    return mine(actor).filter(state=State.CLOSED).exclude(Exists(rated))


def waiting_cards(actor: Actor) -> Sequence[Card]:
    if actor.pk is None and not actor.tokens:
        return []
    rows = waiting_for_rating(actor).select_related("version").order_by("-closed_at")[:2]
    return [
        Card(
            key=f"case/{case.pk}",
            lead=_("You reported “%(what)s”") % {"what": case.version.display_name},
            title=_("It is done: have a look and rate it"),
            url=reverse("case", args=[case.number]),
            action_label=_("Rate"),
            icon="star",
            strong=True,
        )
        for case in rows
    ]


def nearby_cards(actor: Actor, place: Any) -> Sequence[Card]:
    """The latest public cases of the community that the reader belongs to."""
    if place is None:
        return []
    rows = Case.objects.public().within(place.path).select_related("version", "place").order_by("-pk")[:3]
    return [
        Card(
            key=f"case/{case.pk}",
            title=mask_words(case.public_words) or case.version.display_name,
            url=reverse("case", args=[case.number]),
            action_label=_("See"),
            meta=" · ".join((case.version.display_name, case.get_state_display(), when(case.reported_at))),
            icon="camera",
        )
        for case in rows
    ]
