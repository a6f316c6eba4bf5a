"""What must hold before the tree is changed; each refusal says what to do instead."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words

from ..enums import COMMUNITY_KINDS, PATH_LENGTHS, PlaceKind
from ..models import Place

LONGEST_NAME = 60
LONGEST_GROUNDS = 200


def lock_living(path: str) -> Place:
    """The place, locked. :raises Missing: not there. :raises Conflict: it was closed."""
    place = Place.objects.select_for_update().filter(pk=path).first()
    if place is None:
        raise Missing(_("There is no such place."), _("Choose it again from the list of places."))
    if place.closed_on is not None:
        raise Conflict(
            _("%(name)s no longer exists since %(day)s.")
            % {"name": place.display_name, "day": place.closed_on},
            _("Its page names the place that followed it."),
        )
    return place


def lock_community(path: str) -> Place:
    place = lock_living(path)
    if place.kind not in COMMUNITY_KINDS:
        raise Invalid(
            _("%(name)s is not a community.") % {"name": place.display_name},
            _("Choose a community or a village."),
        )
    return place


def check_day(on: date, *places: Place) -> None:
    """Changes are entered on the day or afterwards, and not before the place existed."""
    if on > today():
        raise Invalid(
            _("This day has not come yet."), _("Enter the change on the day it takes effect."), field="on"
        )
    if any(place.opened_on is not None and on < place.opened_on for place in places):
        raise Invalid(_("The place did not exist yet on this day."), _("Choose a later day."), field="on")


def check_grounds(because: str) -> str:
    """Why a change was made, such as the number of the document that orders it; may be empty."""
    return clean_words(because, field="because", limit=LONGEST_GROUNDS, required=False)


def check_name(name: str) -> str:
    """The name, trimmed."""
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > LONGEST_NAME or not trimmed.isprintable():
        raise Invalid(
            _("A place needs a name of at most %(count)s characters.") % {"count": LONGEST_NAME},
            _("Enter the name again."),
            field="name",
        )
    return trimmed


def check_name_is_free(name: str, parent: str | None, *, apart_from: Sequence[str] = ()) -> None:
    """No two living places beside each other share a name."""
    beside = Place.objects.current().filter(parent_id=parent, name=name).exclude(pk__in=apart_from)
    if beside.exists():
        raise Conflict(
            _("There is a place called %(name)s beside it already.") % {"name": name},
            _("Choose another name, or merge the two."),
            code="name-taken",
        )


def check_path_is_free(path: str, parent: str, kind: PlaceKind) -> str:
    """A path chosen by hand: of the right length, inside ``parent`` and never used before."""
    fits = path.isascii() and path.isdecimal() and len(path) == PATH_LENGTHS[kind] and path.startswith(parent)
    if not fits or not path[len(parent) :].strip("0"):
        raise Invalid(
            _("The code %(code)s does not fit here.") % {"code": path[:24]},
            _("It has %(count)s digits and begins with %(begin)s.")
            % {"count": PATH_LENGTHS[kind], "begin": parent},
            field="path",
        )
    if Place.objects.filter(pk=path).exists():
        raise Conflict(
            _("The code %(code)s is or was in use; codes are never given twice.") % {"code": path},
            _("Choose another code, or leave it empty."),
            code="code-taken",
        )
    return path
