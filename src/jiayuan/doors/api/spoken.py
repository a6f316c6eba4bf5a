"""What the description of the API says, in the reader's language.

The description itself (``openapi.json``) is English: programs' makers everywhere read it. The page of it is for people;
its sentences stand here once more so that the catalogues know them. A test holds the two together.
"""

from django.utils.translation import gettext, pgettext

from .sentences import SENTENCES
from .sentences_help import SENTENCES_HELP

SPOKEN = frozenset((*SENTENCES, *SENTENCES_HELP))


def spoken(text: str) -> str:
    """A sentence of the description as the reader says it; line breaks of the source do not matter."""
    text = " ".join(text.split())
    return gettext(text) if text in SPOKEN else text


def where(place: str) -> str:
    """Where something that is sent stands: in the path, the query, a header or the body."""
    return {
        "path": pgettext("where it stands", "path"),
        "query": pgettext("where it stands", "query"),
        "header": pgettext("where it stands", "header"),
        "body": pgettext("where it stands", "body"),
    }[place]
