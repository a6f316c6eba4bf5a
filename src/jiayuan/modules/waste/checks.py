"""What the start-up checks say about the roads that rounds are planned on."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _


@register
def check_roads(**_kwargs: Any) -> list[CheckMessage]:
    """Only that the file is there: a city's network takes a while to read, and the first plan says what is wrong."""
    if not settings.ROADS_FILE or Path(settings.ROADS_FILE).is_file():
        return []
    return [
        Error(
            _("There is no file of roads at %(path)s.") % {"path": settings.ROADS_FILE},
            hint="JIAYUAN_ROADS_FILE",
            id="waste.E001",
        )
    ]
