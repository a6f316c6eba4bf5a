"""How entries of wishes and stations are called on the ledger's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={"wish": _("Wish"), "help-station": _("Help station")},
    actions={
        "help.post": _("Wish posted"),
        "help.open": _("Wish taken up"),
        "help.decline": _("Wish not taken up"),
        "help.move": _("Wish became a report"),
        "help.withdraw": _("Wish withdrawn"),
        "help.amend": _("Card of the wish changed"),
        "help.climb": _("Offered further up"),
        "help.top": _("Nobody took it on; the community decides"),
        "help.confirm": _("Wish confirmed as fulfilled"),
        "help.confirm_silent": _("Taken as fulfilled, as nobody objected"),
        "help.object": _("Not done, says who wished"),
        "help.give_up": _("Nobody was found"),
        "help.claim": _("Wish taken on"),
        "help.contact": _("In touch with who wished"),
        "help.fulfil": _("Done, says the helper"),
        "help.return": _("Given back"),
        "help.lapse": _("Lease ran out"),
        "help.read_contact": _("Name and number looked at"),
        "help.relay": _("Line passed on"),
        "help.open_station": _("Station opened"),
        "help.change_station": _("Station changed"),
        "help.open_post": _("Post opened"),
        "help.end_post": _("Post ended"),
        "help.join_post": _("Helper joined"),
        "help.verify_member": _("Helper verified"),
        "help.leave_post": _("Helper left"),
    },
    fields={
        "tier": _("tier"),
        "title": _("title"),
        "public_words": _("words of the card"),
        "seats": _("helpers it takes"),
        "kind": _("kind"),
        "urgency": _("urgency"),
        "claim": _("claim"),
        "claims": _("claims"),
        "seat": _("seat"),
        "line": _("line passed on"),
        "post": _("post"),
        "member": _("member"),
        "case_id": pgettext_lazy("field of a wish", "report"),
        "case": pgettext_lazy("field of a wish", "report"),
    },
)
