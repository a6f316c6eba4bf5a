"""Ways on the ground, in plain Python: what checkers reckon with."""

import math

EARTH = 6_371_008.8
"""Mean radius in metres."""


def metres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> int:
    """Great-circle distance in whole metres."""
    one, two = math.radians(latitude), math.radians(to_latitude)
    turn = math.radians(to_longitude - longitude)
    square = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(turn / 2) ** 2
    return round(2 * EARTH * math.asin(math.sqrt(square)))
