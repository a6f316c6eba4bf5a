"""What everybody may read and see of a case."""

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words

from ..enums import State
from ..models import Case
from ..piece_rules import is_piece
from .given import Given
from .queries.changes import AFTER, BEFORE


def hide_if_private(case: Case) -> None:
    """Some kinds of problems are never shown, and what was shown of them under another name is taken back. Nor is a
    part: the case that leads stands for it."""
    if case.version.is_private or is_piece(case):
        case.is_public = False
        case.photos.filter(is_public=True).update(is_public=False)


def show_photos(case: Case, *, is_public: bool) -> None:
    """Of how it was and how it is now. What came with the answer to a supervision order, or from a neighbour who
    joined, is no part of what was looked at when this was decided, and stays with those it was for."""
    photos = case.photos.filter(role__in=(*BEFORE, *AFTER)) if is_public else case.photos.all()
    photos.update(is_public=is_public)


def edit_public(case: Case, given: Given, words: str, by: Actor) -> None:  # noqa: ARG001
    """Correct the public wording, or whether the case and its photos are shown. ``None`` leaves it as it is.

    :raises Invalid: the category is never shown to the public.
    """
    if case.version.is_private and (given.is_public or given.photos_public):
        raise Invalid(
            _("This kind of case is never shown to the public."),
            _("Change its category first, if it is the wrong one."),
            field="is_public",
        )
    if given.public_words is not None:
        case.public_words = clean_words(given.public_words, field="public_words", limit=500, required=False)
    if given.is_public is not None:
        case.is_public = given.is_public
    if given.photos_public and case.state != State.CLOSED:
        raise Invalid(
            _("Photos are shown to the public only once the case is closed."),
            _("Show them when you close it."),
            field="photos_public",
        )
    if given.photos_public is not None:
        show_photos(case, is_public=given.photos_public)
