"""In which part somebody acts on a wish."""

from jiayuan.foundation.access.actor import Actor

from ..models import Wish
from ..rules import is_at_the_desk, is_the_wisher


def role_of(wish: Wish, by: Actor) -> str:
    """In which part somebody acts: what others read instead of a name."""
    if is_the_wisher(by, wish):
        return "wisher"
    return "desk" if is_at_the_desk(by, wish) else "helper"
