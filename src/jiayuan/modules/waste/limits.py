"""How long and how many things may be."""

from datetime import date, timedelta

NAME, WHERE = 40, 80
LITRES, BINS = (10, 5000), (1, 200)
DAYS_AHEAD = 366
"""How far ahead a change can be entered."""
TRIED_SINCE = date(2017, 3, 30)
"""The plan of the State Council to sort household waste: no pilot and no zone is older."""

PLATE, TICKET = 12, 24
CAPACITY_KG, CAPACITY_LITRES = (50, 29_999), (100, 60_000)
"""From an electric barrow to the largest truck: no weight of 30 tonnes can be true."""
RANGE_KM, MINUTES = (1, 2_000), (0, 480)

NOTE = 120
RECHECK_DAYS = (1, 60)
"""So long there may be to put something right."""
ITEMS, ADDRESS, CONTACT = 120, 60, 20
OCCASION = 20
PIECES, SEATS = (1, 50), (1, 200)
"""Of one appointment; and of appointments in the same hours."""

KIT_TITLE, KIT_WORDS, KIT_STEP = 60, 600, 80
"""A title, what worked, a step of a kit: all on two printed pages."""
KIT_STEPS, KIT_WEEKS = 20, (-26, 52)
"""Steps of a kit, and their weeks beside the week in which it begins."""
COPIES = 20
"""Estates that a kit is drafted for at once."""

TOLD_AHEAD = 7
"""Days before new collection days hold at which residents are told of them, at the least."""
TIMES = (1, 7)
"""Collections a week."""
AT_WORK = timedelta(minutes=15)
"""So long a plan can be worked out, with a worker that dies of it and another that takes it up. After that nobody is at
it any more."""
