"""The forms of mergers, splits, moves and new names. They carry; the domain judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.forms import SpokenForm
from jiayuan.foundation.clock.now import today

from ..domain.checks import LONGEST_GROUNDS, LONGEST_NAME
from ..domain.queries.page import communities_by_street, siblings_of
from ..domain.subtree import children_of
from ..enums import PATH_LENGTHS, Datum, PlaceKind
from ..models import Place

MOST_PARTS = 4
FEWEST_PARTS = 2
ESTATE = "estate_"


class ChangeForm(SpokenForm):
    """The day and the grounds, which every change needs."""

    on = forms.DateField(
        label=_("With effect from"),
        help_text=_("Today or a day before; a change is entered once it holds."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    because = forms.CharField(
        label=_("Grounds"),
        max_length=LONGEST_GROUNDS,
        help_text=_("The document that orders it, with its number, or the reason in a sentence."),
    )

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"on": today(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.place = place
        self.order_fields([*(name for name in self.fields if name not in ("on", "because")), "on", "because"])


def _name(label: Any, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_NAME, **given)


class MergeForm(ChangeForm):
    sources = forms.MultipleChoiceField(label=_("Merge it with"), widget=forms.CheckboxSelectMultiple)
    name = _name(_("Name of the new community"))
    path = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=PATH_LENGTHS[PlaceKind.COMMUNITY],
        help_text=_("If the statistics office has given one; otherwise the next free one is taken."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        super().__init__(place, *args, **kwargs)
        beside: Any = self.fields["sources"]
        beside.choices = [(each.path, each.display_name) for each in siblings_of(place)]


class SplitForm(ChangeForm):
    """Up to four parts; each living estate is given to one of them."""

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        super().__init__(place, *args, **kwargs)
        numbers = range(1, MOST_PARTS + 1)
        for number in numbers:
            self.fields[f"name_{number}"] = _name(
                _("Name of part %(number)s") % {"number": number}, required=number <= FEWEST_PARTS
            )
        choices = [(str(number), _("Part %(number)s") % {"number": number}) for number in numbers]
        self.fields["principal"] = forms.ChoiceField(
            label=_("Which part carries on the records?"),
            choices=choices,
            initial="1",
            help_text=_(
                "What was recorded before, and whoever belongs to the community itself, comes to it."
            ),
        )
        paths = children_of(place.path)
        for estate in Place.objects.filter(pk__in=paths).defer("boundary").order_by("path"):
            self.fields[f"{ESTATE}{estate.path}"] = forms.ChoiceField(
                label=estate.display_name, choices=choices, initial="1"
            )
        self.order_fields([*(name for name in self.fields if name not in ("on", "because")), "on", "because"])

    def names(self) -> list[Any]:
        return [self[f"name_{number}"] for number in range(1, MOST_PARTS + 1)]

    def estates(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(ESTATE)]


class MoveForm(ChangeForm):
    into = forms.ChoiceField(label=_("To which community"))

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        super().__init__(place, *args, **kwargs)
        into: Any = self.fields["into"]
        into.choices = [
            ("", _("Choose a community")),
            *communities_by_street(place, apart_from=place.parent_id),
        ]


class RenameForm(ChangeForm):
    name = _name(_("New name"))

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        super().__init__(place, *args, **{"initial": {"name": place.name}, **kwargs})


class BoundaryForm(SpokenForm):
    """A file, or its text; the text is carried from the preview to the confirmation."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json,application/json"}),
    )
    boundary = forms.CharField(
        label=_("or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"spellcheck": "false", "rows": 4}),
    )
    datum = forms.ChoiceField(
        label=_("Coordinate system of the file"),
        choices=Datum.choices,
        initial=Datum.WGS84,
        widget=forms.RadioSelect,
        help_text=_("The wrong one moves the boundary by some 500 metres. Whoever drew the file knows it."),
    )
    because = ChangeForm.base_fields["because"]
