"""The forms of the token pages: they show and carry; the domain judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..forms import SpokenForm
from .domain.systems import FIRST_ROLES
from .scopes import grouped_scopes


class _Where(SpokenForm):
    def set_places(self, places: list[Any]) -> None:
        self.fields["place"].choices = [(each.path, each.indented) for each in places]  # type: ignore[attr-defined]


class TokenForm(_Where):
    person = forms.ChoiceField(label=gettext_lazy("For whom"))
    name = forms.CharField(
        label=pgettext_lazy("token", "Name"),
        help_text=gettext_lazy("By which you know it again, such as the program it is for."),
        widget=forms.TextInput(attrs={"maxlength": 60, "autocomplete": "off"}),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Reaches no farther than"),
        help_text=gettext_lazy("Nothing outside this place opens."),
    )
    until = forms.CharField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("At most one year from today."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self, *args: Any, holders: list[tuple[str, str]], places: list[Any], chosen: list[str], **kw: Any
    ):
        super().__init__(*args, **kw)
        self.fields["person"].choices = holders  # type: ignore[attr-defined]
        if len(holders) == 1:
            del self.fields["person"]
        self.set_places(places)
        self.chosen = chosen

    def groups(self) -> list[Any]:
        """The scopes to tick: (group, [(offer, ticked)])."""
        return [
            (group, [(each, each.name in self.chosen) for each in offers])
            for group, offers in grouped_scopes()
        ]


class SystemForm(_Where):
    name = forms.CharField(
        label=gettext_lazy("Name of the system"), widget=forms.TextInput(attrs={"maxlength": 40})
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"), widget=forms.TextInput(attrs={"maxlength": 200})
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Works like"), choices=[(each.value, each.label) for each in FIRST_ROLES]
    )
    place = forms.ChoiceField(label=gettext_lazy("For the place"))

    def __init__(self, *args: Any, places: list[Any], **kw: Any):
        super().__init__(*args, **kw)
        self.set_places(places)
