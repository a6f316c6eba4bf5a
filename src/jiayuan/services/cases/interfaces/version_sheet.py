"""The form of a category's promise."""

from dataclasses import fields

from ..domain.catalogue import LONGEST, VersionDraft
from ..models import CategoryVersion
from .sheet import Sheet, whole_number

_YES_NO = ("is_urgent", "is_private")


def draft_of_version(sheet: Sheet) -> VersionDraft:
    values = {
        each.name: (
            bool(sheet.get(each.name))
            if each.name in _YES_NO
            else whole_number(sheet.get(each.name))
            if each.name in LONGEST
            else sheet.get(each.name)
        )
        for each in fields(VersionDraft)
    }
    return VersionDraft(**values)  # type: ignore[arg-type]


def sheet_of_version(version: CategoryVersion) -> Sheet:
    """The present version, ready to be changed."""
    values = {
        each.name: (
            ("1" if getattr(version, each.name) else "")
            if each.name in _YES_NO
            else str(getattr(version, each.name))
        )
        for each in fields(VersionDraft)
    }
    return Sheet(values=values | {"seen": str(version.version)})
