"""Where things go, and how far a word is that nobody knew."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """The four of every day, as GB/T 19095-2019 names them; then what is fetched apart."""

    KITCHEN = "kitchen", pgettext_lazy("waste stream", "Kitchen waste")
    RECYCLABLE = "recyclable", pgettext_lazy("waste stream", "Recyclables")
    HAZARDOUS = "hazardous", pgettext_lazy("waste stream", "Hazardous waste")
    RESIDUAL = "residual", pgettext_lazy("waste stream", "Residual waste")
    BULKY = "bulky", pgettext_lazy("waste stream", "Bulky waste")
    RENOVATION = "renovation", pgettext_lazy("waste stream", "Renovation waste")
    TEXTILE = "textile", pgettext_lazy("waste stream", "Old clothes")


class WordState(TextChoices):
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    ASIDE = "aside", _("Put aside")


ICONS = {
    Category.KITCHEN: "sprout",
    Category.RECYCLABLE: "recycle",
    Category.HAZARDOUS: "triangle-alert",
    Category.RESIDUAL: "trash-2",
    Category.BULKY: "package",
    Category.RENOVATION: "hammer",
    Category.TEXTILE: "shopping-basket",
}
COLOURS = {
    Category.KITCHEN: pgettext_lazy("colour of a bin", "green"),
    Category.RECYCLABLE: pgettext_lazy("colour of a bin", "blue"),
    Category.HAZARDOUS: pgettext_lazy("colour of a bin", "red"),
    Category.RESIDUAL: pgettext_lazy("colour of a bin", "black"),
}
"""Of the bins, by the standard; the rest stands in none."""
HEXES = {
    Category.KITCHEN: "#00783d",
    Category.RECYCLABLE: "#0057b8",
    Category.HAZARDOUS: "#c8211a",
    Category.RESIDUAL: "#3d3935",
}
"""The same on paper and on screens (``frontend/css/sorting.css``), dark enough for white letters."""
CLAUSES = {
    "paper": pgettext_lazy("class of the standard", "Recyclables: paper"),
    "plastic": pgettext_lazy("class of the standard", "Recyclables: plastic"),
    "metal": pgettext_lazy("class of the standard", "Recyclables: metal"),
    "glass": pgettext_lazy("class of the standard", "Recyclables: glass"),
    "textile": pgettext_lazy("class of the standard", "Recyclables: textiles"),
    "lamps": pgettext_lazy("class of the standard", "Hazardous waste: lamps"),
    "chemicals": pgettext_lazy("class of the standard", "Hazardous waste: household chemicals"),
    "batteries": pgettext_lazy("class of the standard", "Hazardous waste: batteries"),
    "household": pgettext_lazy("class of the standard", "Kitchen waste of households"),
    "residual": pgettext_lazy("class of the standard", "Residual waste"),
    "wood": pgettext_lazy("class of the standard", "Recyclables"),
}
"""Classes of GB/T 19095-2019; bulky and renovation waste are none of its classes."""
