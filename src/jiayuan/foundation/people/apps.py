from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "jiayuan.foundation.people"
    label = "people"

    def ready(self) -> None:
        from jiayuan.foundation.common.registers import PersonalDataHolder, registers

        from . import rules, security  # noqa: F401  declare permissions, listen to allauth
        from .domain.erase import erase_account
        from .domain.export import export_account

        registers.personal_data.add(
            "account", PersonalDataHolder(_("Account, roles and devices"), export_account, erase_account)
        )
