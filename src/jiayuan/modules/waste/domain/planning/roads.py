"""The ways that plans are made on: the district's roads where a network is configured, else as the crow flies."""

from pathlib import Path

from django.conf import settings

from jiayuan.engines.rounds import Instance, on_roads


def on_district_roads(instance: Instance) -> Instance:
    """The same question with ways on ``JIAYUAN_ROADS_FILE``.

    :raises Faults, OSError: the file is no network of roads.
    """
    if not settings.ROADS_FILE:
        return instance
    return on_roads(instance, Path(settings.ROADS_FILE).read_text(encoding="utf-8-sig"))
