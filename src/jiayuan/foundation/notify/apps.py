from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "jiayuan.foundation.notify"
    label = "notify"

    def ready(self) -> None:
        from . import announce, rules  # noqa: F401

        announce.announce()
