"""How the ledger's pages call what is done to cases: see ``foundation.common.registers.LedgerWords``."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

from .enums import OutsideKind
from .lifecycle import FORMER, TRANSITIONS

WORDS = LedgerWords(
    subjects={
        "case": pgettext_lazy("subject", "Case"),
        "catalogue": pgettext_lazy("subject", "Catalogue"),
        "scores": pgettext_lazy("subject", "Month"),
        "category-model": pgettext_lazy("subject", "Suggestions of categories"),
        "replies": pgettext_lazy("subject", "Kept words to begin with"),
        "reply": pgettext_lazy("subject", "Kept words"),
        "dispatch-rules": pgettext_lazy("subject", "Dispatch rules"),
    },
    actions={f"cases.{each.action}": each.done for each in TRANSITIONS}
    | {f"cases.{name}": words for name, words in FORMER.items()}
    | {
        "cases.report": _("Reported"),
        "cases.escalate": _("Raised, because it is late"),
        "cases.freeze_month": _("Month frozen"),
        "cases.export_month": _("Lines of a month exported"),
        "cases.doubt": _("A sign to look twice"),
        "cases.decide_doubt": _("A sign was looked at"),
        "cases.claim": _("Taken into the reporter's account"),
        "cases.join": _("A neighbour joined: the same problem"),
        "cases.leave": _("A neighbour no longer follows it"),
        "cases.reveal": _("Contact of the reporter looked up"),
        "cases.reveal_words": _("Words of the report read in full"),
        "cases.dossier": _("Proof file made"),
        "cases.outside_sent": _("Somebody outside was asked by a link"),
        "cases.outside_reminded": _("Reminded by message"),
        "cases.outside_revoked": _("The link was taken back"),
        "cases.outside_noted": _("Took note of the answer from outside"),
        "cases.export": _("List of cases exported"),
        "cases.publish_version": _("New promise published"),
        "cases.publish_dispatch": _("Dispatch rules published"),
        "cases.train_model": _("Suggestions of categories learnt anew"),
        "cases.write_reply": _("Kept words written"),
        "cases.load_replies": _("Kept words to begin with loaded"),
        "cases.retire_reply": _("Kept words put away"),
        "cases.load_catalogue": _("Catalogue loaded"),
    }
    | {f"cases.outside_{each}": each.label for each in OutsideKind},
    fields={
        "state": pgettext_lazy("field", "state"),
        "joining": pgettext_lazy("field", "joining"),
        "reader": pgettext_lazy("field", "for whom"),
        "in_full": pgettext_lazy("field", "in full"),
        "link": pgettext_lazy("field", "link"),
        "answer": pgettext_lazy("field", "answer"),
        "outside_answer": pgettext_lazy("field", "answer from outside"),
        "stands_in": pgettext_lazy("field", "on behalf of the unit"),
        "name": pgettext_lazy("field", "name"),
        "expected_on": pgettext_lazy("field", "expected on"),
        "words": pgettext_lazy("field", "words said"),
        "role": pgettext_lazy("field", "part of who acted"),
        "unit": pgettext_lazy("field", "unit"),
        "unit_id": pgettext_lazy("field", "unit"),
        "handler_id": pgettext_lazy("field", "who handles it"),
        "verifier_id": pgettext_lazy("field", "who verified it"),
        "due_at": pgettext_lazy("field", "deadline"),
        "round": pgettext_lazy("field", "round"),
        "category": pgettext_lazy("field", "category"),
        "escalation": pgettext_lazy("field", "level raised to"),
        "score": pgettext_lazy("field", "stars"),
        "version": pgettext_lazy("field", "version"),
        "cases": pgettext_lazy("field", "number of cases"),
        "replies": pgettext_lazy("field", "kept words"),
        "words_en": pgettext_lazy("field", "English wording"),
        "model": pgettext_lazy("field", "number of the training"),
        "why": pgettext_lazy("field", "why this unit"),
        "rules": pgettext_lazy("field", "rules"),
        "number": pgettext_lazy("field", "number"),
        "request": pgettext_lazy("field", "kind of request"),
        "proposed": pgettext_lazy("field", "unit proposed"),
        "to": pgettext_lazy("field", "sent on to"),
        "ground": pgettext_lazy("field", "ground"),
        "kind": pgettext_lazy("field", "sign"),
        "measured": pgettext_lazy("field", "what was measured"),
        "month": pgettext_lazy("field", "month"),
        "lines": pgettext_lazy("field", "number of lines"),
        "digest": pgettext_lazy("field", "hash"),
        "verdict": pgettext_lazy("field", "what it was"),
        "public_words": pgettext_lazy("field", "words for the public"),
        "is_public": pgettext_lazy("field", "public or not"),
    },
)
