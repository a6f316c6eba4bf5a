"""Archives that prove themselves: every file with its SHA-256, checked with ``sha256sum -c`` or here."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
MOST_BYTES = 512 * 1024 * 1024
"""An archive that unpacks to more is none of ours."""
MOST_FILES = 10_000
UNREADABLE = (
    OSError, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_DAWN = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format knows: the same content gives the same bytes."""


def write_archive(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """A zip of ``files``, of ``manifest.json`` (``about``, and each file with its size and SHA-256), and of
    ``SHA256SUMS`` over all of them."""
    listed = [
        {"name": name, "bytes": len(files[name]), "sha256": _sum(files[name])} for name in sorted(files)
    ]
    manifest = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=1, sort_keys=True).encode()
    whole = {**files, MANIFEST: manifest}
    sums = "".join(f"{_sum(whole[name])}  {name}\n" for name in sorted(whole)).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in [*sorted(whole), SUMS]:
            info = zipfile.ZipInfo(name, _DAWN)
            info.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".jpg", ".pdf")) else zipfile.ZIP_DEFLATED
            )
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, sums if name == SUMS else whole[name])
    return out.getvalue()


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Checked:
    """What an archive holds, and every file that is not what its list says."""

    files: dict[str, bytes] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not (self.changed or self.missing or self.unlisted)


def sum_of_manifest(content: bytes) -> str:
    """The SHA-256 of an archive's manifest, which names the sum of every file: keep it where nobody can change it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _sum(archive.read(MANIFEST))


def is_of_manifest(files: Mapping[str, bytes], digest: str) -> bool:
    """Is the manifest the one whose sum was kept, and every file, no more and no fewer, what it says?"""
    manifest = files.get(MANIFEST, b"")
    if _sum(manifest) != digest:
        return False
    listed = {each["name"]: each["sha256"] for each in json.loads(manifest)["files"]}
    return listed == {name: _sum(content) for name, content in files.items() if name != MANIFEST}


def check_archive(path: Path) -> Checked:
    """Read an archive and compare it with its own list.

    :raises Invalid: it cannot be read, is none of ours, or is too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive)
            files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        sums = dict(_lines(files.pop(SUMS).decode()))
    except UNREADABLE as error:
        raise Invalid(
            _("This is no proof file, or it is damaged: %(error)s") % {"error": error},
            _("Download it again, and check it before it is unpacked or changed."),
        ) from error
    return Checked(
        files=files,
        changed=sorted(name for name in sums if name in files and _sum(files[name]) != sums[name]),
        missing=sorted(sums.keys() - files.keys()),
        unlisted=sorted(files.keys() - sums.keys()),
    )


def _check_size(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(each.file_size for each in infos) > MOST_BYTES:
        raise ValueError(_("too large"))
    if len({each.filename for each in infos}) < len(infos):
        raise ValueError(_("a file is in it twice"))


def _lines(text: str) -> list[tuple[str, str]]:
    """``sum  name`` a line, as (name, sum)."""
    pairs = [line.split("  ", 1) for line in text.splitlines() if line]
    return [(name, digest) for digest, name in pairs]
