"""What gatherings are bounded by. Lengths in the unit that the name says."""

from datetime import timedelta

LONGEST = timedelta(hours=12)
"""A session may cross midnight, but not be longer than this."""
FARTHEST = timedelta(days=366)
"""How far ahead a session may be set."""
MOST_SEATS = 2000
MOST_ROLES = 12
MOST_IN_GROUP = 8
"""How many one person signs up at once, themselves included."""
MOST_WEEKS_AHEAD = 12
MOST_LINES = 300
"""Lines of a paper list that are entered at once."""
MOST_PHOTOS, PHOTOS_AT_ONCE = 40, 6
"""Of one gathering; and sent with one form."""
MOST_MATERIAL, MOST_PIECES = 30, 999
"""Lines of material; pieces of one."""
MATERIAL_NAME = 40
MOST_BLANKS = 60
"""Blank rows on a printed sheet."""

MOST_CHOICES, MOST_OPEN_QUESTIONS = 8, 5
"""Answers of a poll, and how many questions one person may have waiting for the host."""
QUESTION, CHOICE = 160, 60
TITLE, WORDS, WHERE, ROLE_NAME, PERSON_NAME = 60, 2000, 120, 30, 40
"""Characters."""

REMIND_BEFORE = (24 * 60, 2 * 60)
"""Minutes before the start at which those who have a seat are reminded, where nobody chose otherwise."""
MOST_REMINDERS = 4
SOONEST_REMINDER, EARLIEST_REMINDER = 10, 3 * 24 * 60
"""Minutes before the start."""

EARLY = timedelta(minutes=30)
"""How long before the start, and after the end, somebody can be checked in or out; no more than this counts."""
REPLAY_UNTIL = timedelta(hours=48)
"""How long after the end a check that was kept on a phone is taken."""
REPLAY_TRUSTED = timedelta(minutes=10)
"""A code that arrives later than this after it was shown could be a photograph passed on: the host is asked."""
CLOSE_AFTER = timedelta(hours=2)
"""How long after its end a session closes by itself."""
REPAIR_UNTIL = timedelta(days=30)
"""How long after its end the presences of a session that is filed can still be put right."""
AT_THE_PLACE = 300
"""Metres from the point of the session that count as being there."""
