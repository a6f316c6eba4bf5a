"""When people of a street wish, work and are awake, in minutes since the first of January 2025 in Taiyuan."""

import random
from datetime import UTC, datetime, timedelta

HOUR, DAY = 60, 24 * 60
START = datetime(2025, 1, 1, tzinfo=UTC) - timedelta(hours=8)
MONTHS = (1.15, 0.8, 1.0, 0.95, 0.95, 1.0, 1.15, 1.1, 0.95, 0.9, 1.2, 1.2)
"""Winter with its stoves, the empty weeks of the Spring Festival, the summer's rain, heating from November."""
WEEKDAYS = (1.1, 1.0, 1.0, 1.0, 1.05, 0.7, 0.55)
HOURS = {8: 5, 9: 9, 10: 10, 11: 7, 12: 4, 13: 3, 14: 6, 15: 8, 16: 8, 17: 7, 18: 7, 19: 7, 20: 5, 21: 3}


def moment(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def local(minute: int) -> datetime:
    """As the clock on the wall shows it."""
    return moment(minute) + timedelta(hours=8)


def posting(lot: random.Random, until: int) -> int:
    """A minute of the first ``until`` days at which somebody wishes something."""
    days = range(until)
    weights = [MONTHS[local(day * DAY).month - 1] * WEEKDAYS[local(day * DAY).weekday()] for day in days]
    day = lot.choices(days, weights)[0]
    return day * DAY + lot.choices(list(HOURS), list(HOURS.values()))[0] * HOUR + lot.randrange(HOUR)


def at_work(minute: int) -> int:
    """The same minute if the office is open, else early on the next day on which it is."""
    hour = minute % DAY / HOUR
    day = minute - minute % DAY
    if local(minute).weekday() < 5 and 9 <= hour < 17.5:
        return minute
    if hour >= 9:
        day += DAY
    while local(day).weekday() > 4:
        day += DAY
    return day + 9 * HOUR + minute % 45


def awake(minute: int) -> int:
    """Nobody rings at night."""
    hour = minute % DAY // HOUR
    if hour < 8:
        return minute + (8 - hour) * HOUR
    return minute if hour < 22 else minute + (32 - hour) * HOUR


def after(lot: random.Random, minute: int, mean: float) -> int:
    """Some time later, ``mean`` minutes on the average, when people are awake."""
    return awake(minute + 1 + int(lot.expovariate(1 / mean)))
