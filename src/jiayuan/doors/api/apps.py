from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jiayuan.doors.api"
    label = "api"

    def ready(self) -> None:
        from . import announce

        announce.announce()
