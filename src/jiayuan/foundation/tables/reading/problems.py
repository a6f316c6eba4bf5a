"""Why a file cannot be taken in, in words."""

from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid


def problem(code: str, facts: dict[str, Any]) -> Invalid:
    """The refusal for an :class:`.limits.Unreadable`."""
    message, remedy = _said(code, facts)
    return Invalid(message, remedy, field="file", code=code)


def _said(code: str, facts: dict[str, Any]) -> tuple[str, str]:
    split = _("Cut it into several files and import one after the other.")
    sayings = {
        "empty": (_("There is nothing in this file."), _("Choose the file with the table.")),
        "not-a-table": (
            _("This file is no table."),
            _("Save the table as Excel (.xlsx) or CSV and choose that file."),
        ),
        "damaged": (
            _("This file is damaged and cannot be read to its end."),
            _("Open it in a spreadsheet program, save it anew as .xlsx and choose the new file."),
        ),
        "locked": (
            _("This file is protected by a password."),
            _("Save it without a password and choose it again."),
        ),
        "bomb": (_("This file unpacks to more than any table needs."), _("Save the table alone as a new file.")),
        "too-heavy": (
            _("This file needs too much memory or time to be read."),
            _("Save it as CSV, or cut it into several files."),
        ),
        "encoding": (
            _("The characters of this file cannot be read."),
            _("Save it as Excel (.xlsx), or as CSV UTF-8."),
        ),
        "rows": (_("The table has more than %(most)s rows.") % {"most": facts.get("most")}, split),
        "cells": (_("The table has more than %(most)s cells.") % {"most": facts.get("most")}, split),
        "formulas": (
            _("The table has more than %(most)s formulas.") % {"most": facts.get("most")},
            _("Copy the table, paste it as values and save that."),
        ),
        "columns": (
            _("The table reaches to column %(last)s; at most %(most)s columns can be read.")
            % {"last": facts.get("last"), "most": facts.get("most")},
            _("Delete the columns behind the table, also those that look empty."),
        ),
        "identity": (
            _("Column %(column)s holds ID card numbers. We do not collect them.") % {"column": facts.get("column")},
            _("Delete this column and choose the file again. The file was not kept."),
        ),
        "headings": (
            _("None of the headings of this list is in the file."),
            _("Is it the right list? Copy your table into the empty table offered here."),
        ),
        "no-rows": (
            _("There are headings, but no row below them."), _("Fill in the table and choose the file again."),
        ),
    }  # fmt: skip
    return sayings[code]
