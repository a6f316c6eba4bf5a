"""What is said of every plan."""

from enum import StrEnum


class Status(StrEnum):
    OPTIMAL = "optimal"
    BEST_FOUND = "best_found"
    """Time was up; ``bound`` says how much better it could be at most."""
