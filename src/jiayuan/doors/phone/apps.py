from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "jiayuan.doors.phone"
    label = "phone"

    def ready(self) -> None:
        from .five import register_doors

        register_doors()
