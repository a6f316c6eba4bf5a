"""Entering somebody who has not signed in yet, so that roles and help can be given to them."""

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.places.models import Place

from ..models import Person
from ..phones import normalise_phone
from ..rules import ENTER
from .accounts import person_for_phone
from .profile import NAME_LENGTH


def enter_person(*, phone: str, name: str, home_path: str = "", by: Actor) -> Person:
    """The person with this phone, made if there was none.

    Somebody who is there already stays as they are: their name and home are their own to change.

    :param home_path: the place they belong to, or empty.
    :raises Refused: not for this actor, not there; the account was closed. :raises Invalid: names the field.
    """
    gate(by, ENTER, home_path)
    number = normalise_phone(phone)
    words = clean_words(name, field="name", limit=NAME_LENGTH)
    if home_path and not Place.objects.current().filter(pk=home_path).exists():
        raise Invalid(
            _("There is no such place."), _("Choose it again from the list of places."), field="home"
        )
    return person_for_phone(number, name=words, home_path=home_path, by=by.person)
