"""Duties that did not end well in time are told to the IT staff, once each time it happens."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.duties.domain.alarm import Standing, late
from jiayuan.foundation.ledger.domain.record import AlreadyRecorded, already_recorded, record

from .reach import holders
from .tell import Said, tell

KIND = "duties.late"


def watch_duties() -> int:
    """Record and tell each duty that is newly late. How many there were."""
    return sum(_ring(each) for each in late())


def _ring(standing: Standing) -> bool:
    name, since = standing.duty.name, standing.quiet_since
    assert since is not None  # noqa: S101 late duties are known
    nonce = f"duty-late:{name}:{since:%Y%m%d%H%M%S}"
    if already_recorded(nonce):
        return False
    try:
        with transaction.atomic():
            error = standing.run.error if standing.run else ""
            after = {"since": since.isoformat(), "error": error}
            entry = record(f"duty/{name}", "duties.late", after=after, nonce=nonce)
            tell(KIND, entry=entry, say=lambda: _said(standing), people=holders(Role.IT_STAFF))
    except AlreadyRecorded:
        return False
    return True


def _said(standing: Standing) -> Said:
    title = _("Not done in time: %(duty)s") % {"duty": standing.duty.label}
    return Said(title, standing.run.error if standing.run else "", reverse("console-duties"))
