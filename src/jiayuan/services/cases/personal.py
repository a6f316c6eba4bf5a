"""Which columns of cases are about a person: handed out and forgotten, or signed for an office and kept."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import PersonalDataHolder, registers

from .domain.neighbours.personal_data import erase_joinings, export_joinings
from .domain.office_data import (
    erase_saved_views,
    erase_sent_photos,
    export_saved_views,
    export_sent_photos,
)
from .domain.outside.personal_data import erase_outside, export_outside
from .domain.personal_data import erase_cases, export_cases

REPORTED = {
    "cases.Case": ("reporter", "words", "address", "answers"),
    "cases.Contact": ("name", "phone"),
    "voice.Rating": ("rated_by", "words"),
}


def announce() -> None:
    """In this order: reports and joinings know their photos by who sent them."""
    for name, holder in (
        ("cases", PersonalDataHolder(_("Reports"), export_cases, erase_cases, REPORTED)),
        (
            "cases-joined",
            PersonalDataHolder(
                _("Joined reports"),
                export_joinings,
                erase_joinings,
                {"cases.Joining": ("person", "phone", "words")},
            ),
        ),
        (
            "cases-outside",
            PersonalDataHolder(
                _("Work asked of me by a link"),
                export_outside,
                erase_outside,
                {"cases.OutsideLink": ("phone",)},
            ),
        ),
        (
            "cases-lists",
            PersonalDataHolder(
                _("Saved lists"),
                export_saved_views,
                erase_saved_views,
                {"cases.SavedView": ("person", "name", "query")},
            ),
        ),
        (
            "photos",
            PersonalDataHolder(
                _("Photos I sent"),
                export_sent_photos,
                erase_sent_photos,
                {"evidence.Photo": ("uploaded_by",)},
            ),
        ),
    ):
        registers.personal_data.add(name, holder)
    _announce_signed()


def _announce_signed() -> None:
    sign = registers.sign
    sign("cases.Case", handler=("stage_since",), verifier=("stage_since",), dispatched_by=("stage_since",))
    sign("cases.CasePart", person=("since",))
    sign("cases.Recall", handler=("at",))
    sign("cases.Tie", handler_before=("at",), verifier_before=("at",))
    sign("cases.Request", asked_by=("asked_at", "reason"), decided_by=("decided_at", "answer"))
    sign("cases.Appeal", asked_by=("asked_at", "words"), decided_by=("decided_at", "reason"))
    sign(
        "cases.DemandMark",
        proposed_by=("proposed_at", "words"),
        decided_by=("decided_at", "answer"),
        looked_by=("looked_at",),
    )
    sign("cases.Doubt", decided_by=("decided_at", "reason"))
    sign(
        "cases.SupervisionOrder",
        issued_by=("issued_at", "reason", "wanted"),
        answered_by=("answered_at", "answer"),
        judged_by=("judged_at", "remark"),
    )
    sign("cases.OutsideLink", sent_by=("sent_at", "asked", "matter"), revoked_by=("revoked_at",))
    sign("cases.OutsideAnswer", seen_by=("seen_at", "reply"))
    sign("cases.Dossier", who=("asked_at", "reason"))
    sign("cases.ReplyTemplate", changed_by=("changed_at", "name", "name_en", "words", "words_en"))
    sign("cases.DispatchRuleSet", made_by=("published_at", "reason"), published_by=("published_at",))
    sign("cases.DryRun", asked_by=("asked_at",))
