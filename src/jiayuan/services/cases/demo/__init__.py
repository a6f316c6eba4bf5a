"""The cases' chapter of the demonstration district."""

from jiayuan.foundation.common.demo import DemoContext


def build_cases(context: DemoContext) -> None:
    """A history from 2019 to today. What it takes is loaded only when it is built."""
    from .chapter import tell_cases

    tell_cases(context)
