"""The message catalogues: extract, add, compile, check. No GNU gettext needed.

    python scripts/messages.py update          extract from the source, keep what is translated
    python scripts/messages.py add FILE.tsv    add lines of context<TAB>msgid<TAB>Chinese (context may be empty)
    python scripts/messages.py compile         write the .mo files that Django reads
    python scripts/messages.py check           exit 1 naming each message that is missing or untranslated

Messages are English in the source. The Chinese catalogue translates them; the English one repeats them and
holds the plurals. A line break in a TSV is written \\n.
"""

import fcntl
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "jiayuan"
LOCALE = SOURCE / "locale"
LANGUAGES = ("zh_Hans", "en")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
Key = tuple[str, str, str]  # context, msgid, plural


def _from(text: bytes, where: str) -> Iterator[tuple[Key, str]]:
    from babel.messages.extract import extract

    for line, found, _comments, context in extract("python", io.BytesIO(text), KEYWORDS):
        one, many = found if isinstance(found, tuple) else (found, "")
        if one:
            yield (context or "", one, many or ""), f"{where}:{line}"


def extract_all() -> dict[Key, list[str]]:
    """Every message in the source, with where it stands."""
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    found: dict[Key, list[str]] = {}
    for path in sorted(
        [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]
    ):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
            text = re.sub(r"^\s+", "", text, flags=re.MULTILINE)
        where = path.relative_to(ROOT).as_posix()
        for key, spot in _from(text.encode(), where):
            found.setdefault(key, []).append(spot.rsplit(":", 1)[0])
    return found


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _load(language: str) -> polib.POFile:
    path = _path(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Project-Id-Version": "jiayuan",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return po


def _save(language: str, po: polib.POFile) -> None:
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    po.save(str(path))


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def update() -> None:
    found = extract_all()
    for language in LANGUAGES:
        po = _load(language)
        known = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
        fresh = polib.POFile(wrapwidth=110)
        fresh.metadata = po.metadata
        for key, spots in found.items():
            entry = known.get(key[:2]) or polib.POEntry(msgctxt=key[0] or None, msgid=key[1])
            _set_plural(entry, key[2])
            entry.occurrences = [(spot, "") for spot in sorted(set(spots))]
            if language == "en":
                _repeat(entry)
            fresh.append(entry)
        _save(language, fresh)


def _set_plural(entry: polib.POEntry, plural: str) -> None:
    if entry.msgid_plural != plural:
        entry.msgstr_plural = {0: entry.msgstr} if plural and entry.msgstr else {}
        entry.msgid_plural = plural


def _repeat(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgstr or entry.msgid


def add(file: Path) -> None:
    po = _load("zh_Hans")
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        context, msgid, chinese = (part.replace("\\n", "\n") for part in line.split("\t"))
        entry = known.get((context, msgid))
        if entry is None:
            entry = polib.POEntry(msgctxt=context or None, msgid=msgid)
            po.append(entry)
            known[context, msgid] = entry
        if entry.msgid_plural:
            entry.msgstr_plural = {0: chinese}
        else:
            entry.msgstr = chinese
    _save("zh_Hans", po)


def compile_all() -> None:
    for language in LANGUAGES:
        if _path(language).exists():
            _load(language).save_as_mofile(str(_path(language).with_suffix(".mo")))


PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]+\}")


def problems() -> list[str]:
    """Each message that a reader of one language would miss, in words."""
    found, said = extract_all(), []
    for language in LANGUAGES:
        known = {_key(entry): entry for entry in _load(language)}
        for key, spots in found.items():
            entry = known.get(key)
            if entry is None or not entry.translated():
                said.append(f"{language}: {key[1]!r} is not translated ({spots[0]})")
                continue
            texts = entry.msgstr_plural.values() if key[2] else [entry.msgstr]
            if set(PLACEHOLDER.findall(" ".join(texts))) - set(PLACEHOLDER.findall(key[1] + key[2])):
                said.append(f"{language}: {key[1]!r} has a placeholder the source has not ({spots[0]})")
        said += [f"{language}: {key[1]!r} is no longer used" for key in known.keys() - found.keys()]
    return said


def main(arguments: list[str]) -> int:
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        match arguments:
            case ["update"]:
                update()
            case ["add", file]:
                add(Path(file))
            case ["compile"]:
                compile_all()
            case ["check"]:
                said = problems()
                print("\n".join(said) or "message catalogues complete")
                return 1 if said else 0
            case _:
                print(__doc__)
                return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
