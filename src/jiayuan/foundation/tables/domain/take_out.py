"""Taking a list out of the house."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import text_of
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused, TooMany
from jiayuan.foundation.common.sheets import Row, Sheet
from jiayuan.foundation.common.stored import stored_with_its_row
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.limits import take as take_turn

from ..enums import ExportKind, ExportState
from ..interfaces.writing import write_csv, write_xlsx
from ..models import Export
from ..rules import OWN, REVEAL, USE

AN_HOUR = 3600
LISTS_AN_HOUR = 20
REASON_LENGTH = 200


def begin_export(
    sheet: Sheet, kind: str, *, by: Actor, in_full: bool = False, reason: str = "", queue: bool = True
) -> Export:
    """Have a list written to a file, in the background. Who took which list, and why in full, is recorded.

    :param in_full: names and numbers unmasked; only for whom the list says so, and with a reason.
    :raises Refused, Invalid, TooMany: each in words.
    """
    gate(by, USE, sheet)
    if kind not in ExportKind.values:
        raise Invalid(_("Choose the kind of file."), _("Excel or CSV."), field="kind")
    said, in_full = "", in_full and sheet.is_personal
    if in_full:
        gate(by, REVEAL, sheet)
        said = clean_words(reason, field="reason", limit=REASON_LENGTH)
    _take_a_turn(by)
    with transaction.atomic():
        export = Export.objects.create(
            sheet=sheet.name, who=by.person, kind=kind, in_full=in_full, reason=said,
            language=translation.get_language() or "zh-hans", rows=sheet.count(by),
        )  # fmt: skip
        after = {"list": sheet.name, "kind": kind, "rows": export.rows, "in_full": in_full, "reason": said}
        record(export.stream, "tables.exported", by=by.person, after=after)
        if queue:
            _queue(export)
    return export


def hand_over(sheet: Sheet, *, permission: str, by: Actor) -> IO[bytes]:
    """A list as a file at once, for a program: CSV, names and numbers masked. Who took how many is recorded.

    In full there is none this way: that takes a person who says why, in the console.

    :param permission: the one that a token is given for this list; asked with the list.
    :raises Refused: the list is not kept by them. :raises TooMany: too many lists in an hour.
    """
    gate(by, permission, sheet)
    _take_a_turn(by)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        rows = write_list(sheet, by, path, kind=ExportKind.CSV, in_full=False)
        with transaction.atomic():
            after = {"list": sheet.name, "kind": str(ExportKind.CSV), "rows": rows, "in_full": False}
            record(f"person/{by.pk}", "tables.handed_over", by=by.person, after=after)
        return path.open("rb")


def _take_a_turn(by: Actor) -> None:
    wait = take_turn(f"tables.export:{by.pk}", LISTS_AN_HOUR, AN_HOUR)
    if wait:
        raise TooMany(
            _("You have taken out many lists in this hour."),
            _("Files taken out earlier are still in your list."),
            retry_after=wait,
        )


def _queue(export: Export) -> None:
    from ..tasks import write_export

    transaction.on_commit(lambda: write_export.enqueue(export.pk))


def find_export(pk: int, *, by: Actor) -> Export:
    """An export of this actor, while it is kept and they may have it.

    :raises Missing, Conflict: gone; not ready yet. :raises Refused: the list, or seeing it in full, is theirs no more.
    """
    export = Export.objects.filter(pk=pk).first()
    if export is None:
        raise _gone()
    gate(by, OWN, export)
    _gate_content(export, by)
    if export.state == ExportState.WAITING:
        raise Conflict(_("This file is still being written."), _("It appears in your list in a moment."))
    if export.state == ExportState.FAILED or not export.file:
        raise _gone()
    return export


def _gate_content(export: Export, by: Actor) -> None:
    """Asked again whenever the content is touched: roles end while files wait."""
    gate(by, USE, export.declared)
    if export.in_full:
        gate(by, REVEAL, export.declared)


def hand_out(pk: int, *, by: Actor) -> Export:
    """The export whose file is fetched now; that it was, and whether in full, is recorded. :raises: as above."""
    export = find_export(pk, by=by)
    with transaction.atomic():
        _note(export, "tables.downloaded")
    return export


def _note(export: Export, action: str) -> None:
    after = {"list": export.sheet, "rows": export.rows, "in_full": export.in_full, "reason": export.reason}
    record(export.stream, action, by=export.who, after=after)


def _gone() -> Missing:
    return Missing(_("This file is not kept any more."), _("Take the list out once more."))


def write_file(pk: int) -> None:
    """Write the file of an export; running it twice writes it once. Where its owner lost the right meanwhile none is
    written, which is recorded and not tried again."""
    rows = Export.objects.select_related("who").exclude(state=ExportState.READY)
    export = rows.filter(pk=pk).first()
    if export is None:
        return
    try:
        actor = Actor(person=export.who)
        _gate_content(export, actor)
        _write(export, actor)
    except Refused:
        _give_up(export)
    except Exception:
        Export.objects.filter(pk=pk).update(state=ExportState.FAILED)
        raise  # it is tried again


def _give_up(export: Export) -> None:
    export.state = ExportState.FAILED
    with transaction.atomic():
        export.save(update_fields=["state", "updated_at"])
        _note(export, "tables.refused")


def _write(export: Export, actor: Actor) -> None:
    name = f"list.{export.kind}"
    with translation.override(export.language), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        count = write_list(export.declared, actor, path, kind=export.kind, in_full=export.in_full)
        with path.open("rb") as file:
            _keep(export, File(file, name=name), count)


def _keep(export: Export, file: "File[bytes]", count: int) -> None:
    """Unless another wrote it meanwhile."""
    with stored_with_its_row(export.file):
        waiting = Export.objects.select_for_update().filter(pk=export.pk).exclude(state=ExportState.READY)
        if not waiting.exists():
            return
        export.file.save(str(file.name), file, save=False)
        export.rows, export.state = count, ExportState.READY
        export.save(update_fields=["rows", "state", "file", "updated_at"])
        _note(export, "tables.written")


def write_list(sheet: Sheet, actor: Actor, path: Path, *, kind: str, in_full: bool) -> int:
    """Write what the actor may see of a list to ``path``; how many rows. Streamed, in constant memory."""
    header = [str(each.label) for each in sheet.columns]
    rows = _shown(sheet, sheet.rows(actor), in_full=in_full)
    if kind == ExportKind.CSV:
        return write_csv(path, header, rows)
    return write_xlsx(path, str(sheet.label), header, rows)


def _shown(sheet: Sheet, rows: Iterator[Row], *, in_full: bool) -> Iterator[list[Any]]:
    masks = [None if in_full else each.mask for each in sheet.columns]
    keys = [each.key for each in sheet.columns]
    for row in rows:
        texts = (text_of(row.get(key)) for key in keys)
        yield [mask(text) if mask and text else text for mask, text in zip(masks, texts, strict=True)]
