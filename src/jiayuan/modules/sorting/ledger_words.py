"""How entries of the sorting school are called on the ledger's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={
        "sorting-word": _("Word that nobody knew"),
        "sorting-item": _("The district's own answer"),
        "sorting-pledge": _("Sorting pledge"),
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
    },
)
