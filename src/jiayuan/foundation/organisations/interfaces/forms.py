"""The shapes of the pages' forms; the domain judges what is in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.places.models import Place

from ..domain.drafts import ContactDraft, OrganisationDraft
from ..enums import OrganisationKind, UnitFunction


class OrganisationForm(SpokenForm):
    name = forms.CharField(label=pgettext_lazy("name of a place or organisation", "Name"))
    kind = forms.ChoiceField(label=_("Kind"))
    function = forms.ChoiceField(
        label=_("What it is for"),
        required=False,
        choices=[("", ""), *UnitFunction.choices],
        help_text=_("A handling unit gets the cases of this function."),
    )
    place = forms.ChoiceField(label=_("Where its work lies"))
    short_name = forms.CharField(label=_("Short name"), required=False)
    name_en = forms.CharField(label=_("English name"), required=False)
    address = forms.CharField(label=_("Address"), required=False)
    opened_on = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, kinds: list[OrganisationKind], places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = self.fields
        choices["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        choices["place"].choices = [(place.path, _in_tree(place)) for place in places]

    def draft(self) -> OrganisationDraft:
        """Of a valid form."""
        given = dict(self.cleaned_data)
        return OrganisationDraft(place_path=given.pop("place"), **given)


def _in_tree(place: Place) -> str:
    """Indented by depth: a select has no other way to show a tree."""
    return "\u3000" * (len(place.path) // 3 - 2) + str(place)


class ContactForm(SpokenForm):
    name = forms.CharField(label=_("Name"))
    phone = forms.CharField(
        label=pgettext_lazy("of a contact at an organisation", "Phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    position = forms.CharField(label=_("Position"), required=False)
    is_primary = forms.BooleanField(label=_("Call first"), required=False)

    def draft(self) -> ContactDraft:
        """Of a valid form."""
        return ContactDraft(**self.cleaned_data)
