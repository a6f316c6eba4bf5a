from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "jiayuan.district.figures"
    label = "figures"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from jiayuan.foundation.common.registers import LedgerWords, registers

        actions = {"figures.export": _("Took the rows behind a figure as a table")}
        fields = {"figure": _("Figure"), "rows": _("Rows"), "day": _("Day")}
        registers.ledger_words.add("figures", LedgerWords(actions=actions, fields=fields))
