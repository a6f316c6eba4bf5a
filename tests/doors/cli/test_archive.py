"""Backing up and restoring, without the shell."""

import io
import json
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from jiayuan.doors.cli import archive
from jiayuan.doors.cli.archive import read_archive, write_archive
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Stream


def make_database(path: Path, entries: int) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE ledger_entry (id INTEGER)")
        database.executemany("INSERT INTO ledger_entry VALUES (?)", [(n,) for n in range(entries)])
        database.commit()


def count_entries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]


@pytest.fixture
def house(settings, tmp_path, monkeypatch) -> Path:
    """A data folder with a database of three entries, a photo and a key."""
    data = tmp_path / "var"
    settings.DATA_DIR, settings.MEDIA_ROOT = data, data / "media"
    (data / "media" / "photos").mkdir(parents=True)
    (data / "media" / "photos" / "a.jpg").write_bytes(b"jpeg")
    (data / "secret-key").write_text("key")
    make_database(data / "jiayuan.sqlite3", 3)
    monkeypatch.setattr(archive, "_database_path", lambda: data / "jiayuan.sqlite3")
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return data


def tar_of(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def test_there_and_back(house, tmp_path):
    written = write_archive(tmp_path / "b.tar")
    assert (written.entries, written.photos) == (3, 1)
    assert stat.S_IMODE((tmp_path / "b.tar").stat().st_mode) == 0o600
    (house / "jiayuan.sqlite3").unlink()
    make_database(house / "jiayuan.sqlite3", 9)
    (house / "jiayuan.sqlite3-wal").touch()
    (house / "media" / "photos" / "b.jpg").write_bytes(b"later")
    aside = read_archive(tmp_path / "b.tar", force=True)
    assert count_entries(house / "jiayuan.sqlite3") == 3
    assert [path.name for path in (house / "media" / "photos").iterdir()] == ["a.jpg"]
    assert not (house / "jiayuan.sqlite3-wal").exists()
    assert count_entries(aside / "jiayuan.sqlite3") == 9
    assert (aside / "media" / "photos" / "b.jpg").exists()
    assert (house / "secret-key").read_text() == "key"


def test_the_key_goes_along_only_when_asked(house, tmp_path):
    write_archive(tmp_path / "without.tar")
    write_archive(tmp_path / "with.tar", with_secret_key=True)
    with tarfile.open(tmp_path / "without.tar") as tar:
        assert "secret-key" not in tar.getnames()
    (house / "secret-key").write_text("another")
    read_archive(tmp_path / "with.tar", force=True)
    assert (house / "secret-key").read_text() == "key"
    assert stat.S_IMODE((house / "secret-key").stat().st_mode) == 0o600


def test_onto_an_empty_machine(house, tmp_path, monkeypatch, settings):
    write_archive(tmp_path / "b.tar")
    fresh = tmp_path / "fresh"
    settings.DATA_DIR, settings.MEDIA_ROOT = fresh, fresh / "media"
    monkeypatch.setattr(archive, "_database_path", lambda: fresh / "jiayuan.sqlite3")
    assert read_archive(tmp_path / "b.tar") is None
    assert count_entries(fresh / "jiayuan.sqlite3") == 3


def test_nothing_is_overwritten_unasked(house, tmp_path):
    write_archive(tmp_path / "b.tar")
    with pytest.raises(Conflict):
        read_archive(tmp_path / "b.tar")


def test_what_is_no_backup_changes_nothing(house, tmp_path):
    manifest = json.dumps({"sha256": {"jiayuan.sqlite3": "0" * 64}}).encode()
    bad = [
        tar_of(tmp_path / "escape.tar", **{"media/../../evil": b"x"}),
        tar_of(tmp_path / "other.tar", **{"etc/passwd": b"x"}),
        tar_of(tmp_path / "bare.tar", **{"jiayuan.sqlite3": b"x"}),
        tar_of(tmp_path / "changed.tar", **{"jiayuan.sqlite3": b"x", "manifest.json": manifest}),
        tar_of(tmp_path / "empty.tar", **{"manifest.json": b'{"sha256": {}}'}),
    ]
    (tmp_path / "text.tar").write_text("not a tar")
    link = tmp_path / "link.tar"
    with tarfile.open(link, "w") as tar:
        member = tarfile.TarInfo("media/a")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    for each in (*bad, link, tmp_path / "text.tar"):
        with pytest.raises(Invalid):
            read_archive(each, force=True)
    assert count_entries(house / "jiayuan.sqlite3") == 3
    assert not (tmp_path / "evil").exists()
    assert sorted(path.name for path in house.iterdir()) == ["jiayuan.sqlite3", "media", "secret-key"]


@pytest.mark.django_db
def test_commands_say_what_they_did(house, tmp_path, call):
    result = call("backup", str(tmp_path / "b.tar"))
    assert "3 ledger entries, 1 photo files" in result.output
    result = call("restore", "--force", str(tmp_path / "b.tar"))
    assert result.exit_code == 0, result.output
    assert "What was there is now in" in result.output
    assert "0 faults" in result.output


@pytest.mark.django_db
def test_a_restored_ledger_that_was_tampered_with_is_said(house, tmp_path, call):
    call("backup", str(tmp_path / "b.tar"))
    entry = record("case/1", "cases.report")
    Stream.objects.filter(pk=entry.stream_id).update(length=2)
    result = call("restore", "--force", str(tmp_path / "b.tar"))
    assert result.exit_code == 1
    assert "not as it was written" in result.output


def test_where_the_database_lies(settings):
    if connection.vendor == "sqlite":
        assert str(archive._database_path()) == str(connection.settings_dict["NAME"])
    else:
        with pytest.raises(Refused):
            archive._database_path()


def test_postgresql_is_backed_up_by_its_own_tools(tmp_path, monkeypatch):
    monkeypatch.setattr(type(connection), "vendor", "postgresql", raising=False)
    with pytest.raises(Refused, match="PostgreSQL"):
        write_archive(tmp_path / "b.tar")
