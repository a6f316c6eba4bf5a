"""How entries of drop points, days and zones are called on the ledger's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords

WORDS = LedgerWords(
    subjects={
        "waste-point": _("Drop point"),
        "waste-estate": _("Waste sorting of an estate"),
        "waste-zone": _("Demonstration zone"),
    },
    actions={
        "waste.open_point": _("Drop point opened"),
        "waste.change_point": _("Drop point changed"),
        "waste.close_point": _("Drop point closed"),
        "waste.add_hours": _("Opening hours entered"),
        "waste.end_hours": _("Opening hours ended"),
        "waste.set_bins": _("Bins entered"),
        "waste.add_guide": _("Guide entered"),
        "waste.end_guide": _("Guide ended"),
        "waste.set_day": _("Collection day entered"),
        "waste.end_day": _("Collection day ended"),
        "waste.begin_pilot": _("Became a pilot estate"),
        "waste.end_pilot": _("No longer a pilot estate"),
        "waste.open_zone": _("Demonstration zone opened"),
        "waste.end_zone": _("Demonstration zone ended"),
        "waste.report_missed": _("Missed collection reported"),
        "waste.export_coverage": _("Coverage of waste sorting taken out"),
        "waste.invented": _("Invented for the demonstration"),
    },
    fields={
        "stream": pgettext_lazy("waste", "stream"),
        "litres": _("litres"),
        "weekdays": _("days of the week"),
        "hours": _("hours"),
        "where": _("where exactly"),
        "guide": pgettext_lazy("field of a drop point", "guide"),
        "opened_on": _("opened on"),
        "closed_on": _("closed on"),
        "places": _("places"),
    },
)
