"""Who reads how much forms ask of staff, and of where."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from .histogram import SMALLEST
from .models import Effort
from .models.effort import DISTRICT, STREET

READERS = (Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER)
CROWD = SMALLEST
"""Of a street where fewer people enter things nothing is said by itself."""


def readable_places(actor: Actor) -> Sequence[Place]:
    """The district and the streets where they work; every street of it for the district office. One query."""
    paths = actor.reach.paths_for(*READERS)
    streets = {path[:STREET] for path in paths if len(path) >= STREET}
    rows = Place.objects.current().defer("boundary")
    found = rows.filter(pk__in=streets | {path[:DISTRICT] for path in paths})
    if whole := [path for path in paths if len(path) == DISTRICT]:
        found = found | rows.filter(parent__in=whole)
    return list(found.order_by("path"))


def chosen_place(path: str, among: Sequence[Place]) -> Place:
    """The place asked for, or the widest. :raises Refused: it is not theirs to read, or they hold no role for one."""
    if not among:
        raise Refused(_("You hold no role for a place."), _("Ask your street office for one."))
    found = next((each for each in among if each.path == path), None) if path else among[0]
    if found is None:
        raise Refused(
            _("You do not work for this place."),
            _("Choose one of the places in the list, or ask its street."),
        )
    return found


def is_a_crowd(path: str) -> bool:
    """Do enough people enter things there that no line can be read as one person's? One query."""
    return _desks(path).values("person").distinct().count() >= CROWD


def left_out(path: str) -> Sequence[str]:
    """The streets whose counts a district's line is drawn without: whoever takes the streets that are shown from the
    whole would be left with what is hidden. Several that hide one another, and are a crowd together, stay in. Two
    queries for a district, none for a street."""
    if len(path) != DISTRICT:
        return []
    counted = Effort.objects.within(path).values_list("path", flat=True).distinct()
    streets = _desks(path).annotate(street=Substr("place_id", 1, STREET)).values("street")
    people = dict(streets.annotate(people=Count("person", distinct=True)).values_list("street", "people"))
    hidden = [each for each in counted if len(each) == STREET and people.get(each, 0) < CROWD]
    hide_one_another = len(hidden) > 1 and sum(people.get(each, 0) for each in hidden) >= CROWD
    return [] if hide_one_another else sorted(hidden)


def _desks(path: str) -> QuerySet[RoleGrant]:
    """Who enters things there."""
    return RoleGrant.objects.in_force(today()).filter(inside([path], field="place_id"), role__in=DESK_STAFF)
