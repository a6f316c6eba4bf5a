"""The shapes of the forms about what is done; the domain judges what is in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.common.errors import Invalid

from ..domain.queries.activities import partners_of
from ..hour_enums import Because, HourKind
from ..models import ActivityKind
from ..models.activity import ActivityChoice
from .forms import Choices

LONGEST_NUMBER = 6


class ActivityForm(SpokenForm):
    kind = forms.ChoiceField(label=gettext_lazy("What is done?"))
    because = forms.ChoiceField(
        label=gettext_lazy("Does the time count as volunteer hours, and why?"), choices=Because.choices,
        help_text=gettext_lazy("People read this before they sign up."),
    )  # fmt: skip
    hours = forms.ChoiceField(label=gettext_lazy("Service or training?"), choices=HourKind.choices)
    partner = forms.ChoiceField(label=gettext_lazy("Which paired organisation joins in?"), required=False)

    def __init__(self, *args: Any, kinds: Choices, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("partner", partners)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
            field.choices = choices


def activity_form(post: Any, path: str, initial: dict[str, Any]) -> ActivityForm:
    """For a session or a series at this place. Two queries."""
    return ActivityForm(
        post,
        initial=initial,
        kinds=[(each.pk, str(each)) for each in ActivityKind.objects.filter(is_active=True)],
        partners=[("", _("None")), *((str(each.pk), str(each.organisation)) for each in partners_of(path))],
    )


def said(known: ActivityChoice | None) -> dict[str, Any]:
    """What is chosen, as the form shows it."""
    if known is None:
        return {}
    return {
        "kind": known.kind_id, "because": known.because, "hours": known.hours, "partner": known.partner_id,
    }  # fmt: skip


def amounts_of(post: Any, measures: list[str]) -> dict[str, int]:
    """What was filled in, by measure. :raises Invalid: no whole number, naming the measure."""
    found = {}
    for measure in measures:
        text = post.get(measure, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            raise Invalid(
                _("Only whole numbers can be counted."), _("Write it in digits, such as 3."), field=measure
            )
        found[measure] = int(text)
    return found
