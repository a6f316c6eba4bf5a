"""What the ledger says of lists that were taken out."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={"export": pgettext_lazy("subject", "List taken out")},
    actions={
        "tables.exported": gettext_lazy("List asked for"),
        "tables.written": gettext_lazy("File of the list written"),
        "tables.refused": gettext_lazy("File not written: the right to it had ended"),
        "tables.downloaded": gettext_lazy("File of the list fetched"),
    },
    fields={
        "list": pgettext_lazy("field", "list"),
        "kind": pgettext_lazy("field", "kind of file"),
        "rows": pgettext_lazy("field", "number of rows"),
        "in_full": pgettext_lazy("field", "in full or masked"),
    },
)
