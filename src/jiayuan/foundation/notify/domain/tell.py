"""Telling somebody of something that was recorded: once, in their language, and out of the house as they chose."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.people.enums import Language
from jiayuan.foundation.people.models import Person

from ..enums import Way
from ..models import Delivery, Notice
from .reach import addresses_of, choices_of, first_moment, quiet_of, ways_to


@dataclass(frozen=True)
class Said:
    """``title`` in a dozen words, ``words`` more if there is more, ``url`` within the house.

    ``params`` fill the registered templates of providers; beside them stand ``title``, ``words`` and ``url``.
    """

    title: str
    words: str = ""
    url: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


def tell(
    kind: str,
    *,
    entry: Any,
    say: Callable[[], Said],
    people: Iterable[Person] = (),
    phones: Iterable[str] = (),
    is_urgent: bool = False,
) -> int:
    """Tell these people, and these numbers without an account, of ``entry``. How many were told now.

    Call in the transaction that recorded the entry: both stand or neither. Nobody is told twice of the same entry
    in the same kind, nor of what they did themselves; nor anybody of the invented past of the demonstration.

    :param kind: a name in ``registers.notices``.
    :param say: gives the words, in the language that is active when it is called.
    :raises KeyError: nobody announced this kind.
    """
    declared = registers.notices[kind]
    if entry.source == Source.DEMO:
        return 0
    readers = {each.pk: each for each in people if each.is_active and each.pk != entry.actor_id}
    numbers = set(phones) - {""}
    if not readers and not numbers:
        return 0
    telling = _Telling(declared, entry, say, is_urgent)
    for last in (False, True):
        try:
            with transaction.atomic():
                notices = _write_notices(telling, readers, numbers)
                _write_deliveries(declared, notices, readers)
            return len(notices)
        except IntegrityError:  # somebody told some of them at the same moment: once is once
            if last:
                raise
    return 0


@dataclass(frozen=True)
class _Telling:
    """What is told, apart from to whom; the words are found once a language."""

    kind: NoticeKind
    entry: Any
    say: Callable[[], Said]
    is_urgent: bool

    def notice(self, person: Person | None, phone: str, said: dict[str, Said]) -> Notice:
        language = person.language if person else Language.CHINESE
        if language not in said:
            with translation.override(language):
                said[language] = self.say()
        words = said[language]
        return Notice(
            entry=self.entry, kind=self.kind.name, person=person, phone=phone, language=language,
            title=words.title[:200], words=words.words[:2000], url=words.url,
            params={name: str(value) for name, value in words.params.items()},
            is_urgent=self.is_urgent or self.kind.is_urgent, created_at=now(),
        )  # fmt: skip


def _write_notices(telling: _Telling, readers: Mapping[int, Person], numbers: set[str]) -> Sequence[Notice]:
    known = Notice.objects.filter(entry=telling.entry, kind=telling.kind.name)
    told = set(known.values_list("person", "phone"))
    said: dict[str, Said] = {}
    made = [telling.notice(readers[pk], "", said) for pk in sorted(readers) if (pk, "") not in told]
    made += [telling.notice(None, phone, said) for phone in sorted(numbers) if (None, phone) not in told]
    return Notice.objects.bulk_create(made)


def _write_deliveries(kind: NoticeKind, notices: Sequence[Notice], readers: Mapping[int, Person]) -> None:
    people = [readers[each.person_id] for each in notices if each.person_id is not None]
    addresses = addresses_of(people) if people else {}
    chosen = choices_of(people, [kind.name]) if people else {}
    quiet = quiet_of(people) if people else {}
    deliveries = []
    for notice in notices:
        for way, address in _ways(kind, notice, addresses, chosen):
            due = first_moment(
                way, notice.created_at, is_urgent=notice.is_urgent, quiet=quiet.get(notice.person_id or 0)
            )
            deliveries.append(Delivery(notice=notice, way=way, address=address, due_at=due))
    Delivery.objects.bulk_create(deliveries)


def _ways(kind: NoticeKind, notice: Notice, addresses: Any, chosen: Any) -> list[tuple[str, str]]:
    if notice.person_id is None:
        return [(Way.SMS, notice.phone)] if Way.SMS in kind.channels else []
    wanted = ways_to(notice.person_id, kind, addresses, chosen.get((notice.person_id, kind.name), {}))
    return [(way, addresses[way][notice.person_id]) for way in wanted]
