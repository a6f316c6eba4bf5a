"""The place that a reader belongs to."""

from typing import Any

from django.http import HttpRequest

from .models import Place

HOME_PLACE = "home_place"
"""The session's key for the path of the place that a visitor belongs to."""


def home_of(request: HttpRequest) -> Place | None:
    """As their account says, else as this visit remembers, else nowhere yet. At most one query, its parent with it."""
    person: Any = getattr(getattr(request, "actor", None), "person", None)
    path = getattr(person, "home_place_id", None) or getattr(request, "session", {}).get(HOME_PLACE, "")
    if not path:
        return None
    found = Place.objects.current().filter(pk=str(path)[:24]).select_related("parent")
    return found.defer("boundary", "parent__boundary").first()
