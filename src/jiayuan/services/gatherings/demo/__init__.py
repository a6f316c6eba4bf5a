"""The gatherings' chapter of the demonstration district."""

from jiayuan.foundation.common.demo import DemoContext


def build_gatherings(context: DemoContext) -> None:
    """Some weeks of a few communities. What it takes is loaded only when it is built."""
    from .chapter import tell_gatherings

    tell_gatherings(context)
