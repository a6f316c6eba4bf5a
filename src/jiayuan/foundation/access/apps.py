from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jiayuan.foundation.access"
    label = "access"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from jiayuan.foundation.common.registers import registers
        from jiayuan.foundation.places.affected import Affected, affected
        from jiayuan.foundation.places.signals import places_succeeded

        from . import rules  # noqa: F401  declares the permissions
        from .domain.follow import count_affected, follow_heirs
        from .tokens import announce

        places_succeeded.connect(follow_heirs, dispatch_uid="access.follow")
        affected.add("roles", Affected(_("Roles"), count_affected))
        announce.announce()
        registers.sign("access.RoleGrant", granted_by=("created_at",), revoked_by=("revoked_at",))
