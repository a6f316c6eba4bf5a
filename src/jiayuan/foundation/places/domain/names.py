"""Names and their days."""

from datetime import date

from ..models import Place, PlaceName
from ..pinyin import spell


def write_name(place: Place, name: str, *, on: date) -> None:
    """Give ``place`` another name from this day on and keep the one it had. Does not save the place."""
    ended = PlaceName.objects.filter(place=place, until=None).update(until=on)
    if not ended:
        PlaceName.objects.create(place=place, name=place.name, since=place.opened_on, until=on)
    PlaceName.objects.create(place=place, name=name, since=on)
    place.name = name
    place.pinyin, place.initials = spell(name)
