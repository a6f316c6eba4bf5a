"""Where a room announces itself to the floors above.

The doors know no module by name. A module declares, in its ``AppConfig.ready``, what it has to offer: work for the
inbox, intents for the home box, layers for the map, personal data to export. The doors read these registers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

Entry = TypeVar("Entry")


class Register(Generic[Entry]):
    """An ordered list of entries with unique names."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> Entry:
        self._entries[name] = entry
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def names(self) -> Sequence[str]:
        return tuple(self._entries)


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
    """(actor, limit) -> the most urgent items."""
    counts: Callable[[Any], dict[str, tuple[str, int]]]
    """actor -> {kind: (kind_label, how many)}."""


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
    """One of the five carriers on the phone: 学 讲 帮 乐 评."""

    character: str
    label: Any
    url_name: str
    tone: str
    order: int


@dataclass(frozen=True)
class PersonalDataHolder:
    """A module that holds data about a person: how to hand it out, and how to forget it."""

    label: Any
    export: Callable[[Any], Any]
    """person -> JSON-ready data."""
    erase: Callable[[Any], int]
    """person -> how many records were made anonymous. Runs inside the erasing transaction."""


@dataclass(frozen=True)
class DemoChapter:
    """A module's part of the demonstration district."""

    label: Any
    build: Callable[..., None]
    """Called with the :class:`DemoContext` of ``doors.cli``; must be repeatable from its seed."""
    after: Sequence[str] = ()


@dataclass(frozen=True)
class MapLayer:
    """Points for the map. ``features`` gives GeoJSON features for an actor and a WGS-84 box.

    The box is (west, south, east, north). Properties that the map knows: ``title``, ``text``, ``where``, ``url``;
    ``light``; ``state`` and ``state_label``, ``group`` and ``group_label``, by which it can be narrowed. The most
    important features come first; a layer stops by itself at ``MAP_CAP``. A public layer ``x-public`` is the
    redacted form of ``x`` and is left out where ``x`` is shown.
    """

    label: Any
    features: Callable[[Any, tuple[float, float, float, float]], Sequence[dict[str, Any]]]
    public: bool = False


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
class FigureTile:
    """A number with its meaning. ``url`` opens the rows behind it."""

    label: str
    value: int | str
    unit: str
    url: str
    definition: str
    public: bool = False
    """May it be shown in a hall? Such a number names nobody and its ``url`` is open to everyone."""


@dataclass(frozen=True)
class SettingsPage:
    """A page on which some actors manage something."""

    label: Any
    hint: Any
    icon: str
    url_name: str
    may: Callable[[Any], bool]


@dataclass
class Registers:
    """All registers of the house, in one place so that tests can look at them."""

    work: Register[WorkSource] = field(default_factory=Register)
    waiting: Register[Callable[[Any], Sequence[Card]]] = field(default_factory=Register)
    nearby: Register[Callable[[Any, Any], Sequence[Card]]] = field(default_factory=Register)
    intents: Register[Intent] = field(default_factory=Register)
    doors: Register[Door] = field(default_factory=Register)
    personal_data: Register[PersonalDataHolder] = field(default_factory=Register)
    demo: Register[DemoChapter] = field(default_factory=Register)
    map_layers: Register[MapLayer] = field(default_factory=Register)
    photo_guards: Register[Callable[[Any, Any], bool]] = field(default_factory=Register)
    """Named by photo purpose: (actor, photo) -> may this actor see it."""
    searches: Register[Callable[[Any, str], Sequence[Suggestion]]] = field(default_factory=Register)
    """(actor, query) -> what the home box may offer. The query is already cut and normalised."""
    followed_streams: Register[Callable[[Any], Any]] = field(default_factory=Register)
    """actor -> names of the ledger streams that concern them: a list, or a queryset of one column."""
    spoken_entries: Register[Callable[[Any, Sequence[Any]], Mapping[int, Spoken]]] = field(
        default_factory=Register
    )
    """Named by stream prefix (``case`` for ``case/42``): (actor, entries) -> {entry.pk: Spoken}, in a constant number
    of queries. Entries left out are not for this actor."""
    figures: Register[Callable[[Any, str], Sequence[FigureTile]]] = field(default_factory=Register)
    """(actor, place path) -> the numbers of that place."""
    settings_pages: Register[SettingsPage] = field(default_factory=Register)


registers = Registers()
