"""How long what people type may be."""

ASKED_WORD = 20
"""Characters of a word that nobody knew: nothing has a longer name, and sentences are not collected."""
NAME, REASON, FIRST, SOURCE = 20, 60, 60, 80
SHOWN_NAME = 20
"""Characters of the name on a certificate of a pledge."""
