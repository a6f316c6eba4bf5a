from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jiayuan.foundation.organisations"
    label = "organisations"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from jiayuan.foundation.places.affected import Affected, affected
        from jiayuan.foundation.places.signals import places_succeeded

        from . import figures, rules  # noqa: F401
        from .domain.follow import count_affected, follow_heirs
        from .interfaces import sheets

        sheets.announce()

        places_succeeded.connect(follow_heirs, dispatch_uid="organisations.follow")
        affected.add("organisations", Affected(_("Organisations"), count_affected))
