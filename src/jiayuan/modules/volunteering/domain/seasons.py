"""Seasons, and the pairs of an accepted plan."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..enums import PairingOrigin
from ..models import Pairing, Season, SeasonPlan
from ..rules import PLAN
from .pairings import PairingDraft, propose_pairing


def open_season(
    name: str, first_day: date | None, last_day: date | None, *, place_path: str, by: Actor
) -> Season:
    """Name a span of time to plan for. :raises Refused, Invalid, Conflict: each in words."""
    gate(by, PLAN, place_path)
    said = clean_words(name, field="name", limit=40)
    if first_day is None or last_day is None or last_day < first_day:
        raise Invalid(
            _("A season goes from one day to a later one."), _("Choose both days."), field="last_day"
        )
    try:
        with transaction.atomic():
            season = Season.objects.create(name=said, first_day=first_day, last_day=last_day)
            record(season.stream, "volunteering.open_season", by=by.person, after={"name": said})
    except IntegrityError as error:
        raise Conflict(
            _("There is a season of this name."), _("Choose it, or give another name."), code="name-taken"
        ) from error
    return season


def write_pairs_of(plan: SeasonPlan, *, by: Actor) -> int:
    """Propose what the plan pairs and is not paired yet. Running it again adds nothing. How many were proposed."""
    standing = set(Pairing.objects.live().values_list("organisation_id", "community_id"))
    made = 0
    for pair in plan.result["pairs"]:
        ids = int(pair["organisation"]), pair["community"]
        if ids in standing:
            continue
        draft = PairingDraft(
            ids[0], ids[1], plan.season.first_day, season=plan.season, origin=PairingOrigin.PLAN, why=pair
        )
        try:
            propose_pairing(draft, by=by)
        except (Conflict, Invalid):
            continue  # paired meanwhile, or one of the two is no more: that does not keep the others from theirs
        made += 1
    return made
