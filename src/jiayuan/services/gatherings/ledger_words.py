"""How entries of gatherings are called on the ledger's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={"gathering": _("Gathering"), "gathering-series": _("Series of gatherings")},
    actions={
        "gatherings.plan": _("Planned"),
        "gatherings.copy": _("Planned, same as last time"),
        "gatherings.generate": _("Prepared by its series"),
        "gatherings.plan_series": _("Series planned"),
        "gatherings.end_series": _("Series ended"),
        "gatherings.publish": _("Published"),
        "gatherings.open": _("Begun"),
        "gatherings.close": _("Ended"),
        "gatherings.file": _("Filed"),
        "gatherings.cancel": _("Called off"),
        "gatherings.amend": _("Changed"),
        "gatherings.change_seats": _("Number of seats changed"),
        "gatherings.sign_up": _("Signed up"),
        "gatherings.leave": _("Sign-up cancelled"),
        "gatherings.offer": _("Seats offered to who waits"),
        "gatherings.move_up": _("Moved up from the waiting list"),
        "gatherings.accept": _("Offered seat taken"),
        "gatherings.lapse": _("Offer ran out"),
        "gatherings.check_in": _("Checked in"),
        "gatherings.check_out": _("Checked out"),
        "gatherings.repair": _("Times of presence put right"),
        "gatherings.confirm": _("Presence confirmed"),
        "gatherings.deny": _("Presence denied"),
        "gatherings.rate": _("Rated"),
        "gatherings.calendar_made": _("Address of a calendar made"),
        "gatherings.calendar_ended": _("Address of a calendar taken back"),
        "gatherings.walk_in": _("Came without signing up"),
        "gatherings.merge": _("Known to be a person with an account"),
    },
    fields={
        "state": pgettext_lazy("field", "state"),
        "starts_at": pgettext_lazy("field", "begins"),
        "ends_at": pgettext_lazy("field", "ends"),
        "title": pgettext_lazy("field", "title"),
        "where": pgettext_lazy("field", "where"),
        "seats": pgettext_lazy("field", "seats"),
        "role": pgettext_lazy("field", "role"),
        "score": pgettext_lazy("field", "stars"),
        "sign_up": pgettext_lazy("field", "sign-up"),
        "sign_ups": pgettext_lazy("field", "sign-ups"),
        "offered_until": pgettext_lazy("field", "kept until"),
        "in_at": pgettext_lazy("field", "came"),
        "out_at": pgettext_lazy("field", "went"),
        "minutes": pgettext_lazy("field", "minutes"),
        "because": pgettext_lazy("field", "reason"),
        "occurrence": pgettext_lazy("field", "day of the series"),
    },
)
