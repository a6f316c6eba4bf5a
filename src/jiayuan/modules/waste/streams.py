"""What is known of each stream beside its name: colour of the bin by the standard, icon, tone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import pgettext_lazy

from .enums import Stream

FILE = Path(__file__).resolve().parent / "facts" / "streams.json"
COLOURS: dict[str, Any] = {
    "green": pgettext_lazy("colour of a bin", "green"),
    "blue": pgettext_lazy("colour of a bin", "blue"),
    "red": pgettext_lazy("colour of a bin", "red"),
    "black": pgettext_lazy("colour of a bin", "black"),
}


@dataclass(frozen=True)
class StreamFacts:
    """``colour`` and ``hex`` are empty where no bin stands for the stream."""

    stream: Stream
    colour: str
    hex: str
    icon: str
    tone: str

    @property
    def label(self) -> Any:
        return self.stream.label

    @property
    def colour_name(self) -> Any:
        return COLOURS.get(self.colour, "")


@lru_cache(maxsize=1)
def stream_facts() -> Mapping[str, StreamFacts]:
    """By code, in the order of the file."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return {row["stream"]: StreamFacts(Stream(row.pop("stream")), **row) for row in rows}


def order_of(stream: str) -> int:
    """Its place among the streams, as every page lists them."""
    return list(stream_facts()).index(stream)


def facts_of(stream: str) -> StreamFacts:
    return stream_facts()[stream]
