"""How the ledger's pages call what is done in volunteering."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={
        "pairing": pgettext_lazy("subject", "Pairing"),
        "yearly-item": pgettext_lazy("subject", "Item of a yearly list"),
        "season": pgettext_lazy("subject", "Season"),
        "season-plan": pgettext_lazy("subject", "Plan of a season"),
        "branch-report": pgettext_lazy("subject", "Member reported to a community"),
        "volunteer": pgettext_lazy("subject", "Volunteer"),
        "team": pgettext_lazy("subject", "Team"),
        "muster": pgettext_lazy("subject", "Muster"),
    },
    actions={
        "volunteering.propose_pairing": _("Pairing proposed"),
        "volunteering.agree_pairing": _("Pairing agreed"),
        "volunteering.end_pairing": _("Pairing ended"),
        "volunteering.note_activity": _("Joint activity noted"),
        "volunteering.reveal_contact": _("Contact of a pairing looked up"),
        "volunteering.write_item": _("Put on a yearly list"),
        "volunteering.match_items": _("Need and offer matched"),
        "volunteering.finish_item": _("Item of a yearly list done"),
        "volunteering.open_season": _("Season opened"),
        "volunteering.begin_plan": _("Plan of a season asked for"),
        "volunteering.finish_plan": _("Plan of a season worked out"),
        "volunteering.stop_plan": _("Plan of a season stopped"),
        "volunteering.accept_plan": _("Plan of a season accepted"),
        "volunteering.report_member": _("Member reported to a community"),
        "volunteering.end_report": _("Member took leave of a community"),
        "volunteering.register_volunteer": _("Became a volunteer"),
        "volunteering.edit_volunteer": _("Profile of a volunteer changed"),
        "volunteering.leave_volunteer": _("No volunteer any more"),
        "volunteering.note_guardian": _("Guardian's consent noted"),
        "volunteering.thank": _("Thanked"),
        "volunteering.reveal_volunteer": _("Numbers of a volunteer looked up"),
        "volunteering.add_qualification": _("Qualification shown"),
        "volunteering.verify_qualification": _("Qualification verified"),
        "volunteering.qualification_expires": _("Reminded of a qualification that runs out"),
        "volunteering.agree_to_be_named": _("Agreed to be named"),
        "volunteering.withdraw_name": _("Not to be named any more"),
        "volunteering.form_team": _("Team formed"),
        "volunteering.add_member": _("Taken into a team"),
        "volunteering.remove_member": _("Left a team"),
        "volunteering.choose_leader": _("Leader of a team chosen"),
        "volunteering.dissolve_team": _("Team dissolved"),
        "volunteering.call_muster": _("Volunteers called together"),
        "volunteering.answer_muster": _("Call answered"),
        "volunteering.close_muster": _("Call closed"),
    },
    fields={
        "since": pgettext_lazy("field", "since"),
        "contact": pgettext_lazy("field", "contact"),
        "branch": pgettext_lazy("field", "branch"),
        "changed": pgettext_lazy("field", "what was changed"),
        "volunteer": pgettext_lazy("field", "volunteer"),
        "called": pgettext_lazy("field", "how many were called"),
        "pairs": pgettext_lazy("field", "pairs"),
    },
)
