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
from ...models import Case, CaseQuerySet, Joining
from .neighbours import joined_keys


def _mine(actor: Actor) -> Q:
    condition = Q(pk__in=[])
    if actor.pk is not None:
        condition |= Q(reporter_id=actor.pk)
    if actor.tokens:
        condition |= Q(token_hash__in=actor.tokens)
    return condition


def mine(actor: Actor) -> CaseQuerySet:
    """What this person or this session reported."""
    return Case.objects.filter(_mine(actor))


def followed(actor: Actor) -> CaseQuerySet:
    """What this person or this session reported or joined. One query at once, for what was joined."""
    return Case.objects.filter(_mine(actor) | Q(pk__in=joined_keys(actor)))


def _text(*parts: Any) -> Concat:
    return Concat(*parts, output_field=CharField())


def waiting_for_rating(actor: Actor) -> CaseQuerySet:
    """Closed cases that I reported or joined and have not rated in their present round. One query at once."""
    rated = Rating.objects.filter(
        subject=_text(Value("case/"), Cast(OuterRef("pk"), CharField())), round=OuterRef("round"), rater=""
    )
    rated_joined = Rating.objects.filter(
        subject=_text(Value("case/"), Cast(OuterRef("case_id"), CharField())),
        round=OuterRef("case__round"),
        rater=_text(Value("joining/"), Cast(OuterRef("pk"), CharField())),
    )
    joined = Joining.objects.of(actor).filter(~Exists(rated_joined), case__state=State.CLOSED)
    own = _mine(actor) & ~Exists(rated)
    return Case.objects.filter(
        own | Q(pk__in=list(joined.values_list("case_id", flat=True))), state=State.CLOSED
    )


def waiting_cards(actor: Actor) -> Sequence[Card]:
    if actor.pk is None and not actor.tokens:
        return []
    rows = waiting_for_rating(actor).select_related("version").order_by("-closed_at")[:2]
    return [
        Card(
            key=f"case/{case.pk}",
            lead=_("You told of “%(what)s”") % {"what": case.version.display_name},
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
