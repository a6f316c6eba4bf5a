"""What the console's corner and navigation say to the present member of staff.

Error pages are drawn with these too, also when the database is what failed: neither raises then.
"""

from functools import lru_cache
from typing import Any

from django.db import DatabaseError
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayuan.foundation.access.enums import CONSOLE_ROLES, Role
from jiayuan.foundation.common.prepared import Prepared, Slot
from jiayuan.foundation.places.models import Place

_PLACE = Prepared(lambda: Place.objects.filter(pk=Slot("path", Place, "pk")).only("path", "name", "pinyin"))


def role_line(actor: Any) -> str:
    """ "Community worker, Qingnian Road": the first role that opens the console, and where it holds. Worked out once,
    however often a page says it: an actor lives as long as its request."""
    if actor is None:
        return ""
    said: dict[str, str] = vars(actor).setdefault("role_lines", {})
    language = get_language() or ""
    if language not in said:
        said[language] = _role_line(actor)
    return said[language]


def _role_line(actor: Any) -> str:
    try:
        grants = [grant for grant in actor.standing.grants if grant[0] in CONSOLE_ROLES]
        if not grants:
            return ""
        role, path = grants[0][:2]
        place = actor.place_held(path) or _PLACE.rows(path=path)[0]
    except DatabaseError:
        return ""
    return _("%(role)s, %(place)s") % {"role": role.label, "place": place.display_name}


def works_here(actor: Any) -> bool:
    """Does a role open the console? Of visitors it is taken for granted: the console sends them to sign in."""
    if actor is None or not actor.is_signed_in:
        return True
    try:
        return bool(actor.standing.has_any(CONSOLE_ROLES))
    except DatabaseError:
        return True


def may_open(actor: Any, address: str) -> bool:
    """Is the page at ``address`` for one of the roles held? Visitors are shown every page: it sends them to sign in."""
    if actor is None or not actor.is_signed_in:
        return True
    try:
        roles = _roles_of(address)
        return roles is None or actor.reach.has_any(roles)
    except (Resolver404, DatabaseError):
        return True


@lru_cache(maxsize=256)
def _roles_of(address: str) -> tuple[Role, ...] | None:
    """The roles that the page at ``address`` is for, None for everybody. Addresses do not change while we run."""
    roles: tuple[Role, ...] | None = getattr(resolve(address).func, "console_roles", None)
    return roles
