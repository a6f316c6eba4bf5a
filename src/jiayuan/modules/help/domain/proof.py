"""Photos of what was done: brought along with "it is done" or afterwards, and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.evidence.domain.own import MOST, own_photos, too_many
from jiayuan.foundation.evidence.domain.tidy import discard_photo
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record

from ..enums import ClaimState
from ..models import Claim, Wish, WishPhoto
from ..photo_enums import Side
from ..rules import KEEP_CLAIM, REMOVE_PHOTO
from .locks import lock_claim, lock_wish
from .roles import role_of

PURPOSE = "wish"
"""Of photos of what was done for a wish."""


@dataclass(frozen=True)
class Proof:
    """``after`` and ``before`` are photos that the helper sent; ``for_the_wall``: who did it agrees."""

    after: Sequence[UUID] = ()
    before: Sequence[UUID] = ()
    upload_token: str = ""
    for_the_wall: bool = False


def attach_proof(claim: Claim, proof: Proof, by: Actor) -> list[WishPhoto]:
    """Put them to a claim whose wish is held. :raises Invalid: too many, gone, used already or of somebody else."""
    there = WishPhoto.objects.filter(claim=claim).count()
    if there + len({*proof.after, *proof.before}) > MOST:
        raise too_many()
    yes = now() if proof.for_the_wall else None
    rows = [
        WishPhoto(claim=claim, photo=photo, side=side, helper_yes_at=yes)
        for side, ids in ((Side.BEFORE, proof.before), (Side.AFTER, proof.after))
        for photo in own_photos(ids, purpose=PURPOSE, by=by, upload_token=proof.upload_token)
    ]
    try:
        with transaction.atomic():
            return WishPhoto.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Conflict(
            _("A photo was just used for something else."), _("Choose the photo again."), field="photos"
        ) from error


def told_of(photos: Sequence[WishPhoto]) -> dict[str, Any]:
    """What the ledger says of them beside the act that they came with; nothing where none did."""
    return {"photos": [str(each.photo_id) for each in photos]} if photos else {}


def add_proof(claim_id: int, proof: Proof, *, by: Actor, nonce: str | None = None) -> list[WishPhoto]:
    """More photos of what is done already.

    :raises Refused: not theirs. :raises Invalid: none, too many, or not their own. :raises Conflict: it is not done.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        claim = lock_claim(claim_id)
        if already_recorded(kept) is not None:
            return []
        gate(by, KEEP_CLAIM, claim)
        if claim.state != ClaimState.DONE:
            raise Conflict(
                _("Photos are added to what is done."), _("First say that it is done."), code="state"
            )
        photos = attach_proof(claim, proof, by)
        if not photos:
            raise Invalid(_("No photo was chosen."), _("Take one, or choose some."), field="photos")
        note(claim.wish, "help.add_photos", by, told_of(photos), kept)
    return photos


def remove_proof(wish_id: int, pk: int, *, by: Actor) -> None:
    """A photo goes for good: by who took it, by whom it was done for, or by the community.

    :raises Missing: it is gone already. :raises Refused: somebody else.
    """
    with transaction.atomic():
        wish = lock_wish(wish_id)
        row = photo_row(wish, pk)
        gate(by, REMOVE_PHOTO, row)
        discard_rows([row], by=by.person)
        note(wish, "help.remove_photo", by, told_of([row]))


def discard_rows(rows: Sequence[WishPhoto], *, by: Any = None) -> None:
    """Rows and files, within a transaction. The wall no longer shows them from the next look on."""
    for row in rows:
        photo = row.photo
        row.delete()
        discard_photo(photo, by=by)


def photo_row(wish: Wish, pk: int) -> WishPhoto:
    """One of a wish that is held. :raises Missing: there is none."""
    row = WishPhoto.objects.filter(claim__wish=wish, pk=pk).select_related("claim__wish", "photo").first()
    if row is None:
        raise Missing(_("There is no such photo."), _("It may have been removed already."))
    return row


def note(wish: Wish, action: str, by: Actor, after: dict[str, Any], nonce: str | None = None) -> None:
    """Into the wish's chain; in which part somebody acted stands beside it."""
    record(
        wish.stream,
        action,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        after={"role": role_of(wish, by), **after},
        place_path=wish.place_id,
        nonce=nonce,
    )
