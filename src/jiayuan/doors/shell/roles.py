"""In which role, and where, the present member of staff works: one line for the console's corner."""

from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.places.models import Place


def role_line(actor: Any) -> str:
    """One query. Empty without a console role, and when the database does not answer (error pages use it too)."""
    if actor is None:
        return ""
    try:
        grants = [grant for grant in actor.reach.grants if grant[0] in CONSOLE_ROLES]
        if not grants:
            return ""
        role, path = grants[0][:2]
        place = Place.objects.filter(pk=path).only("path", "name", "pinyin").first()
    except DatabaseError:
        return ""
    if place is None:
        return str(role.label)
    return _("%(role)s, %(place)s") % {"role": role.label, "place": place.display_name}
