"""The list of wishes as a table file: what the list shows and the cards, never the words of who wished."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.tables.interfaces.writing import write_xlsx

from ..models import Wish

WIDTHS = (12, 18, 30, 40, 24, 18, 14, 24, 10, 16, 16, 16)


def headings() -> list[str]:
    return [
        _("Number"), pgettext("wishes", "Kind"), _("Title of the card"), _("Words of the card"), _("Place"), _("State"),
        _("Urgency"), pgettext("wishes", "Offered to"), _("Helpers it takes"), pgettext("wishes", "Posted"),
        pgettext("wishes", "Taken up"), pgettext("wishes", "Over"),
    ]  # fmt: skip


def xlsx_of(wishes: Iterable[Wish], last: Sequence[str] = ()) -> IO[bytes]:
    """An open file, gone once it is closed. ``last``: what its last line says, if anything."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        rows: Iterator[Sequence[Any]] = chain(map(_row, wishes), [last] if last else [])
        write_xlsx(path, str(_("Wishes")), headings(), rows, widths=WIDTHS)
        return path.open("rb")


def _row(wish: Wish) -> Sequence[Any]:
    return [
        wish.number,
        wish.get_kind_display(),
        mask_words(wish.title),
        mask_words(wish.public_words),
        wish.place.display_name,
        wish.get_state_display(),
        wish.get_urgency_display(),
        wish.get_tier_display(),
        wish.seats,
        *(
            f"{local(each):%Y-%m-%d %H:%M}" if each else ""
            for each in (wish.posted_at, wish.opened_at, wish.ended_at)
        ),
    ]
