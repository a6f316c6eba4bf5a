"""Positions: the two datums in use in China, distances, and coarse positions for the public.

GCJ-02 is the datum that web maps in China must use: WGS-84 shifted by a smooth, published amount of up to
half a kilometre. The shift is computed here from the published series; the way back has no closed form and
is found by iteration. Positions outside the box around China are the same in both.
"""

from math import asin, ceil, cos, floor, pi, radians, sin, sqrt

Position = tuple[float, float]
"""(latitude, longitude) in degrees."""

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""

# The Krasovsky 1940 ellipsoid, on which the shift is defined.
_AXIS = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943_23
# The point the series are written around.
_LATITUDE_0, _LONGITUDE_0 = 35.0, 105.0
_BOX = (0.8293, 55.8271, 72.004, 137.8347)
_MOST_ROUNDS = 30
_CLOSE_ENOUGH = 1e-13


def is_shifted(latitude: float, longitude: float) -> bool:
    """Does GCJ-02 differ from WGS-84 here? (The published box around China.)"""
    south, north, west, east = _BOX
    return south <= latitude <= north and west <= longitude <= east


def wgs84_to_gcj02(latitude: float, longitude: float) -> Position:
    """Where Chinese web maps draw a WGS-84 position. Degrees in and out."""
    if not is_shifted(latitude, longitude):
        return latitude, longitude
    north, east = _shift(latitude, longitude)
    return latitude + north, longitude + east


def gcj02_to_wgs84(latitude: float, longitude: float) -> Position:
    """The WGS-84 position of a GCJ-02 one, by fixed-point iteration: exact to the last digits of a float.

    The shift changes by less than a thousandth from a place to one half a kilometre off, so each round gains
    three digits. Round trips agree to better than a micrometre (see the tests).
    """
    if not is_shifted(latitude, longitude):
        return latitude, longitude
    guess = (latitude, longitude)
    for _round in range(_MOST_ROUNDS):
        north, east = _shift(*guess)
        error = (guess[0] + north - latitude, guess[1] + east - longitude)
        guess = (guess[0] - error[0], guess[1] - error[1])
        if max(abs(error[0]), abs(error[1])) < _CLOSE_ENOUGH:
            break
    return guess


def _shift(latitude: float, longitude: float) -> Position:
    """How far GCJ-02 lies north and east of WGS-84, in degrees."""
    y, x = latitude - _LATITUDE_0, longitude - _LONGITUDE_0
    metres_north, metres_east = _series_north(x, y), _series_east(x, y)
    slope = 1 - _ECCENTRICITY_SQUARED * sin(radians(latitude)) ** 2
    meridian_radius = _AXIS * (1 - _ECCENTRICITY_SQUARED) / slope**1.5
    parallel_radius = _AXIS / sqrt(slope) * cos(radians(latitude))
    return metres_north / meridian_radius * 180 / pi, metres_east / parallel_radius * 180 / pi


def _waves(angle: float, *terms: tuple[float, float]) -> float:
    """Two thirds of a sum of sines; ``angle`` in half turns, each term an (amplitude, divisor)."""
    return sum(amplitude * sin(angle * pi / divisor) for amplitude, divisor in terms) * 2 / 3


def _series_north(x: float, y: float) -> float:
    polynomial = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    return polynomial + ripple + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))


def _series_east(x: float, y: float) -> float:
    polynomial = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    return polynomial + ripple + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30))


def metres_between(a: Position, b: Position) -> float:
    """Great-circle distance in metres; against the ellipsoid it is out by at most 0.6 %."""
    half_up, half_along = radians(b[0] - a[0]) / 2, radians(b[1] - a[1]) / 2
    chord = sin(half_up) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(half_along) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


def snap(latitude: float, longitude: float, metres: float = 100) -> Position:
    """The middle of the grid cell, ``metres`` wide, that a position lies in: what the public may see of it.

    Every position in a cell gives the same answer, so that no number of looks tells more than the cell.
    """
    up = metres / metres_per_degree()
    row = floor(latitude / up)
    # The cell's width follows from its row, not from the position, or neighbours would not line up.
    along = 360 / ceil(360 * metres_per_degree() * cos(radians((row + 0.5) * up)) / metres)
    column = floor(longitude / along)
    return round((row + 0.5) * up, 6), round((column + 0.5) * along, 6)


def metres_per_degree() -> float:
    """Along a meridian."""
    return EARTH_RADIUS * pi / 180


def metres_to_degrees(metres: float, latitude: float) -> Position:
    """(degrees of latitude, degrees of longitude) that ``metres`` are at this latitude."""
    up = metres / metres_per_degree()
    return up, up / cos(radians(latitude))
