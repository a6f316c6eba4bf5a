"""The sorting school's chapter of the demonstration district."""

from jiayuan.foundation.common.demo import DemoContext


def build_sorting(context: DemoContext) -> None:
    """Loaded only when it is built."""
    from .chapter import tell_sorting

    tell_sorting(context)
