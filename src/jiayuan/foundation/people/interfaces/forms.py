"""The shapes of the pages' forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.forms import SpokenForm

from ..domain.codes import DIGITS


class PhoneForm(SpokenForm):
    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "autofocus": True}
        ),
    )


class CodeForm(SpokenForm):
    code = forms.CharField(
        label=gettext_lazy("Code of six digits"),
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": 2 * DIGITS,
                "autofocus": True,
            }
        ),
    )


class NameForm(SpokenForm):
    name = forms.CharField(
        label=gettext_lazy("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class StaffNameForm(SpokenForm):
    username = forms.CharField(
        label=gettext_lazy("Staff name"),
        help_text=gettext_lazy(
            "3 to 40 small letters and digits, beginning with a letter, such as li.jianfang."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class WordForm(SpokenForm):
    word = forms.CharField(
        label=gettext_lazy("Type the word"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class GrantForm(SpokenForm):
    """First page: to whom, which role, where. For a person already known phone and name are left out."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, help_text=gettext_lazy("Kept only if the account is new.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    place = forms.ChoiceField(label=gettext_lazy("For the place"))

    def __init__(self, *args: Any, roles: list[Role], places: list[Any], is_known: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(place.path, _in_tree(place)) for place in places]  # type: ignore[attr-defined]
        if is_known:
            del self.fields["phone"], self.fields["name"]


def _in_tree(place: Any) -> str:
    """Indented by depth: a select has no other way to show a tree."""
    return "\u3000" * (len(place.path) // 3 - 2) + str(place)


class GrantDetailsForm(SpokenForm):
    """Second page: the organisation, where the role needs one, and the days."""

    organisation = forms.ChoiceField(label=gettext_lazy("For the organisation"))
    since = forms.CharField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.CharField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Leave empty if it has no end."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, organisations: list[Any] | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if organisations is None:
            del self.fields["organisation"]
        else:
            choices = [("", ""), *((str(each.pk), str(each)) for each in organisations)]
            self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
