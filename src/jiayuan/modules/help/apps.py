from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "jiayuan.modules.help"
    label = "help"

    def ready(self) -> None:
        from . import announce, place_rules, rules  # noqa: F401

        announce.announce()
