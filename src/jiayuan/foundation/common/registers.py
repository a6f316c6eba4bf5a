"""Where a room announces itself to the floors above.

The doors know no module by name. A module declares, in its ``AppConfig.ready``, what it has to offer: work for the
inbox, intents for the home box, layers for the map, personal data to export. The doors read these registers.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .abilities import AbilitySource
from .register_kept import DemoChapter, Duty, LedgerWords, NoticeKind, PersonalDataHolder, Signed
from .register_shown import (
    MAP_CAP,
    AwayPage,
    Card,
    Door,
    DoorSection,
    DoorVisit,
    Intent,
    MapLayer,
    SettingsPage,
    Spoken,
    Suggestion,
    WorkItem,
    WorkSource,
)
from .sheets import Sheet

__all__ = [
    "MAP_CAP",
    "AwayPage",
    "Card",
    "DemoChapter",
    "Door",
    "DoorSection",
    "DoorVisit",
    "Duty",
    "Intent",
    "LedgerWords",
    "MapLayer",
    "NoticeKind",
    "PersonalDataHolder",
    "Register",
    "Registers",
    "SettingsPage",
    "Signed",
    "Spoken",
    "Suggestion",
    "WorkItem",
    "WorkSource",
    "registers",
]

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
    away: Register[AwayPage] = field(default_factory=Register)
    readiness: Register[Callable[[], object]] = field(default_factory=Register)
    """What is read once and kept in the process: called before a server's process takes its first request."""
    open_points: Register[Callable[[str], Sequence[Any]]] = field(default_factory=Register)
    """path of a place -> the points there that residents bring things to: see ``places/open_points.py``."""

    def sign(self, model: str, **columns: Sequence[str]) -> None:
        """Who signs what, when and with which words: ``sign("cases.Doubt", decided_by=("decided_at", "reason"))``."""
        for person, (at, *words) in columns.items():
            self.signed.add(f"{model}.{person}", Signed(model, person, at, words))


registers = Registers()
