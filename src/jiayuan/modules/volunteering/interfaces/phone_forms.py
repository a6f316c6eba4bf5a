"""The shapes of the phone's forms; the domain judges what is in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import Slot, Speech
from .forms import ChoosingForm

_TEL = {"type": "tel", "inputmode": "tel"}


def _several(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(ChoosingForm):
    community = forms.ChoiceField(label=_("My community"))
    skills = _several(_("What I can do"))
    availability = _several(_("When I have time"), Slot.choices)
    languages = _several(_("What I speak"), Speech.choices)
    emergency_name = forms.CharField(
        label=_("Whom to call if something happens to me"),
        required=False,
        help_text=_("Only the community office sees it, for a reason that is written down."),
    )
    emergency_phone = forms.CharField(
        label=_("Their number"), required=False, widget=forms.TextInput(attrs=_TEL)
    )
    insurance = forms.CharField(
        label=_("Insurance"), required=False, help_text=_("If you are insured as a volunteer: with whom.")
    )
    born = forms.CharField(
        label=_("Only if you are under 18: year and month of birth"),
        required=False,
        help_text=_("Like 2012-05. The community then speaks with your guardian first."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 7}),
    )
    guardian_name = forms.CharField(label=_("Only if you are under 18: your guardian"), required=False)
    guardian_phone = forms.CharField(
        label=_("Your guardian's number"), required=False, widget=forms.TextInput(attrs=_TEL)
    )


class PaperForm(ChoosingForm):
    kind = forms.CharField(
        label=_("What kind of paper is it?"), widget=forms.TextInput(attrs={"maxlength": 60})
    )
    number = forms.CharField(label=_("Its number"), required=False)
    issued_on = forms.CharField(label=_("Issued on"), widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.CharField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photo = forms.FileField(label=_("A photo of it"), required=False)


class BranchForm(ChoosingForm):
    branch = forms.ChoiceField(label=_("My party branch"))
    community = forms.ChoiceField(label=_("Where I live"))
    skills = _several(_("What I can do"))
