from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "jiayuan.foundation.duties"
    label = "duties"

    def ready(self) -> None:
        from .announce import announce

        announce()
