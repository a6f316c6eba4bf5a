"""The place somebody belongs to: where their home page looks, and where they report from.

It is a preference like the size of type, changed at will, and deliberately not written into the ledger: a history
of where somebody lived is nobody's business.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.registers import Suggestion
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.queries import search_places
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place

BELONGING_KINDS = (*COMMUNITY_KINDS, PlaceKind.ESTATE)
"""What one can belong to: near enough to mean something, wide enough to give nobody's door away."""
SHORTEST = {True: 3, False: 2}
"""Letters, and characters, below which a place is not offered for what was asked: too many would match."""
RANK_SCORES = (0.98, 0.75, 0.45)
SHOWN = 2


def choosable(path: str) -> Place:
    """The living community, village or estate with this path.

    :raises Missing: it is none, or no longer is.
    """
    known = Place.objects.current().of_kind(*BELONGING_KINDS).select_related("parent")
    place = known.defer("boundary", "parent__boundary").filter(pk=path[:24]).first()
    if place is None:
        raise Missing(
            _("There is no such community any more."), _("Look for yours by its name, or use your position.")
        )
    return place


def choose_home(path: str, *, by: Actor) -> Place:
    """Make ``path`` the place that ``by`` belongs to; for a visitor the caller remembers it.

    :raises Missing: no such place.
    """
    place = choosable(path)
    if by.person is not None and by.person.home_place_id != place.pk:
        with transaction.atomic():
            held = Person.objects.select_for_update().get(pk=by.person.pk)
            held.home_place = place
            held.save(update_fields=["home_place"])
        by.person.home_place = place
    return place


def suggest_places(_actor: Actor, query: str) -> Sequence[Suggestion]:
    """A place somebody named, offered as the one to belong to. One query, or none for too few letters."""
    if len(query) < SHORTEST[query.isascii()]:
        return []
    return [_suggestion(place) for place in search_places(query, BELONGING_KINDS, SHOWN)]


def _suggestion(place: Any) -> Suggestion:
    rank = getattr(place, "rank", 0)
    around = place.parent.display_name if place.parent else ""
    return Suggestion(
        label=place.display_name,
        hint=_("%(around)s. Make it my community") % {"around": around},
        icon="map-pin",
        url=f"{reverse('choose-place')}?{urlencode({'q': place.name})}",
        score=RANK_SCORES[min(rank, len(RANK_SCORES) - 1)],
    )


def recent_homes(paths: Sequence[str]) -> list[Place]:
    """The places chosen last on this visit, the latest first. One query, none without paths."""
    if not paths:
        return []
    known = Place.objects.current().of_kind(*BELONGING_KINDS).filter(pk__in=paths).select_related("parent")
    found = {place.path: place for place in known.defer("boundary", "parent__boundary")}
    return [found[path] for path in paths if path in found]
