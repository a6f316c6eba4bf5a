from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    name = "jiayuan.modules.volunteering"
    label = "volunteering"

    def ready(self) -> None:
        from . import announce, rules  # noqa: F401

        announce.announce()
