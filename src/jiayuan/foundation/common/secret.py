"""A secret that is made once and kept beside the data. Asks nothing of Django: the settings are made with it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

BYTES = 48


def kept_secret(path: Path) -> str:
    """The secret in this file, readable by this user alone; made on the very first start.

    It is written whole under a name of its own and then linked to ``path``, which only one of several processes that
    start at once can do; the others read what that one wrote.
    """
    if path.exists():
        return path.read_text(encoding="ascii")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # somebody else was first: theirs is the secret
            os.link(draft, path)
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")
