from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "jiayuan.district.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from jiayuan.foundation.common.registers import PersonalDataHolder, registers

        from .belonging import suggest_places
        from .news import erase_read_mark, export_read_mark
        from .ordinary import register_ordinary_intents

        register_ordinary_intents()
        registers.searches.add("places", suggest_places)
        holder = PersonalDataHolder(
            _("Up to when messages were read"),
            export_read_mark,
            erase_read_mark,
            {"desk.ReadMark": ("person",)},
        )
        registers.personal_data.add("read-mark", holder)
