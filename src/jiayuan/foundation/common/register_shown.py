"""What a room offers to be shown: in the inbox, at the doors, on the map, in the home box, among the messages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class WorkItem:
    """One line of the console inbox: something that waits for this person."""

    key: str
    """Stable identity, such as ``case/42``."""
    title: str
    where: str
    kind: str
    """Filter group: the code of ``kind_label``."""
    kind_label: str
    """Why it is mine, in three or four words ("waits for my verification")."""
    basis: str
    """The reason in a sentence."""
    action_label: str
    url: str
    due_at: datetime | None = None
    due_because: str = ""
    light: str = "none"
    """``red`` overdue, ``amber`` soon, ``green`` in time, ``none`` without deadline."""
    weight: int = 0
    """Consequence: higher comes first among equally urgent items."""


@dataclass(frozen=True)
class WorkSource:
    """A module's contribution to the inbox. Both functions run a constant number of queries."""

    items: Callable[[Any, int], Sequence[WorkItem]]
    """(actor, limit) -> the most urgent items; fewer than ``limit`` only if these are all."""
    counts: Callable[[Any], dict[str, tuple[str, int]]]
    """actor -> {kind: (kind_label, how many)}. Better a :class:`~.counted.Counted` than a function: what all of these
    count stands on every page of the console and is asked in one query."""


@dataclass(frozen=True)
class Card:
    """A card on the phone home: what waits for me, or what is near and soon."""

    key: str
    title: str
    url: str
    action_label: str
    lead: str = ""
    meta: str = ""
    icon: str = "circle"
    strong: bool = False


@dataclass(frozen=True)
class Intent:
    """What a resident may mean by plain words, and where that leads."""

    name: str
    label: Any
    hint: Any
    icon: str
    url: Callable[[str], str]
    """query -> address, carrying the words along."""
    words: Iterable[str] = ()
    """Words and phrases that point here (Chinese and English, lower case)."""
    weight: float = 1.0


@dataclass(frozen=True)
class Door:
    """One of the five carriers on the phone: 学 讲 帮 乐 评. ``title`` and ``lead`` head its page."""

    character: str
    label: Any
    url_name: str
    tone: str
    order: int
    title: Any = ""
    lead: Any = ""


@dataclass(frozen=True)
class DoorVisit:
    """Who stands at a door: the place they belong to (a Place or None), and what the address says (``?q=…``)."""

    actor: Any
    place: Any
    asked: Mapping[str, str]


@dataclass(frozen=True)
class DoorSection:
    """What a module offers behind a door: a template, and what it shows.

    Keep a section short: a way in and the first few, with a link to a page of the module's own for the rest.
    """

    door: str
    """The door's name: ``learn``, ``speak``, ``help``, ``joy`` or ``evaluate``."""
    template: str
    """A fragment, not a page; it finds what ``read`` gives as variables."""
    read: Callable[[DoorVisit], Mapping[str, Any] | None]
    """In a constant number of queries; None where there is nothing for this visitor."""
    order: int = 50
    """Lower comes first."""


@dataclass(frozen=True)
class MapLayer:
    """Points for the map. ``features`` gives GeoJSON features for an actor and a WGS-84 box.

    The box is (west, south, east, north). Properties that the map knows: ``title``, ``text``, ``where``, ``url``;
    ``light``; ``state`` and ``state_label``, ``group`` and ``group_label``, by which it can be narrowed. The most
    important features come first; a layer stops by itself at ``MAP_CAP``. A public layer ``x-public`` is the
    redacted form of ``x`` and is left out where ``x`` is shown. ``group`` and ``group_label`` may be lists of the same
    length.
    """

    label: Any
    features: Callable[[Any, tuple[float, float, float, float]], Sequence[dict[str, Any]]]
    public: bool = False
    apart: bool = False
    """What stands there all the time: shown alone, by whoever asks for it, not among what happens."""
    about: Any = ""
    """A sentence above a layer that is shown alone."""
    list_name: str = ""
    """URL name of the whole list of a layer that is shown alone."""


MAP_CAP = 2000
"""How many points one map can use."""


@dataclass(frozen=True)
class Suggestion:
    """A place to go, found for plain words. ``score`` is 0 to 1, as ``plainwords.likeness`` gives it."""

    label: str
    hint: str
    icon: str
    url: str
    score: float


@dataclass(frozen=True)
class Spoken:
    """A ledger entry as the person concerned reads it on the messages page."""

    title: str
    words: str
    url: str
    icon: str = "message-circle"


@dataclass(frozen=True)
class SettingsPage:
    """A page on which some actors manage something."""

    label: Any
    hint: Any
    icon: str
    url_name: str
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class AwayPage:
    """A page that a phone keeps and shows by itself where there is no network, in place of those ``instead_of``.
    Drawn for nobody in particular, as it is stored on the phone."""

    instead_of: str
    """The name of an address without arguments; what is asked of it stays in the address."""
    page: str
    """The name of the page that is kept."""
    data: Sequence[str] = ()
    """Names of what its script reads."""
