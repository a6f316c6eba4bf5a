"""Another name for the same place."""

from datetime import date

from django.db import transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today

from ..models import Place
from . import checks
from .names import write_name
from .newcomer import record_change


def rename_place(path: str, name: str, *, by: Actor, on: date | None = None, because: str = "") -> Place:
    """Give a place another name from ``on`` (today) on; the old one stays findable.

    :param because: the grounds, such as the number of a document; kept in the history.
    :raises Refused: not for this actor. :raises Invalid: no name, a day that has not come.
    :raises Conflict: closed, or a neighbour has this name.
    """
    gate(by, "places.change", path)
    day, grounds = on or today(), checks.check_grounds(because)
    with transaction.atomic():
        place = checks.lock_living(path)
        wanted = checks.check_name(name)
        checks.check_day(day, place)
        if wanted == place.name:
            return place
        checks.check_name_is_free(wanted, place.parent_id, apart_from=[path])
        before, after = {"name": place.name}, {"name": wanted, "on": day}
        write_name(place, wanted, on=day)
        place.save()
        record_change(place.path, "place.renamed", by, before=before, after=after, because=grounds)
    return place
