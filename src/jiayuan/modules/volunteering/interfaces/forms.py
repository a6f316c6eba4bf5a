"""The shapes of the console's forms; the domain judges what is in them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.people.enums import ConsentManner

from ..enums import ItemKind, TeamPurpose

Choices = list[Any]
"""As ``ChoiceField`` takes them: value and label, or a group and its pairs."""


def choices_of(rows: Iterable[Any], *, empty: bool = True) -> Choices:
    """The rows of a list as choices, by primary key."""
    return [*([("", "")] if empty else []), *((str(row.pk), str(row)) for row in rows)]


def day_of(post: Mapping[str, str], name: str) -> date | None:
    """What a date field brought; None where it was left empty. :raises Invalid: it is no day, naming the field."""
    text = str(post.get(name, "")).strip()
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if text and found is None:
        raise Invalid(_("Choose a day."), _("Write it as 2026-03-02."), field=name)
    return found


def number_of(text: str) -> int:
    """A whole number as typed; 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )


class ChoosingForm(SpokenForm):
    """Choices come by field name, for they follow from who asks."""

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, pairs in (choices or {}).items():
            fields[name].choices = pairs


class PairingForm(ChoosingForm):
    organisation = forms.ChoiceField(label=_("Organisation"))
    community = forms.ChoiceField(label=_("Community"))
    since = _day(_("From"))
    contact_name = forms.CharField(label=_("Contact at the organisation"), required=False, max_length=40)
    contact_phone = forms.CharField(
        label=_("Number of the contact"), required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )


class EndForm(SpokenForm):
    reason = forms.CharField(label=_("Why does it end?"), widget=forms.TextInput(attrs={"maxlength": 200}))
    until = _day(_("Last day"), required=False, help_text=_("Today, where it is left empty."))


class ActivityForm(SpokenForm):
    on = _day(_("On which day?"))
    words = forms.CharField(label=_("What was done?"), widget=forms.TextInput(attrs={"maxlength": 120}))


class ItemForm(ChoosingForm):
    kind = forms.ChoiceField(label=_("List"), choices=ItemKind.choices)
    year = forms.CharField(label=_("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    words = forms.CharField(label=_("What is it?"), widget=forms.TextInput(attrs={"maxlength": 120}))
    organisation = forms.ChoiceField(
        label=_("From which organisation?"), required=False, help_text=_("Of resources and projects.")
    )
    skill = forms.ChoiceField(label=_("Skill"), required=False)


class SeasonForm(SpokenForm):
    name = forms.CharField(label=_("Name of the season"), widget=forms.TextInput(attrs={"maxlength": 40}))
    first_day = _day(_("First day"))
    last_day = _day(_("Last day"))


class PlanForm(ChoosingForm):
    season = forms.ChoiceField(label=_("Season"))
    place = forms.ChoiceField(label=_("For the communities of"))
    capacity = forms.CharField(
        label=_("Communities that one institution serves at most"),
        required=False,
        help_text=_("Left empty: as many as are needed."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class WhatIfForm(ChoosingForm):
    organisation = forms.ChoiceField(label=_("Organisation"))
    community = forms.ChoiceField(label=_("Community"))
    change = forms.ChoiceField(
        label=_("What if they"),
        choices=(("fixed", _("have to be a pair")), ("forbidden", _("cannot be a pair"))),
    )


class EnterForm(ChoosingForm):
    phone = forms.CharField(label=_("Mobile number"), widget=forms.TextInput(attrs={"type": "tel"}))
    name = forms.CharField(label=_("Name"), required=False)
    community = forms.ChoiceField(label=_("Community"))
    skills = forms.MultipleChoiceField(label=_("Skills"), required=False, widget=forms.CheckboxSelectMultiple)
    manner = forms.ChoiceField(
        label=_("How did they agree?"), choices=ConsentManner.choices, widget=forms.RadioSelect
    )


class MannerForm(SpokenForm):
    manner = forms.ChoiceField(label=_("How did the guardian agree?"), choices=ConsentManner.choices)


class ThanksForm(SpokenForm):
    words = forms.CharField(label=_("A word of thanks"), widget=forms.TextInput(attrs={"maxlength": 120}))


class TeamForm(ChoosingForm):
    name = forms.CharField(
        label=pgettext_lazy("of a team", "Name"), widget=forms.TextInput(attrs={"maxlength": 40})
    )
    name_en = forms.CharField(label=_("English name"), required=False)
    place = forms.ChoiceField(label=_("Place"))
    purpose = forms.ChoiceField(label=pgettext_lazy("of a team", "What for?"), choices=TeamPurpose.choices)


class MemberForm(ChoosingForm):
    volunteer = forms.ChoiceField(label=_("Volunteer"))


class MusterForm(SpokenForm):
    words = forms.CharField(
        label=pgettext_lazy("of a call", "What for?"), widget=forms.TextInput(attrs={"maxlength": 200})
    )
    meet_at = forms.CharField(label=_("Where to meet?"), widget=forms.TextInput(attrs={"maxlength": 80}))
