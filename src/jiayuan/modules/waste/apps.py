from django.apps import AppConfig


class WasteConfig(AppConfig):
    name = "jiayuan.modules.waste"
    label = "waste"

    def ready(self) -> None:
        from . import announce, rules  # noqa: F401

        announce.announce()
