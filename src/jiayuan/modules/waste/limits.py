"""How long and how many things may be."""

NAME, WHERE = 40, 80
LITRES, BINS = (10, 5000), (1, 200)
DAYS_AHEAD = 366
"""How far ahead a change can be entered."""
