"""Where a room announces itself to the floors above.

The doors know no module by name. A module declares, in its ``AppConfig.ready``, what it has to offer: work for the
inbox, intents for the home box, layers for the map, personal data to export. The doors read these registers.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from .abilities import AbilitySource
from .sheets import Sheet

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

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

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
class PersonalDataHolder:
    """A module that holds data about a person: how to hand it out, and how to forget it."""

    label: Any
    export: Callable[[Any], Any]
    """person -> JSON-ready data."""
    erase: Callable[[Any], int]
    """person -> how many records were made anonymous. Runs inside the erasing transaction."""
    covers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Model (``cases.Case``) -> those of its columns that are handed out and forgotten here."""


@dataclass(frozen=True)
class Signed:
    """A column that says who did something for an office: ``asked_by`` of a request, with the words that went with it.

    It is handed out to them. It is kept when they are forgotten, since what was decided must stay to be read; whom
    the row points to then has neither name nor number.
    """

    model: str
    person: str
    at: str
    words: Sequence[str] = ()


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
class LedgerWords:
    """How a room's entries are called on the ledger's pages. Whatever is left out is shown in its technical form."""

    subjects: Mapping[str, Any] = field(default_factory=dict)
    """Stream prefix (``case`` of ``case/42``) -> what such a thing is called."""
    actions: Mapping[str, Any] = field(default_factory=dict)
    """Action code (``cases.file``) -> what was done."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Field of ``before`` and ``after`` -> its name."""


@dataclass(frozen=True)
class SettingsPage:
    """A page on which some actors manage something."""

    label: Any
    hint: Any
    icon: str
    url_name: str
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class Duty:
    """What has to happen by the clock. Safe to run at any time and twice at once, as every domain function is."""

    name: str
    label: Any
    every: int
    """Seconds from the beginning of one run to the beginning of the next."""
    work: Callable[[], Any]
    """Its result, a number or a few words, stands in the log of ``jiayuan tick --once``."""
    alarm_after: int
    """Seconds without a good end after which somebody is told."""
    lease: int = 600
    """Seconds after which a run that did not end is taken for dead, and another may begin."""
    apart: bool = False
    """Has a thread of its own, so that it neither waits for the others nor makes them wait."""


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: people choose by kind how it reaches them. Every notice also stands on the messages page."""

    name: str
    label: Any
    hint: Any
    channels: Sequence[str] = ()
    """Unless a person chose otherwise it goes out over the first of these that reaches them."""
    is_urgent: bool = False
    """Goes out in quiet hours too."""
    link: Callable[[Any], str] | None = None
    """(notice) -> its address, found when it is sent: for one that is a secret and must not lie in a table."""
    for_roles: Sequence[Any] = ()
    """Shown among the choices of holders of these roles; empty: of everybody."""


@dataclass
class Registers:
    """All registers of the house, in one place so that tests can look at them."""

    work: Register[WorkSource] = field(default_factory=Register)
    waiting: Register[Callable[[Any], Sequence[Card]]] = field(default_factory=Register)
    nearby: Register[Callable[[Any, Any], Sequence[Card]]] = field(default_factory=Register)
    intents: Register[Intent] = field(default_factory=Register)
    doors: Register[Door] = field(default_factory=Register)
    carriers: Register[DoorSection] = field(default_factory=Register)
    """What modules offer behind the five doors."""
    personal_data: Register[PersonalDataHolder] = field(default_factory=Register)
    demo: Register[DemoChapter] = field(default_factory=Register)
    signed: Register[Signed] = field(default_factory=Register)
    """Columns that name who did something for an office: see :meth:`sign`."""
    map_layers: Register[MapLayer] = field(default_factory=Register)
    photo_guards: Register[Callable[[Any, Any], bool]] = field(default_factory=Register)
    """Named by photo purpose: (actor, photo) -> may this actor see it."""
    photo_keeping: Register[Callable[[Any], Any]] = field(default_factory=Register)
    """Named by photo purpose: photo -> how long a browser may keep it, see ``evidence/keeping.py``; else for a day."""
    sound_guards: Register[Callable[[Any, Any], bool]] = field(default_factory=Register)
    """Named by the purpose of a voice note: (actor, sound) -> may this actor hear it."""
    searches: Register[Callable[[Any, str], Sequence[Suggestion]]] = field(default_factory=Register)
    """(actor, query) -> what the home box may offer. The query is already cut and normalised."""
    followed_streams: Register[Callable[[Any], Any]] = field(default_factory=Register)
    """actor -> names of the ledger streams that concern them: a list, or a queryset of one column."""
    spoken_entries: Register[Callable[[Any, Sequence[Any]], Mapping[int, Spoken]]] = field(
        default_factory=Register
    )
    """Named by stream prefix (``case`` for ``case/42``): (actor, entries) -> {entry.pk: Spoken}, in a constant number
    of queries. Entries left out are not for this actor."""
    told_actions: Register[Collection[str]] = field(default_factory=Register)
    """Named by stream prefix: the actions of which who follows such a stream may be told; only these are read."""
    ledger_words: Register[LedgerWords] = field(default_factory=Register)
    figures: Register[Any] = field(default_factory=Register)
    """Numbers that rooms declare, by their id: see ``figures.py`` beside this file."""
    abilities: Register[AbilitySource] = field(default_factory=Register)
    """What people can do: asked for through ``abilities.py`` beside this file."""
    settings_pages: Register[SettingsPage] = field(default_factory=Register)
    duties: Register[Duty] = field(default_factory=Register)
    notices: Register[NoticeKind] = field(default_factory=Register)
    addresses: Register[Callable[[Sequence[Any]], Mapping[Any, str]]] = field(default_factory=Register)
    """Named by channel (``sms``): people -> {person.pk: address} of those it reaches, in at most one query."""
    after_record: Register[Callable[[Any], None]] = field(default_factory=Register)
    """Named by stream prefix: called with every entry recorded there, inside the same transaction. No way of
    changing something goes round it, since none goes round the ledger."""
    after_erase: Register[Callable[[Sequence[int]], None]] = field(default_factory=Register)
    """Called with the ids of entries whose payloads were erased, inside the same transaction: what was copied out of
    them goes with them."""
    origins: Register[Callable[[Any, str], tuple[str, str] | None]] = field(default_factory=Register)
    """(actor, ledger stream) -> what something came about in, and its address; None where it did not or may not be
    seen. At most one query."""
    sheets: Register[Sheet] = field(default_factory=Register)
    """Lists for spreadsheets, named like their address."""

    def sign(self, model: str, **columns: Sequence[str]) -> None:
        """Who signs what, when and with which words: ``sign("cases.Doubt", decided_by=("decided_at", "reason"))``."""
        for person, (at, *words) in columns.items():
            self.signed.add(f"{model}.{person}", Signed(model, person, at, words))


registers = Registers()
