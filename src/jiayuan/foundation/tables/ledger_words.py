"""What the ledger says of lists that were brought in and taken out."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={
        "export": pgettext_lazy("subject", "List taken out"),
        "import": pgettext_lazy("subject", "Import"),
    },
    actions={
        "tables.exported": gettext_lazy("List asked for"),
        "tables.handed_over": gettext_lazy("List handed to a program"),
        "tables.written": gettext_lazy("File of the list written"),
        "tables.refused": gettext_lazy("File not written: the right to it had ended"),
        "tables.downloaded": gettext_lazy("File of the list fetched"),
        "tables.uploaded": gettext_lazy("File of an import chosen"),
        "tables.confirmed": gettext_lazy("Import decided"),
        "tables.imported": gettext_lazy("Rows imported"),
        "tables.cancelled": gettext_lazy("Import cancelled"),
        "tables.lapsed": gettext_lazy("Import ended: nobody decided"),
    },
    fields={
        "list": pgettext_lazy("field", "list"),
        "kind": pgettext_lazy("field", "kind of file"),
        "rows": pgettext_lazy("field", "number of rows"),
        "bytes": pgettext_lazy("field", "size of the file"),
        "mode": pgettext_lazy("field", "all rows or the good ones"),
        "bad": pgettext_lazy("field", "rows with faults"),
        "written": pgettext_lazy("field", "rows written"),
        "in_full": pgettext_lazy("field", "in full or masked"),
    },
)
