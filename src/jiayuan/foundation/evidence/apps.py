from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "jiayuan.foundation.evidence"
    label = "evidence"

    def ready(self) -> None:
        from jiayuan.foundation.common.registers import Duty, registers

        from .domain.accept_sound import remove_orphan_sounds
        from .domain.tidy import remove_orphans

        duty = Duty(
            "remove orphan photos", _("Remove photos that belong to nothing"), 3600, remove_orphans, 6 * 3600
        )
        registers.duties.add(duty.name, duty)
        words = _("Remove voice notes that belong to nothing")
        sounds = Duty("remove orphan sounds", words, 3600, remove_orphan_sounds, 6 * 3600)
        registers.duties.add(sounds.name, sounds)
