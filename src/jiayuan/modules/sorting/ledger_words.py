"""How entries of the sorting school are called on the ledger's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={
        "sorting-word": _("Word that nobody knew"),
        "sorting-item": _("The district's own answer"),
    },
    actions={
        "sorting.wonder": _("Asked which bin"),
        "sorting.answer": _("Answered which bin"),
        "sorting.put_aside": _("Word put aside"),
        "sorting.end_item": _("Answer ended"),
        "sorting.invented": _("Invented for the demonstration"),
    },
    fields={
        "key": pgettext_lazy("sorting", "word"),
        "times": _("times asked"),
        "category": pgettext_lazy("sorting", "where it goes"),
        "item": pgettext_lazy("sorting", "answer"),
        "source": pgettext_lazy("sorting", "source"),
    },
)
