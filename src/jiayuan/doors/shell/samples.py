"""Invented things for the page that shows the design system."""

import random
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock.now import now

CENTRE = (37.8617, 112.5627)
"""Latitude and longitude of the middle of the sample map, WGS-84."""
OUTLINE = (
    (0.021, -0.024),
    (0.019, 0.031),
    (-0.004, 0.043),
    (-0.022, 0.028),
    (-0.02, -0.021),
    (0.003, -0.034),
)
SWATCHES = (
    ("base-100", "base-content"),
    ("base-200", "base-content"),
    ("base-300", "base-content"),
    ("base-100", "quiet"),
    ("base-200", "quiet"),
    ("primary", "primary-content"),
    ("secondary", "secondary-content"),
    ("accent", "accent-content"),
    ("neutral", "neutral-content"),
    ("info", "info-content"),
    ("success", "success-content"),
    ("warning", "warning-content"),
    ("error", "error-content"),
)
"""Pairs of ground and ink that pages may put on one another."""


class SampleForm(forms.Form):
    """One field of every kind."""

    words = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=300,
        widget=forms.Textarea,
        help_text=gettext_lazy("A sentence is enough."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Your phone"), widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("road", gettext_lazy("Road and pavement")), ("light", gettext_lazy("Street lamp"))],
    )
    urgent = forms.ChoiceField(
        label=gettext_lazy("Is anybody in danger?"),
        choices=[("yes", gettext_lazy("Yes, now")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    agree = forms.BooleanField(label=gettext_lazy("The community may call me about this."), required=False)


def sample_form() -> SampleForm:
    """Sent with mistakes, so that the page shows how they are told."""
    return SampleForm({"words": "", "phone": "", "category": "light", "urgent": "no"})


def sample_steps() -> list[dict[str, Any]]:
    at = now()
    return [
        {
            "what": _("Being repaired"),
            "who": _("Municipal team"),
            "at": at - timedelta(minutes=40),
            "icon": "wrench",
            "words": _("The new cover arrives this afternoon."),
            "now": True,
        },
        {
            "what": _("Handed to the municipal team"),
            "who": _("Community worker"),
            "at": at - timedelta(hours=3),
            "icon": "send",
            "tone": "info",
        },
        {
            "what": _("Reported"),
            "who": _("A resident"),
            "at": at - timedelta(hours=5),
            "icon": "camera",
            "tone": "neutral",
        },
    ]


def sample_ground() -> dict[str, Any]:
    """GeoJSON: an outline and a few communities in it."""
    ring = [[CENTRE[1] + lon, CENTRE[0] + lat] for lat, lon in (*OUTLINE, OUTLINE[0])]
    outline = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    dots = [
        _point(lat, lon, {"name": _("Community %(number)s") % {"number": number}})
        for number, (lat, lon) in enumerate(_scattered(8, 3), start=1)
    ]
    return {"type": "FeatureCollection", "features": [outline, *dots]}


def sample_points() -> dict[str, Any]:
    """GeoJSON: cases in three states."""
    kinds = [
        ("warning", "construction", _("Loose manhole cover"), _("Being handled")),
        ("info", "lightbulb", _("Street lamp out"), _("Handed on")),
        ("success", "circle-check", _("Goods on the pavement"), _("Done")),
    ]
    points = []
    for number, (lat, lon) in enumerate(_scattered(40, 7)):
        tone, icon, title, label = kinds[number % len(kinds)]
        points.append(
            _point(lat, lon, {"tone": tone, "icon": icon, "title": title, "label": label, "url": "/design/"})
        )
    return {"type": "FeatureCollection", "features": points}


def _scattered(count: int, seed: int) -> list[tuple[float, float]]:
    dice = random.Random(seed)  # noqa: S311
    return [(dice.uniform(-0.017, 0.017), dice.uniform(-0.02, 0.028)) for _n in range(count)]


def _point(lat: float, lon: float, properties: dict[str, Any]) -> dict[str, Any]:
    place = {"type": "Point", "coordinates": [round(CENTRE[1] + lon, 6), round(CENTRE[0] + lat, 6)]}
    return {"type": "Feature", "properties": properties, "geometry": place}
