"""The shapes of the forms about hours; the domain judges what is in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.services.gatherings.models import Session

from ..domain.queries.activities import Outcome
from ..hour_enums import Because, HourKind

_DAY = {"type": "date"}


class MarkForm(SpokenForm):
    words = forms.CharField(label=_("What was done?"), widget=forms.TextInput(attrs={"maxlength": 120}))
    because = forms.ChoiceField(label=_("Does it count, and why?"), choices=Because.choices)
    kind = forms.ChoiceField(label=_("Service or training?"), choices=HourKind.choices)


def marked_like(session: Session, outcome: Outcome) -> dict[str, Any]:
    """What the form begins with: as was said before people signed up."""
    activity = outcome.activity
    said = {"because": activity.because, "kind": activity.hours} if activity is not None else {}
    return {"words": session.title, **said}


class CorrectionForm(SpokenForm):
    minutes = forms.CharField(
        label=_("How many minutes should it be?"),
        help_text=_("0 takes it off."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    words = forms.CharField(label=_("What is wrong?"), widget=forms.TextInput(attrs={"maxlength": 200}))


class CertificateRequestForm(SpokenForm):
    since = forms.CharField(
        label=_("From"),
        required=False,
        help_text=_("Left empty: from your first hour."),
        widget=forms.DateInput(attrs=_DAY),
    )
    until = forms.CharField(
        label=_("Until"),
        required=False,
        help_text=_("Left empty: everything up to today."),
        widget=forms.DateInput(attrs=_DAY),
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("Such as a school or an employer. Only the office reads it; it is not printed."),
        widget=forms.TextInput(attrs={"maxlength": 120}),
    )


class CertificateForm(SpokenForm):
    since = forms.CharField(label=_("From"), required=False, widget=forms.DateInput(attrs=_DAY))
    until = forms.CharField(
        label=_("Until"),
        required=False,
        help_text=_("Left empty: everything up to today."),
        widget=forms.DateInput(attrs=_DAY),
    )
