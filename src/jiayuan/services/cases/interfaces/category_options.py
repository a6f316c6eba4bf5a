"""The catalogue as what a form lets choose from; the same choice is drawn once (``kept``)."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from jiayuan.foundation.clock.kept import kept

from ..domain.queries.catalogue import Group


def options_of(groups: Sequence[Group], chosen: str) -> SafeString:
    """``<option>``s in their groups, with the category of this code chosen."""
    plain = tuple(
        (group.label, tuple((each.category_id, each.display_name) for each in group.versions))
        for group in groups
    )
    return kept("cases/console/_category_options.html", groups=plain, chosen=chosen)
