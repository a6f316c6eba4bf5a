"""The shapes of the pages' forms."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.forms import SpokenForm

from ..domain.checks import LONGEST_NAME
from ..domain.correct import LONGEST_ADDRESS


class PlaceForm(SpokenForm):
    """What a place's keepers may correct. A new name holds from the day given, or from today."""

    name = forms.CharField(
        label=pgettext_lazy("name of a place or organisation", "Name"), max_length=LONGEST_NAME
    )
    on = forms.DateField(
        label=_("New name since"),
        required=False,
        help_text=_("Only if the name changes; empty means today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    population = forms.IntegerField(label=_("Population"), required=False, min_value=0)
    households = forms.IntegerField(label=_("Households"), required=False, min_value=0)
    address = forms.CharField(label=_("Address"), required=False, max_length=LONGEST_ADDRESS)
    latitude = forms.CharField(
        label=_("Latitude"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    longitude = forms.CharField(
        label=_("Longitude"),
        required=False,
        help_text=_("WGS-84 degrees, or tap the map."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
