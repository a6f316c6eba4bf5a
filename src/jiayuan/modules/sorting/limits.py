"""How long what people type may be."""

ASKED_WORD = 20
"""Characters of a word that nobody knew: nothing has a longer name, and sentences are not collected."""
NAME, REASON, FIRST, SOURCE = 20, 60, 60, 80
SHOWN_NAME = 20
"""Characters of the name on a certificate of a pledge."""
PROMISES = 6
"""The most lines of the pledge: the certificate is one sheet."""
PROMISE = {"zh": 60, "en": 150}
"""Characters of one line, by language: six of them at this length still fit the sheet."""
WORDING_REACH = 1000
"""Characters of all lines in one language with what stands between them."""
