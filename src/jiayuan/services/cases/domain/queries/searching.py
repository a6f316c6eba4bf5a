"""Categories found for plain words from the home box, and cases by their number."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.plainwords import likeness
from jiayuan.foundation.common.registers import Suggestion

from .catalogue import current_versions

FAINTEST = 0.35


def search_categories(actor: Actor, query: str) -> Sequence[Suggestion]:
    """What could be reported with these words. Two queries."""
    found = []
    for version in current_versions():
        score = likeness(query, [version.name, version.name_en, *version.plain_words.split()])
        if score >= FAINTEST:
            address = f"{reverse('report')}?{urlencode({'category': version.category_id, 'q': query})}"
            label = _("Report: %(what)s") % {"what": version.display_name}
            found.append(
                Suggestion(
                    label, _("Takes a minute; you see every step"), version.category.icon, address, score
                )
            )
    return found
