"""Help stations' chapter of the demonstration district."""

from jiayuan.foundation.common.demo import DemoContext


def build_help(context: DemoContext) -> None:
    """The street with ten stations since 2019, and today's wishes. Loaded only when it is built."""
    from .chapter import tell_help

    tell_help(context)
