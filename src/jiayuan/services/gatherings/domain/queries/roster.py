"""Who comes and who is there, for whoever runs it at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jiayuan.foundation.common.masks import mask_name

from ...enums import LIVE, PresenceState
from ...models import Presence, Session, SignUp

TAIL = 4


@dataclass(frozen=True)
class Row:
    """A line of the list. Two who are shortened to the same name are told apart by ``tail``, the last digits of the
    phone, as on paper, and by ``beside``: with whom they come."""

    sign_up: SignUp
    presence: Presence | None
    tail: str = ""
    beside: str = ""

    @property
    def is_there(self) -> bool:
        return self.presence is not None and self.presence.state != PresenceState.DENIED

    @property
    def is_still_there(self) -> bool:
        return self.presence is not None and self.is_there and self.presence.out_at is None


def roster_of(session: Session) -> Sequence[Row]:
    """In the order of the paper list. One query."""
    found = SignUp.objects.filter(session=session, state__in=LIVE).select_related(
        "person", "role", "presence"
    )
    rows = list(found.order_by("role_id", "ticket"))
    heads: dict[UUID | None, SignUp] = {each.group: each for each in reversed(rows) if each.group is not None}
    return [_row(each, heads.get(each.group)) for each in rows]


def _row(row: SignUp, head: SignUp | None) -> Row:
    phone = (row.person.phone if row.person else row.phone) or ""
    beside = mask_name(head.display_name) if head is not None and head.pk != row.pk else ""
    return Row(row, getattr(row, "presence", None), phone[-TAIL:], beside)
