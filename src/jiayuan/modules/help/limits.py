"""How long things may be, how many, and how long they may take."""

from datetime import timedelta

from jiayuan.foundation.clock.term import Term, TermUnit

from .enums import Urgency

TITLE, PUBLIC_WORDS, WORDS, ADDRESS, REASON, NAME = 40, 200, 1000, 120, 200, 40
MOST_PICTURES = 2
"""Photos that come along with a wish."""
FIRST_WORDS = 24
"""Characters by which who wished knows a wish without a title."""
RELAY = 300
"""Characters of one line that is passed on."""
MOST_LINES = 100
"""Lines about one claim; whoever needs more meets."""
SERVICE_WORDS, MOST_SERVED = 60, 500
"""What a line about help without a wish says, and person-times that one line may count; more is several lines."""
MOST_SERVICE_MINUTES = 6_000
"""Minutes of all who helped together, on one line."""
LEAST_PARTS, MOST_PARTS = 2, 5
"""Into so many parts a wish is split; more is a matter for somebody who plans it."""
MOST_SEATS = 20
"""Helpers that one wish can ask for; more is a gathering."""
MOST_HELD = 5
"""Leases that one helper holds at once, so that what is taken on is also done."""

USUAL_CAPACITY, USUAL_REACH, LEAST_REACH, MOST_REACH = 2, 3_000, 300, 20_000
"""Wishes at once and metres of way, for who said nothing else."""
MOST_PAUSE = 366
LATELY_DAYS = 28
"""So far back turns are counted, so that it is not always the same who are asked."""
RUN_SECONDS, RUN_DAYS, MOST_AT_ONCE = 20, 7, 500
"""A run that matches all wishes at once looks so long, is kept so long, and takes so many, those that wait longest."""

CONTACT_TERMS = {
    Urgency.TODAY: Term(2, TermUnit.URGENT_HOURS),
    Urgency.WEEK: Term(24, TermUnit.URGENT_HOURS),
    Urgency.CALM: Term(48, TermUnit.URGENT_HOURS),
}
"""From a claim to the first word with who wished."""
ASK_TERMS = CONTACT_TERMS
"""In which a helper who was asked answers; silence is no."""
FULFIL_TERMS = {
    Urgency.TODAY: Term(24, TermUnit.URGENT_HOURS),
    Urgency.WEEK: Term(5, TermUnit.WORKING_DAYS),
    Urgency.CALM: Term(10, TermUnit.WORKING_DAYS),
}
"""From a claim to the wish fulfilled."""
LONGEST_TERMS = {TermUnit.URGENT_HOURS: 72, TermUnit.WORKING_HOURS: 40, TermUnit.WORKING_DAYS: 30}
MOST_RULES, RULES_REASON = 60, 200
"""How long a tier may take at most, so that nobody is forgotten on it; lines of the rules, and the reason."""
AGAIN_DAYS = 7
"""In which a helper who met nobody tries again, so that the wish is not kept from others."""
SORT_TERM = Term(4, TermUnit.WORKING_HOURS)
"""In which the community looks at what was posted."""
CONFIRM_TERM = Term(5, TermUnit.WORKING_DAYS)
"""In which who wished says whether it is done; silence counts as yes, and a worker may call."""

ITEM_NOTE, MOST_ITEM_PHOTOS = 120, 3
"""What is said of one of the six things of a station, and how many photos show it."""

SPECIAL_WORDS, MOST_MINUTES, MOST_A_DAY = 120, 480, 20
"""What is said of a special service, how long one visit may be, and how many a day."""
PLANNED_DAYS = 28
"""So far ahead visits are planned."""
LATE_WORD = timedelta(days=7)
"""So long after a visit somebody can still say that they were there."""
PAYEE, FUND_WORDS, RECEIPT = 60, 200, 40
MOST_AMOUNT = 100_000_000
"""Fen that one movement of a community fund can be: a million yuan. More is a slip of the pen."""

MOST_CALLS = 5
"""Tries of one call-back that any rule may ask for; more would be pestering."""
