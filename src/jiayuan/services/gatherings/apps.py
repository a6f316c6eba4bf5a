from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "jiayuan.services.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from . import announce, figures, rules, wall_rules  # noqa: F401

        announce.announce()
