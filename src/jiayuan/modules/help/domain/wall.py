"""The wall of fulfilled wishes: a photo hangs there by the yes of who took it, the yes of who wished, and a look of the
community. Each of the three takes it down with one tap, and is not asked why."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce

from ..enums import ClaimState, WishState
from ..limits import REASON
from ..models import Wish, WishPhoto
from ..photo_enums import Faces, Wall
from ..rules import NOTE_YES, WALL, WALL_LOOK, did_it, is_the_wisher
from .checks import one_of
from .locks import lock_wish
from .proof import note, photo_row

UNLOOKED: dict[str, Any] = {"looked_at": None, "looked_by": None, "faces": ""}


def agree_to_wall(wish_id: int, *, by: Actor, nonce: str | None = None) -> int:
    """Who wished, or who did it, says that the photos may hang on the wall. To how many that is new.

    :raises Refused: somebody else.
    """
    return _yes(wish_id, WALL, by, nonce)


def note_wisher_yes(wish_id: int, *, by: Actor, nonce: str | None = None) -> int:
    """The community was told so by who wished, on the telephone or at the counter. :raises Refused: not its desk."""
    return _yes(wish_id, NOTE_YES, by, nonce)


def _yes(wish_id: int, permission: str, by: Actor, nonce: str | None) -> int:
    kept = clean_nonce(nonce)
    with transaction.atomic():
        wish = lock_wish(wish_id)
        if already_recorded(kept) is not None:
            return 0
        gate(by, permission, wish)
        many = give_yes(wish, by, noted=permission == NOTE_YES)
        if many:
            note(wish, "help.wall_yes", by, {"photos": many}, kept)
    return many


def give_yes(wish: Wish, by: Actor, *, noted: bool = False) -> int:
    """The yes of a wish that is held; the caller has asked who may."""
    rows = WishPhoto.objects.filter(claim__wish=wish)
    if noted or is_the_wisher(by, wish):
        told_by = by.person if noted else None
        return rows.filter(wisher_yes_at=None).update(wisher_yes_at=now(), wisher_yes_noted_by=told_by)
    return rows.filter(claim__person=by.pk, helper_yes_at=None).update(helper_yes_at=now())


def take_down(wish_id: int, *, by: Actor, nonce: str | None = None) -> int:
    """Down at once, for whoever of the three says so. The yes of that side is taken back; the community's no keeps the
    photos off. How many. :raises Refused: none of the three."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        wish = lock_wish(wish_id)
        if already_recorded(kept) is not None:
            return 0
        side = _side_of(wish, by)
        many = _take_down(wish, by, side)
        if many:
            note(wish, "help.wall_no", by, {"photos": many}, kept)
    return many


def _side_of(wish: Wish, by: Actor) -> str:
    if is_the_wisher(by, wish):
        return "wisher"
    if did_it(by, wish):
        return "helper"
    gate(by, WALL_LOOK, wish)
    return "desk"


def _take_down(wish: Wish, by: Actor, side: str) -> int:
    rows = WishPhoto.objects.filter(claim__wish=wish)
    if side == "desk":
        return rows.filter(wall=Wall.UP).update(wall=Wall.KEPT_OFF)
    if side == "wisher":
        agreed = rows.exclude(wisher_yes_at=None)
        return agreed.update(wall=Wall.AWAY, wisher_yes_at=None, wisher_yes_noted_by=None, **UNLOOKED)
    agreed = rows.filter(claim__person=by.pk).exclude(helper_yes_at=None)
    return agreed.update(wall=Wall.AWAY, helper_yes_at=None, **UNLOOKED)


def look_at_photo(
    wish_id: int, pk: int, *, up: bool, faces: str = "", words: str = "", by: Actor, nonce: str | None = None
) -> WishPhoto:
    """The community looks before anything hangs: who can be recognised, and did they agree?

    :param words: who said yes for a child; kept in the ledger alone.
    :raises Refused: not its desk, or one's own photo. :raises Invalid: what is in it was not said.
    :raises Conflict: a yes is missing, or the wish is not fulfilled.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        wish = lock_wish(wish_id)
        row = photo_row(wish, pk)
        if already_recorded(kept) is not None:
            return row
        gate(by, WALL_LOOK, wish)
        said = clean_words(words, field="words", limit=REASON, required=up and faces == Faces.GUARDIAN)
        row.faces = one_of(faces, Faces, "faces") if up else ""
        if up:
            _check_ready(row, by)
        row.wall, row.looked_by, row.looked_at = Wall.UP if up else Wall.KEPT_OFF, by.person, now()
        row.save(update_fields=["wall", "faces", "looked_by", "looked_at", "updated_at"])
        after = {"photo": row.pk, "faces": row.faces, "words": said}
        note(wish, "help.wall_up" if up else "help.wall_kept_off", by, after, kept)
    return row


def _check_ready(row: WishPhoto, by: Actor) -> None:
    if row.claim.person_id == by.pk:
        raise Conflict(
            _("You took this photo yourself."), _("Somebody else of the community looks at it."), code="own"
        )
    if row.claim.wish.state != WishState.FULFILLED or row.claim.state != ClaimState.DONE:
        raise Conflict(
            _("Only photos of fulfilled wishes hang on the wall."),
            _("Wait until the wish is fulfilled."),
            code="state",
        )
    if row.helper_yes_at is None or row.wisher_yes_at is None:
        raise Conflict(
            _("Not everybody has said yes, or somebody has taken it back."),
            _("Ask who took the photo and who wished; without both it stays off the wall."),
            code="consent",
        )
