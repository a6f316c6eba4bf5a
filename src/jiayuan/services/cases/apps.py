from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "jiayuan.services.cases"
    label = "cases"

    def ready(self) -> None:
        from . import announce, rules  # noqa: F401

        announce.announce()
