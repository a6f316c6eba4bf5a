from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

HOUR = 3600


class PeopleConfig(AppConfig):
    name = "jiayuan.foundation.people"
    label = "people"

    def ready(self) -> None:
        from jiayuan.foundation.common.registers import Duty, PersonalDataHolder, registers
        from jiayuan.foundation.places.affected import Affected, affected
        from jiayuan.foundation.places.signals import places_succeeded

        from . import rules, security  # noqa: F401  declare permissions, listen to allauth
        from .domain.codes import forget_old_codes
        from .domain.erase import erase_account
        from .domain.export import export_account
        from .domain.follow import count_affected, follow_heirs
        from .domain.signed import export_signed, keep_signed
        from .interfaces import role_sheet, sheets

        sheets.announce()
        role_sheet.announce()
        places_succeeded.connect(follow_heirs, dispatch_uid="people.follow")
        affected.add("homes", Affected(_("People who belong here"), count_affected))

        forget = Duty("forget codes", _("Forget one-time codes"), HOUR, forget_old_codes, 6 * HOUR)
        registers.duties.add(forget.name, forget)
        registers.personal_data.add(
            "account",
            PersonalDataHolder(
                _("Account, roles and devices"),
                export_account,
                erase_account,
                {
                    "access.RoleGrant": ("person",),
                    "people.Consent": ("beneficiary", "beneficiary_name"),
                    "people.Person": ("name", "phone", "username", "email"),
                },
            ),
        )
        registers.personal_data.add(
            "signed", PersonalDataHolder(_("What I did for an office"), export_signed, keep_signed)
        )
        registers.sign("people.Consent", helper=("given_at", "purpose"))
