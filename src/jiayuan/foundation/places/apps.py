from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jiayuan.foundation.places"
    label = "places"

    def ready(self) -> None:
        # The clock is no app of its own; its start-up checks are announced here, the lowest app that is.
        from jiayuan.foundation.clock import checks  # noqa: F401

        from . import figures, rules  # noqa: F401
        from .interfaces import sheets

        sheets.announce()
