"""The form of a kind of activity: its check list is written one point a line, with the English after a bar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.access.forms import SpokenForm

from ..activity_enums import Measure
from ..domain.activity_kinds import NAME, NAME_EN, KindDraft
from ..hour_enums import Because
from ..models import ActivityKind

BAR = "|"


class KindForm(SpokenForm):
    name = forms.CharField(label=_("What is it called?"), max_length=NAME)
    name_en = forms.CharField(
        label=pgettext_lazy("name of a kind", "In English"), max_length=NAME_EN, required=False
    )
    because = forms.ChoiceField(
        label=_("Does the time count as volunteer hours, and why?"), choices=Because.choices,
        help_text=_("What does not count here, no community can make count."),
    )  # fmt: skip
    checks = forms.CharField(
        label=_("Check list"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One point a line; after a | the English. Points that keep their words keep their ticks."),
    )  # fmt: skip
    measures = forms.MultipleChoiceField(
        label=_("Results, counted in"), choices=Measure.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    visits_shops = forms.BooleanField(
        label=_("Shops are visited: the list is of what may be wrong, and is gone through at each shop"),
        required=False,
    )
    is_active = forms.BooleanField(label=_("In use: communities can choose it"), required=False, initial=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, initial="0")


def filled(kind: ActivityKind, seen: int) -> dict[str, Any]:
    lines = [f"{each['name']} {BAR} {each.get('name_en', '')}".rstrip(f" {BAR}") for each in kind.checks]
    return {
        "name": kind.name, "name_en": kind.name_en, "because": kind.because, "checks": "\n".join(lines),
        "measures": kind.measures, "visits_shops": kind.visits_shops, "is_active": kind.is_active, "seen": seen,
    }  # fmt: skip


def draft_of(post: Any) -> KindDraft:
    lines = [each.partition(BAR) for each in post.get("checks", "").splitlines() if each.strip()]
    return KindDraft(
        post.get("name", ""), post.get("name_en", ""), [(name.strip(), english.strip()) for name, _b, english in lines],
        post.getlist("measures"), bool(post.get("visits_shops")), post.get("because", ""),
    )  # fmt: skip
