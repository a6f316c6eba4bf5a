"""Waste sorting's chapter of the demonstration district."""

from jiayuan.foundation.common.demo import DemoContext


def build_waste(context: DemoContext) -> None:
    """Loaded only when it is built."""
    from .chapter import tell_waste

    tell_waste(context)
