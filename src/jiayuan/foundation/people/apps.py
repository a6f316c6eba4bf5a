from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "jiayuan.foundation.people"
    label = "people"

    def ready(self) -> None:
        from jiayuan.foundation.common.registers import PersonalDataHolder, registers
        from jiayuan.foundation.places.signals import places_succeeded

        from . import rules, security  # noqa: F401  declare permissions, listen to allauth
        from .domain.erase import erase_account
        from .domain.export import export_account
        from .domain.follow import follow_heirs

        places_succeeded.connect(follow_heirs, dispatch_uid="people.follow")

        registers.personal_data.add(
            "account", PersonalDataHolder(_("Account, roles and devices"), export_account, erase_account)
        )
