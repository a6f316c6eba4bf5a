"""What the ledger says about an organisation, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.ledger.domain.queries import history

from .models import Organisation

SAID: dict[str, Any] = {
    "organisation.opened": gettext_lazy("Entered"),
    "organisation.corrected": gettext_lazy("Particulars corrected"),
    "organisation.closed": pgettext_lazy("history of an organisation", "Closed"),
    "organisation.followed": gettext_lazy("Went with its place to the one that followed"),
    "contact.saved": gettext_lazy("Contact saved"),
    "contact.removed": gettext_lazy("Contact removed"),
    "contact.revealed": gettext_lazy("Contact shown in full"),
}


@dataclass(frozen=True)
class Told:
    """One line of the history."""

    at: datetime
    who: Any
    what: str
    details: str


def told_about(organisation: Organisation) -> list[Told]:
    """The recorded life of an organisation, newest first. One query."""
    told = [
        Told(entry.at, entry.actor, str(SAID.get(entry.action, entry.action)), _details(entry.payload))
        for entry in history(organisation.stream)
    ]
    return told[::-1]


def _details(payload: Any) -> str:
    kept = payload or {}
    before, after = kept.get("before", {}), kept.get("after", {})
    said = [after["contact"]] if after.get("contact") else []
    if after.get("reason"):
        said.append(_("“%(reason)s”") % {"reason": after["reason"]})
    if "name" in after and before.get("name"):
        said.append(_("%(then)s → %(now)s") % {"then": before["name"], "now": after["name"]})
    if "place_id" in before:
        said.append(_("%(then)s → %(now)s") % {"then": before["place_id"], "now": after.get("place_id", "")})
    return " · ".join(said)
