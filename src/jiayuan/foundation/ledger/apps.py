from django.apps import AppConfig
from django.db.models.signals import post_migrate

DAY = 86400


class LedgerConfig(AppConfig):
    name = "jiayuan.foundation.ledger"
    label = "ledger"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from jiayuan.foundation.common.registers import Duty, registers

        from .domain.seal import seal_what_is_new
        from .domain.verification import verify_by_the_clock
        from .triggers import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="ledger.triggers")
        duty = Duty("ledger seal", _("Seal the ledger"), 3600, seal_what_is_new, 3 * 3600)
        registers.duties.add(duty.name, duty)
        walk = Duty(
            "ledger verify",
            _("Verify the ledger"),
            DAY,
            verify_by_the_clock,
            3 * DAY,
            lease=2 * 3600,
            apart=True,
        )
        registers.duties.add(walk.name, walk)
