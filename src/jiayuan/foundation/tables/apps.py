from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "jiayuan.foundation.tables"
    label = "tables"

    def ready(self) -> None:
        from .announce import announce

        announce()
