"""What a module is handed to add its part to the demonstration district."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any


@dataclass(frozen=True)
class DemoContext:
    """Everything follows from ``seed`` and ``now``: two builds with the same of both tell the same story.

    ``now`` is the moment the demonstration leads up to; ``opening`` the one at which its history begins. ``small``
    asks for the least that still shows every state (for tests).
    """

    seed: str
    opening: datetime
    now: datetime
    small: bool
    progress: Callable[[str], None]
    """Takes one line to show to whoever waits."""
    pulse: Callable[[], None] = lambda: None
    """Called between chunks of long work: the build is still alive."""
    people: Mapping[str, Any] = field(default_factory=dict)
    """The demonstration accounts by key, such as ``resident``."""
    estates: Sequence[Any] = ()
    """The invented estates, in order of path."""

    def random(self, name: str) -> Random:
        """A source of chance of one's own: what one part draws changes nothing for the others."""
        return Random(f"{self.seed}/{name}")
