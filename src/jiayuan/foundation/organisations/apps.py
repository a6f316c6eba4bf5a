from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jiayuan.foundation.organisations"
    label = "organisations"

    def ready(self) -> None:
        from jiayuan.foundation.places.signals import places_succeeded

        from . import rules  # noqa: F401
        from .domain.follow import follow_heirs

        places_succeeded.connect(follow_heirs, dispatch_uid="organisations.follow")
