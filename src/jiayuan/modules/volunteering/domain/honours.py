"""Being named on a board: agreed to for each purpose, withdrawn at once, in the order of names and never of hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import record

from ..enums import HonourPurpose
from ..models import HonourConsent, Thanks
from ..volunteer_rules import HONOUR
from .volunteers import lock_volunteer

MOST = 200


@dataclass(frozen=True)
class Named:
    """Somebody on the board: the name in full, and the latest word of thanks."""

    name: str
    thanks: str


def agree_to_be_named(pk: int, purpose: str, *, by: Actor) -> None:
    """:raises Refused: not the volunteer. :raises Invalid: no such purpose. :raises Conflict: agreed, or left."""
    if purpose not in HonourPurpose.values:
        raise Invalid(_("There is no such board."), _("Choose one of the boards."), field="purpose")
    try:
        with transaction.atomic():
            volunteer = lock_volunteer(pk)
            gate(by, HONOUR, volunteer)
            if volunteer.ended_on is not None:
                raise Conflict(_("You are no volunteer any more."), _("Become one again first."))
            HonourConsent.objects.create(volunteer=volunteer, purpose=purpose, given_at=now())
            _record(volunteer.stream, "volunteering.agree_to_be_named", by, volunteer.community_id, purpose)
    except IntegrityError as error:
        raise Conflict(_("You agreed to this already."), _("Nothing more needs to be done.")) from error


def withdraw_name(pk: int, purpose: str, *, by: Actor) -> None:
    """Not to be named any more, from this moment. Withdrawing twice is as once. :raises Refused: not the volunteer."""
    with transaction.atomic():
        volunteer = lock_volunteer(pk)
        gate(by, HONOUR, volunteer)
        ended = volunteer.honours.filter(purpose=purpose, withdrawn_at=None).update(withdrawn_at=now())
        if ended:
            _record(volunteer.stream, "volunteering.withdraw_name", by, volunteer.community_id, purpose)


def board(purpose: HonourPurpose, *, community_path: str = "") -> Sequence[Named]:
    """Who agreed to be named for this purpose, in the order of names. One query.

    :param community_path: for the board of one community.
    """
    latest = Thanks.objects.filter(volunteer=OuterRef("volunteer")).order_by("-pk").values("words")[:1]
    rows = HonourConsent.objects.filter(
        purpose=purpose, withdrawn_at=None, volunteer__ended_on=None, volunteer__person__is_active=True
    )
    if community_path:
        rows = rows.filter(volunteer__community_id=community_path)
    found = rows.annotate(words=Subquery(latest)).values_list("volunteer__person__name", "words")[:MOST]
    return sorted(
        (Named(name, words or "") for name, words in found if name),
        key=lambda each: (lazy_pinyin(each.name), each.name),
    )


def _record(stream: str, action: str, by: Actor, path: str, purpose: str) -> None:
    record(stream, action, by=by.person, after={"purpose": purpose}, place_path=path)
