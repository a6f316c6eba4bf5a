"""Words that somebody looked for people with: kept with the session, so that no name and no phone number stands in an
address, and from there in logs, histories and the pages behind a link."""

import secrets
from typing import Any

KEPT = "people_searched"
MOST, LONGEST = 20, 40


def keep_words(session: Any, words: str) -> str:
    """A name for these words that says nothing of them; empty for none. The newest twenty are kept."""
    words = words.strip()[:LONGEST]
    if not words:
        return ""
    kept: list[list[str]] = session.get(KEPT, [])
    known = next((name for name, found in kept if found == words), "")
    name = known or secrets.token_urlsafe(6)
    session[KEPT] = [*(each for each in kept if each[0] != name), [name, words]][-MOST:]
    return name


def words_of(session: Any, name: str) -> str:
    """The words kept under a name; empty where there are none (any more)."""
    return next((words for each, words in session.get(KEPT, []) if each == name), "")
