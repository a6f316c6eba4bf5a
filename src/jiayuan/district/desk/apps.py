from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "jiayuan.district.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from jiayuan.foundation.common.registers import registers

        from .belonging import suggest_places
        from .ordinary import register_ordinary_intents

        register_ordinary_intents()
        registers.searches.add("places", suggest_places)
