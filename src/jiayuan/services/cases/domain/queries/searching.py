"""Categories found for plain words from the home box, and cases by their number."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.plainwords import likeness
from jiayuan.foundation.common.registers import Suggestion

from ..suggesting.suggest import Proposals, propose
from .catalogue import current_versions

FAINTEST = 0.35
SHORTEST_SENTENCE = 5
"""Characters from which on words may be a report. A word alone is found by its likeness."""
RESTRAINT = 0.6
"""The model knows nothing but reports: what is asked otherwise must be able to come first."""


def search_categories(actor: Actor, query: str) -> Sequence[Suggestion]:
    """What could be reported with these words. Three queries."""
    found = []
    versions = current_versions()
    proposed = propose(query, versions) if len(query) >= SHORTEST_SENTENCE else Proposals()
    learnt = {each.code: each.confidence for each in proposed.shown} if proposed.is_sure else {}
    for version in versions:
        said = likeness(query, [version.name, version.name_en, *version.plain_words.split()])
        score = max(said, RESTRAINT * learnt.get(version.category_id, 0.0))
        if score >= FAINTEST:
            address = f"{reverse('report')}?{urlencode({'category': version.category_id, 'q': query})}"
            label = _("Report: %(what)s") % {"what": version.display_name}
            found.append(
                Suggestion(
                    label, _("Takes a minute; you see every step"), version.category.icon, address, score
                )
            )
    return found
