from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WasteConfig(AppConfig):
    name = "jiayuan.modules.waste"
    label = "waste"

    def ready(self) -> None:
        from jiayuan.foundation.places.affected import Affected, affected
        from jiayuan.foundation.places.signals import places_succeeded

        from . import announce, checks, ops_rules, rules, shift_rules  # noqa: F401
        from .domain.follow import count_affected, follow_heirs

        announce.announce()
        places_succeeded.connect(follow_heirs, dispatch_uid="waste.follow")
        affected.add("drop points", Affected(_("Drop points"), count_affected))
