"""The backup file: a tar archive of the database, the photos and a manifest with a hash of each."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection, connections

from jiayuan import __version__
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused

DATABASE, MEDIA, KEY, MANIFEST = "jiayuan.sqlite3", "media", "secret-key", "manifest.json"


@dataclass(frozen=True)
class Written:
    entries: int
    photos: int
    bytes: int


def _database_path() -> Path:
    if connection.vendor != "sqlite":
        raise Refused(
            "This house keeps its data in PostgreSQL.",
            "Back it up with pg_dump, and the folder of photos with it; see docs/operation.md.",
        )
    return Path(str(connection.settings_dict["NAME"]))


def write_archive(target: Path, *, with_secret_key: bool = False) -> Written:
    """Write a consistent copy of everything into ``target``; writers need not stop.

    The database is copied first: a photo that is taken in meanwhile is in the archive without being in the
    database, never the other way round.

    :raises Refused: the data lies in PostgreSQL.
    """
    source = _database_path()
    draft = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        entries = _copy_database(source, copy)
        hashes: dict[str, str] = {}
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
            for name, path in _parts(copy, with_secret_key=with_secret_key):
                hashes[name] = _digest(path)
                tar.add(path, arcname=name, recursive=False)
            _add_manifest(tar, hashes, entries)
    draft.replace(target)
    photos = sum(name.startswith(f"{MEDIA}/") for name in hashes)
    return Written(entries, photos, target.stat().st_size)


def _copy_database(source: Path, copy: Path) -> int:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as kept:
        live.backup(kept)
        kept.execute("PRAGMA journal_mode=DELETE")
        return int(kept.execute("SELECT count(*) FROM ledger_entry").fetchone()[0])


def _parts(copy: Path, *, with_secret_key: bool) -> Iterator[tuple[str, Path]]:
    yield DATABASE, copy
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        if path.is_file():
            yield f"{MEDIA}/{path.relative_to(media).as_posix()}", path
    key = Path(settings.DATA_DIR) / KEY
    if with_secret_key and key.exists():
        yield KEY, key


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_manifest(tar: tarfile.TarFile, hashes: dict[str, str], entries: int) -> None:
    manifest = {"version": __version__, "made_at": now().isoformat(), "entries": entries, "sha256": hashes}
    text = json.dumps(manifest, indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(text), 0o600
    tar.addfile(member, io.BytesIO(text))


def read_archive(source: Path, *, force: bool = False) -> Path | None:
    """Put an archive in the place of the present data; where the present data went, if there was some.

    Everything is unpacked and checked against the manifest before anything is moved.

    :raises Conflict: there is a database, and ``force`` is not set.
    :raises Invalid: not a backup of this platform, or damaged.
    """
    database = _database_path()
    if database.exists() and not force:
        raise Conflict("There is a database already.", "Choose an empty JIAYUAN_DATA, or say --force.")
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        unpacked = Path(folder)
        _unpack(source, unpacked)
        connections.close_all()
        return _swap(unpacked, database, data)


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                _unpack_one(tar, member, folder)
        hashes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
        wrong = [name for name, wanted in hashes.items() if _digest(folder / name) != wanted]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise Invalid("This is not a backup, or it is damaged.", "Take another one.") from error
    if wrong or DATABASE not in hashes:
        raise Invalid(f"The backup is damaged: {', '.join(wrong[:3]) or DATABASE}.", "Take another one.")


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Only plain files, only under the names that a backup has: an archive may come from anywhere."""
    path = PurePosixPath(member.name)
    known = member.name in (DATABASE, KEY, MANIFEST) or (path.parts[0] == MEDIA and ".." not in path.parts)
    content = tar.extractfile(member) if member.isreg() and known else None
    if content is None:
        raise tarfile.TarError(member.name)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _swap(unpacked: Path, database: Path, data: Path) -> Path | None:
    places = {DATABASE: database, MEDIA: Path(settings.MEDIA_ROOT)}
    if (unpacked / KEY).exists():
        places[KEY] = data / KEY
    leftovers = [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm")]
    there = [path for path in (*places.values(), *leftovers) if path.exists()]
    aside = data / f"before-restore-{now():%Y%m%d-%H%M%S-%f}" if there else None
    if aside:
        aside.mkdir()
        for path in there:
            shutil.move(path, aside / path.name)
    for name, place in places.items():
        if (unpacked / name).exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(unpacked / name, place)
    if KEY in places:
        places[KEY].chmod(0o600)
    return aside
