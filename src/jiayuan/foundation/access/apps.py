from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jiayuan.foundation.access"
    label = "access"

    def ready(self) -> None:
        from jiayuan.foundation.places.signals import places_succeeded

        from . import rules  # noqa: F401  declares the permissions
        from .domain.follow import follow_heirs

        places_succeeded.connect(follow_heirs, dispatch_uid="access.follow")
