"""An archive says of itself whether it is as it was made."""

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.documents import archive as archives
from jiayuan.foundation.documents.archive import MANIFEST, SUMS, check_archive, write_archive

FILES = {"a.txt": "甲".encode(), "photos/1.jpg": b"\xff\xd8", "README.txt": b"x" * 2000}


def made(tmp_path: Path, content: bytes | None = None) -> Path:
    path = tmp_path / "proof.zip"
    path.write_bytes(write_archive(FILES, {"kind": "test"}) if content is None else content)
    return path


def rewritten(path: Path, **changes: bytes | None) -> Path:
    """The archive with files put in, changed or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        kept = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in kept.items():
            if content is not None:
                new.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def test_it_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    checked = check_archive(made(tmp_path))
    assert checked.ok
    assert checked.files["a.txt"] == FILES["a.txt"]
    manifest = json.loads(checked.files[MANIFEST])
    assert manifest["kind"] == "test"
    assert [each["name"] for each in manifest["files"]] == ["README.txt", "a.txt", "photos/1.jpg"]
    assert write_archive(FILES, {"kind": "test"}) == write_archive(
        dict(reversed(FILES.items())), {"kind": "test"}
    )


def test_the_tool_that_everybody_has_agrees(tmp_path: Path) -> None:
    with zipfile.ZipFile(made(tmp_path)) as archive:
        archive.extractall(tmp_path / "out")
    done = subprocess.run(
        ["sha256sum", "-c", SUMS], cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == len(FILES) + 1


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"a.txt": b"other"}, "changed"),
        ({"a.txt": None}, "missing"),
        ({"b.txt": b"new"}, "unlisted"),
    ],
)
def test_what_was_done_to_it_is_named(tmp_path: Path, changes: dict[str, bytes | None], found: str) -> None:
    checked = check_archive(rewritten(made(tmp_path), **changes))
    assert not checked.ok
    assert getattr(checked, found) == list(changes)


def test_what_is_none_of_ours_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write_archive(FILES, {})
    broken = bytearray(whole)
    at = whole.index(b"README.txt") + len("README.txt") + 2
    broken[at : at + 8] = b"\xff" * 8
    for content in (b"", b"no zip at all", whole[:60], bytes(broken)):
        with pytest.raises(Invalid):
            check_archive(made(tmp_path, content))
    with pytest.raises(Invalid):
        check_archive(tmp_path / "not-there.zip")
    with pytest.raises(Invalid):
        check_archive(rewritten(made(tmp_path), SHA256SUMS=None))
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    with pytest.raises(Invalid):
        check_archive(made(tmp_path))


def test_one_name_stands_for_one_file(tmp_path: Path) -> None:
    path = made(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("a.txt", b"other")
    with pytest.raises(Invalid):
        check_archive(path)
