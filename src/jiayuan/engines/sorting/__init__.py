"""What is this? From the words for a thing to the bin it belongs in (docs/engines/sorting.md).

Plain data in, plain data out: tables of names, parts of names and hazards go in, an answer or an honest "not sure"
comes out. Nothing is fetched and nothing is kept.
"""

from .knowledge import CATEGORIES, Choice, Group, Item, Knowledge, Question, Words
from .reading import read_knowledge
from .sorter import Answer, Sorter
from .spelling import key_of

__all__ = [
    "CATEGORIES",
    "Answer",
    "Choice",
    "Group",
    "Item",
    "Knowledge",
    "Question",
    "Sorter",
    "Words",
    "key_of",
    "read_knowledge",
]
