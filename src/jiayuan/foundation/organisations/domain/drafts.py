"""What somebody enters about an organisation, checked."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.places.models import Place

from ..enums import OrganisationKind, UnitFunction
from ..phones import normalise_contact_phone

LENGTHS = {"name": 80, "short_name": 30, "name_en": 120, "address": 120}


@dataclass(frozen=True)
class OrganisationDraft:
    """``place_path`` is where its work lies. ``function`` is what a handling unit is for."""

    name: str
    kind: str
    place_path: str
    function: str = ""
    short_name: str = ""
    name_en: str = ""
    address: str = ""
    opened_on: date | None = None

    def fields(self) -> dict[str, Any]:
        """As the model's fields."""
        kept = {**self.__dict__, "place_id": self.place_path}
        del kept["place_path"]
        return kept


@dataclass(frozen=True)
class ContactDraft:
    name: str
    phone: str = ""
    position: str = ""
    is_primary: bool = False


def check_draft(draft: OrganisationDraft) -> OrganisationDraft:
    """The draft as it will be kept. :raises Invalid: names the field."""
    words: dict[str, Any] = {
        field: clean_words(getattr(draft, field), field=field, limit=limit, required=field == "name")
        for field, limit in LENGTHS.items()
    }
    if draft.kind not in OrganisationKind.values:
        raise Invalid(_("Which kind of organisation is it?"), _("Choose one from the list."), field="kind")
    if draft.function and draft.function not in UnitFunction.values:
        raise Invalid(_("This function is not known."), _("Choose one from the list."), field="function")
    if draft.kind == OrganisationKind.UNIT and not draft.function:
        raise Invalid(
            _("A handling unit needs a function: cases are sent to it by that."),
            _("Choose what it is for."),
            field="function",
        )
    if draft.opened_on is not None and draft.opened_on > today():
        raise Invalid(
            _("This day has not come yet."),
            _("Leave it empty, or choose a day up to today."),
            field="opened_on",
        )
    if not Place.objects.current().filter(pk=draft.place_path).exists():
        raise Invalid(
            _("There is no such place."), _("Choose it again from the list of places."), field="place"
        )
    return replace(draft, **words)


def check_contact(draft: ContactDraft) -> ContactDraft:
    """The contact as it will be kept. :raises Invalid: names the field."""
    return replace(
        draft,
        name=clean_words(draft.name, field="name", limit=40),
        position=clean_words(draft.position, field="position", limit=40, required=False),
        phone=normalise_contact_phone(draft.phone),
    )
