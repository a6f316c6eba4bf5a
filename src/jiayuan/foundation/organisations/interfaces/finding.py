"""Organisations as people name them in a table."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.common.cells import unknown
from jiayuan.foundation.common.errors import Invalid

from ..models import Organisation

MOST_KNOWN = 400
"""Names among which the likeliest is looked for."""


class OrganisationFinder:
    """Finds living organisations by their full or short name; those of some hundred rows in one query."""

    def __init__(self) -> None:
        self.names: dict[str, list[Organisation]] = {}
        self._all: list[str] | None = None

    def prepare(self, texts: Iterable[Any]) -> None:
        wanted = {text for text in texts if text} - self.names.keys()
        if not wanted:
            return
        rows = Organisation.objects.current()
        found = rows.filter(name__in=wanted) | rows.filter(short_name__in=wanted)
        for text in wanted:
            self.names[text] = []
        for each in found.distinct():
            for name in {each.name, each.short_name} & wanted:
                self.names[name].append(each)

    def find(self, text: str) -> Organisation:
        """:raises Invalid: there is none of this name, or several."""
        found = self.names.get(text, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Invalid(
                _("There are %(count)s organisations called %(name)s.") % {"count": len(found), "name": text},
                _("Write the full name as it stands in the list of organisations."),
                field="organisation",
                code="several-organisations",
            )
        error = unknown(text, self._known(), _("Enter the organisation first, on the page “Organisations”."))
        error.field = "organisation"
        raise error

    def _known(self) -> list[str]:
        """To suggest from; asked once, however many rows are wrong."""
        if self._all is None:
            names = Organisation.objects.current().order_by("name").values_list("name", flat=True)
            self._all = list(names[:MOST_KNOWN])
        return self._all
