"""The lists of waste sorting that come from and go to spreadsheets."""

from jiayuan.foundation.common.registers import registers

from .table_bins import bins_sheet
from .table_guides import guides_sheet
from .table_hours import days_sheet, hours_sheet
from .table_points import points_sheet


def register() -> None:
    for make in (points_sheet, bins_sheet, hours_sheet, guides_sheet, days_sheet):
        sheet = make()
        registers.sheets.add(sheet.name, sheet)
