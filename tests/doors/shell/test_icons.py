"""Every icon that anything names is in the sprite."""

import re
from pathlib import Path

from jiayuan.foundation.common.registers import registers

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "jiayuan"
IN_TAGS = re.compile(r'\{%\s*icon\s+"([a-z0-9-]+)"')
IN_WITH = re.compile(r'icon(?:_name)?="([a-z0-9-]+)"')
IN_PYTHON = re.compile(r'"?\bicon(?:_name)?"?\s*[=:]\s*"([a-z0-9-]+)"')


def named(pattern: re.Pattern[str], files: str) -> set[str]:
    return {
        name for path in SOURCE.rglob(files) for name in pattern.findall(path.read_text(encoding="utf-8"))
    }


def test_icons_named_outside_icon_tags_are_listed() -> None:
    """The build finds those in ``{% icon "…" %}`` by itself."""
    listed = (ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").split()
    drawn = set(listed) | named(IN_TAGS, "*.html")
    assert named(IN_WITH, "*.html") | named(IN_PYTHON, "*.py") <= drawn
    assert listed == sorted(set(listed))


def test_icons_of_what_is_registered_are_listed() -> None:
    """Those that modules give with what they add to the house, under whatever name of an argument."""
    listed = (ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").split()
    drawn = set(listed) | named(IN_TAGS, "*.html")
    pages = [each.icon for each in registers.settings_pages]
    assert len(pages) > 5
    assert set(pages) <= drawn


def test_the_lock_names_no_registry() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
