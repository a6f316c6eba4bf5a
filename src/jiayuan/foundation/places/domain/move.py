"""An estate comes to another community."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Invalid

from ..enums import PlaceKind, SuccessionKind
from ..models import Place
from ..signals import places_succeeded
from . import checks
from .newcomer import record_change
from .subtree import transplant


def move_estate(estate: str, into: str, *, on: date, by: Actor, because: str = "") -> Place:
    """Give an estate, with its buildings, to another community. Past records stay where they were made.

    :param because: the grounds, such as the number of a document; kept in the history.
    :raises Refused, Invalid, Conflict, Missing: each in words; nothing is changed then.
    """
    gate(by, "places.change", estate)
    gate(by, "places.change", into)
    grounds = checks.check_grounds(because)
    with transaction.atomic():
        place = checks.lock_living(estate)
        if place.kind != PlaceKind.ESTATE:
            raise Invalid(
                _("%(name)s is not an estate.") % {"name": place.display_name}, _("Choose an estate.")
            )
        community = checks.lock_community(into)
        if place.parent_id == into:
            raise Invalid(_("The estate lies there already."), _("Choose another community."), field="into")
        checks.check_day(on, place, community)
        checks.check_name_is_free(place.name, into)
        heirs = transplant([estate], into, on, SuccessionKind.MOVE)
        into_told = {"into": heirs[estate], "on": on}
        record_change(estate, "place.moved", by, after=into_told, because=grounds)
        from_told = {"name": place.name, "from": [estate], "on": on}
        record_change(heirs[estate], "place.opened", by, after=from_told, because=grounds)
        places_succeeded.send(Place, heirs=heirs, on=on, by=by)
    return Place.objects.get(pk=heirs[estate])
