from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jiayuan.foundation.access"
    label = "access"

    def ready(self) -> None:
        from . import rules  # noqa: F401  declares the permissions
