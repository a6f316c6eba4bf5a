"""No stored file stays that no row names: not where writing the row fails, and not where its writer was killed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.documents.archive import write_archive
from jiayuan.foundation.tables.domain import decide, take_out
from jiayuan.foundation.tables.domain.tidy import forget_files
from jiayuan.foundation.tables.models import Export
from jiayuan.services.cases.domain.dossier import build
from jiayuan.services.cases.domain.dossier.ask import ask_dossier
from jiayuan.services.cases.domain.dossier.tidy import forget_dossiers
from jiayuan.services.cases.enums import Action, DossierKind, DossierState
from jiayuan.services.cases.models import Dossier
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def stored() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(str(path) for path in paths if path.parts[0] != "photos")


def breaks(*_args: object, **_more: object) -> None:
    raise DatabaseError("gone")


def test_where_the_row_is_not_written_the_file_goes_and_a_retry_keeps_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = actor(Role.DISTRICT_OFFICER, "140106")
    sheet = registers.sheets["organisations"]
    export = take_out.begin_export(sheet, "csv", by=office, queue=False)
    with monkeypatch.context() as patch:
        patch.setattr(take_out, "_note", breaks)
        patch.setattr(decide, "record", breaks)
        with pytest.raises(DatabaseError):
            take_out.write_file(export.pk)
        with pytest.raises(DatabaseError):
            decide.upload(sheet, ContentFile(b"a,b"), name="a.csv", by=office)
    assert stored() == []
    take_out.write_file(export.pk)
    export.refresh_from_db()
    assert stored() == [export.file.name]


def test_a_list_written_twice_at_once_is_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    office = actor(Role.DISTRICT_OFFICER, "140106")
    export = take_out.begin_export(registers.sheets["organisations"], "csv", by=office, queue=False)
    write_list = take_out.write_list

    def and_another_is_faster(*args: Any, **more: Any) -> int:
        monkeypatch.setattr(take_out, "write_list", write_list)
        take_out.write_file(export.pk)
        return write_list(*args, **more)

    monkeypatch.setattr(take_out, "write_list", and_another_is_faster)
    take_out.write_file(export.pk)
    export.refresh_from_db()
    assert stored() == [export.file.name]


def test_a_proof_file_whose_row_is_not_written_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story().until(Action.FILE)
    dossier = ask_dossier(story.case, DossierKind.OFFICE, by=story.worker)
    monkeypatch.setattr(build, "build_dossier", lambda _dossier: (write_archive({}, {}), []))
    with monkeypatch.context() as patch:
        patch.setattr(Dossier, "save", breaks)
        with pytest.raises(DatabaseError):
            build.write_dossier_file(dossier.pk)
    assert stored() == []
    build.write_dossier_file(dossier.pk)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.READY
    assert stored() == [dossier.file.name]


def test_what_a_killed_writer_left_is_swept_and_what_a_row_names_stays() -> None:
    office = actor(Role.DISTRICT_OFFICER, "140106")
    export = take_out.begin_export(registers.sheets["organisations"], "csv", by=office, queue=False)
    take_out.write_file(export.pk)
    kept = Export.objects.get().file.name
    for name in (
        "tables/2026/11/table",
        "tables/out/2026/11/list.csv",
        "dossiers/2026/11/proof.zip",
        "other/x",
    ):
        default_storage.save(name, ContentFile(b"x"))
    assert (forget_files(), forget_dossiers()) == (0, 0), "somebody may be at it"
    with at(now() + timedelta(hours=7)):
        assert (forget_files(), forget_dossiers()) == (2, 1)
    assert stored() == sorted(["other/x", kept])
