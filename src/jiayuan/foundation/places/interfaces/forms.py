"""The shapes of the pages' forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.forms import SpokenForm

from ..domain.correct import LONGEST_ADDRESS


class PlaceForm(SpokenForm):
    """What a place's keepers may correct; another name has a page of its own, for it needs grounds."""

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
