"""Photos of before and after: put there by the host, with why they may be shown; and taken out again."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.evidence.domain.see import sent_by
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import record

from ..enums import PhotoConsent, PhotoSide, State
from ..limits import MOST_PHOTOS
from ..models import SessionPhoto
from ..rules import HOST, SEE
from .locks import lock_session

PURPOSE = "gathering"
NO_PHOTOS = (State.DRAFT, State.CANCELLED, State.FILED)


def add_photos(session_id: int, photo_ids: Sequence[Any], *, side: str, consent: str, by: Actor) -> int:
    """Put photos that ``by`` sent to a gathering; those that are there already stay. How many are new.

    :raises Invalid: no side, no consent, or no photos. :raises Refused: ``by`` does not run it.
    :raises Conflict: it takes none in its state, or there are too many. :raises Missing: a photo of somebody else.
    """
    _check(photo_ids, side, consent)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        if session.state in NO_PHOTOS:
            raise Conflict(_("Photos cannot be added now."), _("Look at the state it is in."), code="state")
        there = set(SessionPhoto.objects.filter(session=session).values_list("photo", flat=True))
        photos = list(sent_by(by).filter(pk__in=photo_ids, purpose=PURPOSE))
        new = [each for each in photos if each.pk not in there]
        if len(photos) < len(set(photo_ids)) or SessionPhoto.objects.filter(photo__in=new).exists():
            raise Missing(_("There is no such photo."), _("Choose the photo again."))
        if len(there) + len(new) > MOST_PHOTOS:
            raise Conflict(
                _("There are at most %(most)s photos.") % {"most": MOST_PHOTOS},
                _("Take some out first."),
                code="many",
            )
        SessionPhoto.objects.bulk_create(
            [SessionPhoto(session=session, photo=each, side=side, consent=consent) for each in new]
        )
        if new:
            after = {"side": side, "consent": consent, "photos": [each.sha256 for each in new]}
            record(
                session.stream,
                "gatherings.add_photos",
                by=by.person,
                after=after,
                place_path=session.place_id,
            )
    return len(new)


def remove_session_photo(session_id: int, key: int, *, by: Actor) -> None:
    """Nobody sees it any more; its file goes with those that nothing uses.

    :raises Refused: ``by`` does not run it. :raises Missing: there is none.
    """
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        row = SessionPhoto.objects.filter(session=session, pk=key).select_related("photo").first()
        if row is None:
            raise Missing(_("There is no such photo."), _("It may have been removed already."))
        row.delete()
        before = {"side": row.side, "photos": [row.photo.sha256]}
        record(
            session.stream,
            "gatherings.remove_photo",
            by=by.person,
            before=before,
            place_path=session.place_id,
        )


def may_see_session_photo(actor: Actor, photo: Photo) -> bool:
    """Whoever may see the gathering."""
    row = SessionPhoto.objects.filter(photo=photo).select_related("session").first()
    return row is not None and bool(may(actor, SEE, row.session))


def _check(photo_ids: Sequence[Any], side: str, consent: str) -> None:
    if side not in PhotoSide.values:
        raise Invalid(_("Before or after?"), _("Choose one of the two."), field="side")
    if consent not in PhotoConsent.values:
        raise Invalid(
            _("Why may these photos be shown?"), _("Choose what holds for all of them."), field="consent"
        )
    if not photo_ids:
        raise Invalid(_("No photo was chosen."), _("Take one, or choose some."), field="photos")
