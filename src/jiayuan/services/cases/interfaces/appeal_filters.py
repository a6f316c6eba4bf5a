"""The filters of the list of appeals, as they stand in its address."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from ..appeal_enums import AppealState
from ..domain.queries.appeals import AppealFilter

SAID = 20


def appeals_asked_for(query: QueryDict, months: list[str]) -> tuple[AppealFilter, list[str]]:
    """What the address asks for, and a note for each part of it that cannot be meant."""
    state, month = query.get("state", "").strip(), query.get("month", "").strip()
    notes = []
    if state and state not in AppealState.values:
        notes.append(_("“%(value)s” is no state: all states are shown.") % {"value": state[:SAID]})
        state = ""
    if month and month not in months:
        notes.append(
            _("Nothing of “%(value)s” was appealed: all months are shown.") % {"value": month[:SAID]}
        )
        month = ""
    return AppealFilter(state=state, month=month, mine=query.get("mine") == "1"), notes
