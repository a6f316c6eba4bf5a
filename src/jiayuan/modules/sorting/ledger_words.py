"""How entries of the sorting school are called on the ledger's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={
        "sorting-word": _("Word that nobody knew"),
        "sorting-item": _("The district's own answer"),
        "sorting-pledge": _("Sorting pledge"),
        "sorting-wording": _("Words of the pledge"),
        "sorting-class": _("Class of the sorting school"),
    },
    actions={
        "sorting.wonder": _("Asked which bin"),
        "sorting.answer": _("Answered which bin"),
        "sorting.put_aside": _("Word put aside"),
        "sorting.end_item": _("Answer ended"),
        "sorting.open_class": _("Class opened"),
        "sorting.close_class": _("Class closed and deleted"),
        "sorting.sign_pledge": _("Pledge signed"),
        "sorting.withdraw_pledge": _("Pledge taken back"),
        "sorting.renew_pledge": _("New words of the pledge signed"),
        "sorting.begin_wording": _("Draft of new words begun"),
        "sorting.change_wording": _("Draft changed"),
        "sorting.drop_wording": _("Draft dropped"),
        "sorting.settle_wording": _("New words put in force"),
        "sorting.recall_wording": _("New words called back before their day"),
        "sorting.invented": _("Invented for the demonstration"),
    },
    fields={
        "key": pgettext_lazy("sorting", "word"),
        "times": _("times asked"),
        "category": pgettext_lazy("sorting", "where it goes"),
        "item": pgettext_lazy("sorting", "answer"),
        "level": pgettext_lazy("sorting", "level"),
        "seats": pgettext_lazy("sorting", "phones"),
        "questions": pgettext_lazy("sorting", "questions"),
        "right": pgettext_lazy("sorting", "right answers"),
        "wrong": pgettext_lazy("sorting", "wrong answers"),
        "version": pgettext_lazy("sorting", "version of the words"),
        "source": pgettext_lazy("sorting", "source"),
        "zh": pgettext_lazy("sorting", "in Chinese"),
        "en": pgettext_lazy("sorting", "in English"),
        "from": pgettext_lazy("sorting", "starting from version"),
        "since": pgettext_lazy("sorting", "in force from"),
        "ask_again": pgettext_lazy("sorting", "ask those who signed before"),
    },
)
