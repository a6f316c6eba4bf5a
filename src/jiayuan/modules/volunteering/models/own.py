"""Whose rows somebody sees: their own, and those of the places for which they have a desk."""

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.places.paths import inside


def own_or_of(actor: Actor, *, field: str, whose: str) -> Q:
    """With a token nothing outside its place, one's own no more than others'.

    :param field: the path of the place. :param whose: the person.
    """
    here = inside(actor.reach.paths_for(*DESK_STAFF), field=field)
    if actor.pk is None:
        return here
    own = here | Q(**{f"{whose}_id": actor.pk})
    return own if actor.scope is None else own & inside(actor.scope.paths, field=field)
