from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "jiayuan.foundation.burden"
    label = "burden"

    def ready(self) -> None:
        from .announce import announce

        announce()
