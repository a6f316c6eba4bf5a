"""What a form holds when it is opened, read out of the page itself: so nobody lists its fields a second time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.crypto import salted_hmac

NOT_TYPED = {"submit", "button", "image", "reset", "hidden"}
TICKED = {"checkbox", "radio"}
DIGITS = 8
Attributes = Mapping[str, str | None]


@dataclass
class Shape:
    """``given``: field -> digest of what the page had filled in. ``apart``: names that nobody types into, such as
    hidden fields and buttons."""

    given: dict[str, str] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)


def digest(name: str, values: Iterable[str]) -> str:
    """Of what stands in a field; empty of nothing. Keyed: it says whether a value changed, never which it was."""
    said = sorted(filter(None, (each.replace("\r\n", "\n").strip() for each in values)))
    return salted_hmac("burden.given", "\0".join((name, *said))).hexdigest()[:DIGITS] if said else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, list[str]] = {}
        self.apart: set[str] = set()
        self._select = self._textarea = ""
        self._options: list[tuple[str, bool]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "input":
            self._input(name, found)
        elif tag == "button" and name:
            self.apart.add(name)
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((found.get("value") or "", "selected" in found))
        elif tag == "textarea":
            self._textarea, self._text = name, []

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            self._say(self._select, *(chosen or [value for value, _chosen in self._options[:1]]))
            self._select = ""
        elif tag == "textarea" and self._textarea:
            self._say(self._textarea, "".join(self._text))
            self._textarea = ""

    def _input(self, name: str, found: Attributes) -> None:
        kind = (found.get("type") or "text").lower()
        if kind in NOT_TYPED:
            self.apart.add(name)
        elif kind not in TICKED:
            self._say(name, found.get("value") or "")
        elif "checked" in found:
            self._say(name, found.get("value") or "on")

    def _say(self, name: str, *values: str) -> None:
        if name:
            self.values.setdefault(name, []).extend(values)


def shape_of(html: str) -> Shape:
    """Of the fields between the tags of a form."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    digests = {name: digest(name, values) for name, values in reader.values.items()}
    return Shape({name: said for name, said in digests.items() if said}, reader.apart - {""})
