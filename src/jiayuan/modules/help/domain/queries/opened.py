"""From a printed number to a wish."""

from jiayuan.services.cases.numbers import key_of

from ...models import Wish
from ..locks import no_such_wish


def open_wish(number: str) -> Wish:
    """With what its pages show. :raises Missing: there is no such wish."""
    key = key_of(number.upper().removeprefix("W"))
    rows = Wish.objects.select_related(
        "place", "contact", "case", "wisher", "consent__helper", "voice__sound", "parent__contact"
    )
    wish = rows.filter(pk=key).first() if key is not None else None
    if wish is None:
        raise no_such_wish()
    return wish
