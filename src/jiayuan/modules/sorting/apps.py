from django.apps import AppConfig


class SortingConfig(AppConfig):
    name = "jiayuan.modules.sorting"
    label = "sorting"

    def ready(self) -> None:
        from . import announce, class_rules, pledge_rules, rules  # noqa: F401

        announce.announce()
