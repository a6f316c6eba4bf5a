"""The parts of a divided case in its proof file: each with what happened to it, its photos and its own chain of the
ledger, as far as the reader may open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.domain.chain_file import spell_chain

from ...models import Case
from ...piece_rules import pieces_of
from ..queries.opened import open_case
from .content import Reader, course_of, said_at
from .pictures import Picture, pictures_of


@dataclass(frozen=True)
class PartFile:
    """``content`` stands in the data; ``chain`` in a file ``ledger_name`` of its own. Both and ``pictures`` are empty
    where the reader may not open the part."""

    content: Mapping[str, Any]
    pictures: Sequence[Picture] = ()
    chain: Sequence[Mapping[str, Any]] = ()
    stream: str = ""

    @property
    def ledger_name(self) -> str:
        return f"ledger-{self.content['number']}.json"


def part_files(case: Case, reader: Reader) -> list[PartFile]:
    """By their number; nothing for a case that was not divided."""
    return [_part(each, reader) for each in pieces_of(case)]


def _part(piece: Case, reader: Reader) -> PartFile:
    about = _about(piece, reader)
    if reader.is_reporter or not may(reader.actor, "cases.see", piece):
        return PartFile(about)
    opened, number = open_case(piece.number), about["part"]
    pictures = pictures_of(opened, reader, folder=f"photos/part-{number}")
    chain = spell_chain(opened.stream, reader.may_read)
    content = {
        **about,
        "number": opened.number,
        **course_of(opened, reader),
        "photos": [each.as_dict() for each in pictures],
    }
    return PartFile(content, pictures, chain, opened.stream)


def _about(piece: Case, reader: Reader) -> dict[str, Any]:
    """What the pages of the case that leads say of a part; the reporter reads it as everybody who follows does."""
    unit = piece.unit or piece.first_unit
    return {
        "part": piece.tie.number,
        "category": piece.version.display_name,
        "unit": str(unit) if unit else "",
        "words": mask_words(piece.words) if reader.is_reporter else reader.hide(piece.words),
        "state": piece.get_state_display(),
        "given_at": said_at(piece.reported_at),
        "due": said_at(piece.due_at),
        "closed_at": said_at(piece.closed_at),
        "is_awaited": piece.tie.is_awaited,
    }
