"""Stored files belong to rows. Whatever goes wrong while one is written, none stays that no row names."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

AT_ONCE = 500


@contextmanager
def stored_with_its_row(file: FieldFile) -> Iterator[None]:
    """A transaction in which ``file`` is stored and its row written: where it fails the file goes, too."""
    before = file.name
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if file.name and file.name != before:
            file.storage.delete(file.name)
        raise


def remove_strays(folder: str, *owners: "models.QuerySet[Any]", before: datetime) -> int:
    """Delete what lies in this folder since ``before`` and none of these rows names in its ``file``: who stored it was
    killed before the row was written. How many.

    :param before: long enough ago that nobody who stores a file can still be at it.
    """
    old = [path for path in _files_in(folder) if default_storage.get_modified_time(path) < before]
    return sum(_remove(old[start : start + AT_ONCE], owners) for start in range(0, len(old), AT_ONCE))


def _remove(paths: Sequence[str], owners: "Sequence[models.QuerySet[Any]]") -> int:
    named = {name for rows in owners for name in rows.filter(file__in=paths).values_list("file", flat=True)}
    gone = [path for path in paths if path not in named]
    for path in gone:
        default_storage.delete(path)
    return len(gone)


def _files_in(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored here
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files_in(f"{folder}/{name}")
