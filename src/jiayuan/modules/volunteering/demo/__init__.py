"""Volunteering's chapter of the demonstration district."""

from jiayuan.foundation.common.demo import DemoContext


def build_volunteering(context: DemoContext) -> None:
    """Pairs since 2019, lists of this year, volunteers, teams, hours. Loaded only when it is built."""
    from .chapter import tell_volunteering

    tell_volunteering(context)
