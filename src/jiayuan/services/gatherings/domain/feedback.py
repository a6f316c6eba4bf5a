"""What those who came think of it: stars and a word, once each."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.voice.domain.rate import rate_service
from jiayuan.services.voice.models import Rating

from ..enums import PresenceState, State
from ..models import Session, SignUp

WORDS = 500


def rated_by(sign_up: SignUp) -> bool:
    """Did they say what they think?"""
    return Rating.objects.filter(subject=f"gathering/{sign_up.session_id}", rater=rater_of(sign_up)).exists()


def rater_of(sign_up: SignUp) -> str:
    return f"sign-up/{sign_up.pk}"


def was_there(session: Session, by: Actor) -> SignUp | None:
    """Their sign-up, if they were there and the host does not deny it."""
    if by.pk is None:
        return None
    rows = SignUp.objects.live().filter(session=session, person=by.pk, presence__isnull=False)
    return rows.exclude(presence__state=PresenceState.DENIED).first()


def rate_session(session: Session, *, score: int, words: str, by: Actor) -> Rating:
    """Stars from 1 to 5, once for who was there.

    :raises Refused: they were not there. :raises Conflict: not over yet, or rated before. :raises Invalid: no stars.
    """
    said = clean_words(words, field="words", limit=WORDS, required=False)
    if not 1 <= score <= 5:
        raise Invalid(_("Choose from one to five stars."), _("Five are best."), field="score")
    sign_up = was_there(session, by)
    if sign_up is None:
        raise Refused(_("Only who was there can rate it."), _("If you were, tell whoever led it."))
    if session.state not in (State.CLOSED, State.FILED, State.RUNNING):
        raise Conflict(_("It has not taken place yet."), _("Come back when it is over."))
    with transaction.atomic():
        rating = rate_service(
            session.stream, service="gatherings", round_number=1, place=session.place, score=score,
            words=said, by=by, rater=rater_of(sign_up),
        )  # fmt: skip
        record(
            session.stream,
            "gatherings.rate",
            by=by.person,
            after={"sign_up": sign_up.pk, "score": score},
            place_path=session.place_id,
        )
    return rating
