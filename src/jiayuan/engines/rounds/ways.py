"""All ways of an instance as arrays: what the solver drives on. ``check`` reckons each way by itself."""

import numpy as np
from numpy.typing import NDArray

from jiayuan.engines.ground import EARTH

from .model import EXACTLY, FAR, Instance, Measure, Truck

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def metres_between(instance: Instance) -> Ints:
    """From every place (rows) to every other."""
    roads = instance.roads
    if roads.measure is Measure.TABLE:
        return np.minimum(np.array(roads.metres, dtype=np.int64), FAR)
    where = np.array([(each.x, each.y) for each in instance.places], dtype=np.float64)
    if roads.measure is Measure.GROUND:
        # As the checker does, in two steps: whole metres, then what streets wind.
        return np.rint(_great_circle(where)).astype(np.int64) * roads.winding // 1_000
    plane = np.hypot(*(where[:, None, axis] - where[None, :, axis] for axis in (0, 1)))
    match roads.measure:
        case Measure.ROUND:
            return np.floor(plane + 0.5).astype(np.int64)
        case Measure.TENTHS:
            return np.floor(10 * plane).astype(np.int64)
        case _:
            return np.floor(EXACTLY * plane + 0.5).astype(np.int64)


def seconds_between(instance: Instance, truck: Truck, metres: Ints) -> Ints:
    """What each way takes such a truck."""
    if instance.roads.seconds:
        return np.minimum(np.array(instance.roads.seconds, dtype=np.int64), FAR)
    if truck.speed is None:
        return metres
    return np.minimum(-(-metres * 3_600 // truck.speed), FAR)


def _great_circle(where: Floats) -> Floats:
    radians = np.radians(where)
    east, north = (radians[None, :, axis] - radians[:, None, axis] for axis in (0, 1))
    flat = np.cos(radians[:, None, 1]) * np.cos(radians[None, :, 1])
    square = np.sin(north / 2) ** 2 + flat * np.sin(east / 2) ** 2
    across: Floats = 2 * EARTH * np.arcsin(np.sqrt(square))
    return across
